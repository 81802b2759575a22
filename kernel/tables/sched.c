// SPDX-License-Identifier: GPL-2.0
/*
 * The schedulers that modules have registered.
 *
 * LOCKING
 *  guards    lvs_sched_mutex: the list.
 *  lifetime  a scheduler's module is held by each service that uses it.
 *  contexts  process.
 *  order     below the namespace mutex. Modules are loaded without it.
 */
#include "sched.h"

#include <linux/errno.h>
#include <linux/kmod.h>
#include <linux/mutex.h>
#include <linux/string.h>

static DEFINE_MUTEX(lvs_sched_mutex);
static LIST_HEAD(lvs_sched_list);

static struct lvs_sched *lvs_sched_find(const char *name)
{
	struct lvs_sched *sched;

	lockdep_assert_held(&lvs_sched_mutex);
	list_for_each_entry(sched, &lvs_sched_list, node) {
		if (!strcmp(sched->name, name))
			return sched;
	}
	return NULL;
}

static const struct lvs_sched *lvs_sched_try_get(const char *name)
{
	struct lvs_sched *sched;

	mutex_lock(&lvs_sched_mutex);
	sched = lvs_sched_find(name);
	if (sched && !try_module_get(sched->owner))
		sched = NULL;
	mutex_unlock(&lvs_sched_mutex);
	return sched;
}

const struct lvs_sched *lvs_sched_get(const char *name)
{
	const struct lvs_sched *sched = lvs_sched_try_get(name);

	if (sched)
		return sched;
	request_module("lvs-sched-%s", name);
	return lvs_sched_try_get(name);
}

void lvs_sched_put(const struct lvs_sched *sched)
{
	module_put(sched->owner);
}

int lvs_sched_register(struct lvs_sched *sched)
{
	int ret = 0;

	if (!sched->name || !sched->name[0] || strlen(sched->name) >= LVS_SCHED_NAME_MAX ||
	    !sched->owner || !sched->pick)
		return -EINVAL;
	mutex_lock(&lvs_sched_mutex);
	if (lvs_sched_find(sched->name))
		ret = -EEXIST;
	else
		list_add_tail(&sched->node, &lvs_sched_list);
	mutex_unlock(&lvs_sched_mutex);
	return ret;
}
EXPORT_SYMBOL_GPL(lvs_sched_register);

void lvs_sched_unregister(struct lvs_sched *sched)
{
	mutex_lock(&lvs_sched_mutex);
	list_del(&sched->node);
	mutex_unlock(&lvs_sched_mutex);
}
EXPORT_SYMBOL_GPL(lvs_sched_unregister);
