// SPDX-License-Identifier: GPL-2.0
/*
 * Maglev hashing: a client's address chooses its server, its port too with
 * mh-port, and few clients move when servers come and go. With mh-fallback,
 * another one where that server is not usable.
 */
#include "maglev.h"

#include <linux/ip_vs.h>
#include <linux/jiffies.h>
#include <linux/ktime.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/workqueue.h>

#define LVS_MH_FALLBACK IP_VS_SVC_F_SCHED1
#define LVS_MH_PORT	IP_VS_SVC_F_SCHED2

/* Of more servers, a table is filled again after so many times what that took: a tenth of the time. */
#define LVS_MH_MANY 500
#define LVS_MH_REST 9

/**
 * struct lvs_mh_service - what mh keeps for a service
 * @table: read under RCU; replaced whole
 * @lock: guards all but what picks read. Taken under the namespace mutex, and by @refill
 *	without it
 * @set: the servers as last told; valid under @lock, since the director frees
 *	a set only after it has told of the next one
 * @refill: brings @table up to @set
 * @rested: when the table may be filled again if many are in it, ns
 * @family: of the service
 */
struct lvs_mh_service {
	struct lvs_maglev __rcu *table;
	struct mutex lock;
	const struct lvs_server_set *set;
	struct delayed_work refill;
	u64 rested;
	u16 family;
};

/* A table for these servers. Process context; sleeps. */
static struct lvs_maglev *lvs_mh_create(u16 family, const struct lvs_server_set *set)
{
	u32 size = lvs_maglev_size(set->count);
	struct lvs_maglev_seat *seats;
	struct lvs_maglev *table;

	if (!size)
		return ERR_PTR(-EINVAL);
	seats = kvmalloc_array(set->count ?: 1, sizeof(*seats), GFP_KERNEL_ACCOUNT);
	if (!seats)
		return ERR_PTR(-ENOMEM);
	table = kvzalloc(struct_size(table, server, size), GFP_KERNEL_ACCOUNT);
	if (table) {
		table->size = size;
		lvs_maglev_fill(table, seats, set, family);
	}
	kvfree(seats);
	return table ?: ERR_PTR(-ENOMEM);
}

static int lvs_mh_fill(struct lvs_mh_service *own, const struct lvs_server_set *set)
{
	u64 begin = ktime_get_ns();
	struct lvs_maglev *table = lvs_mh_create(own->family, set);
	struct lvs_maglev *old;
	u64 end = ktime_get_ns();

	lockdep_assert_held(&own->lock);
	if (IS_ERR(table))
		return PTR_ERR(table);
	old = rcu_replace_pointer(own->table, table, lockdep_is_held(&own->lock));
	own->rested = end + LVS_MH_REST * (end - begin);
	if (old)
		kvfree_rcu(old, rcu);
	return 0;
}

static void lvs_mh_refill(struct work_struct *work)
{
	struct lvs_mh_service *own =
		container_of(to_delayed_work(work), struct lvs_mh_service, refill);

	mutex_lock(&own->lock);
	/* Nobody waits for an answer: it works with the old table until there is memory. */
	if (lvs_mh_fill(own, own->set))
		schedule_delayed_work(&own->refill, HZ);
	mutex_unlock(&own->lock);
}

/*
 * Filling a table of many servers takes up to milliseconds. Whoever adds them
 * by the thousand shall not wait for a table for each: while the last one has
 * just been made, a change is only noted, and one refill takes in all of them.
 * Of few, what was asked for is done when it is answered.
 */
static bool lvs_mh_may_wait(const struct lvs_mh_service *own, const struct lvs_server_set *set)
{
	const struct lvs_maglev *table =
		rcu_dereference_protected(own->table, lockdep_is_held(&own->lock));

	return set->count > LVS_MH_MANY && lvs_maglev_size(set->count) == table->size &&
	       ktime_get_ns() < own->rested;
}

/* What left is in no table any more when its removal is answered. */
static void lvs_mh_wait(struct lvs_mh_service *own, const struct lvs_server *server)
{
	struct lvs_maglev *table =
		rcu_dereference_protected(own->table, lockdep_is_held(&own->lock));
	u64 now = ktime_get_ns();

	if (READ_ONCE(server->leaving))
		lvs_maglev_leave(table, server);
	schedule_delayed_work(&own->refill,
			      now < own->rested ? nsecs_to_jiffies(own->rested - now) + 1 : 0);
}

static int lvs_mh_changed(struct lvs_sched_service *service, const struct lvs_server_set *set,
			  struct lvs_server *server)
{
	struct lvs_mh_service *own = service->priv;
	int ret = 0;

	mutex_lock(&own->lock);
	if (lvs_mh_may_wait(own, set))
		lvs_mh_wait(own, server);
	else
		ret = lvs_mh_fill(own, set);
	if (!ret)
		own->set = set;
	mutex_unlock(&own->lock);
	return ret;
}

static int lvs_mh_init(struct lvs_sched_service *service, const struct lvs_server_set *set)
{
	struct lvs_mh_service *own = kzalloc(sizeof(*own), GFP_KERNEL_ACCOUNT);
	int ret;

	if (!own)
		return -ENOMEM;
	mutex_init(&own->lock);
	INIT_DELAYED_WORK(&own->refill, lvs_mh_refill);
	own->family = service->family;
	own->set = set;
	mutex_lock(&own->lock);
	ret = lvs_mh_fill(own, set);
	mutex_unlock(&own->lock);
	if (ret) {
		kfree(own);
		return ret;
	}
	service->priv = own;
	return 0;
}

static void lvs_mh_fini(struct lvs_sched_service *service)
{
	struct lvs_mh_service *own = service->priv;

	cancel_delayed_work_sync(&own->refill);
	kvfree(rcu_access_pointer(own->table));
	kfree(own);
}

static struct lvs_server *lvs_mh_pick(struct lvs_sched_service *service,
				      const struct lvs_server_set *set,
				      const struct lvs_request *request)
{
	u32 key = lvs_fold_client(request, service->flags & LVS_MH_PORT);
	const struct lvs_mh_service *own = service->priv;
	const struct lvs_maglev *table = rcu_dereference(own->table);

	struct lvs_server *server = lvs_maglev_at(table, key);

	/* The server of some has just left, and the table is not filled again yet. */
	if (service->flags & LVS_MH_FALLBACK || !server)
		return lvs_maglev_pick_any(table, set, key);
	return lvs_server_usable(server) ? server : NULL;
}

static struct lvs_sched lvs_mh_sched = {
	.name = "mh",
	.owner = THIS_MODULE,
	.init = lvs_mh_init,
	.fini = lvs_mh_fini,
	.dest_added = lvs_mh_changed,
	.dest_removed = lvs_mh_changed,
	.dest_changed = lvs_mh_changed,
	.pick = lvs_mh_pick,
};

module_driver(lvs_mh_sched, lvs_sched_register, lvs_sched_unregister);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("LVS scheduler: Maglev hashing");
LVS_SCHED_MODULE("mh");
