// SPDX-License-Identifier: GPL-2.0
/*
 * The real servers of a service, as its scheduler sees them.
 *
 * A small set has its servers behind it, in the same memory. Those of a large one stand
 * in slots with room before the first, for one that is added: the next set begins there
 * and shares all else. Only where there is no room left are all of them copied, to slots
 * for a quarter more, so that an addition costs the same to thousands as to hundreds.
 *
 * LOCKING
 *  guards    namespace mutex: creation; the slots before the first.
 *  readers   RCU: picks. A set never changes. Of groups, picks change what they have
 *            found, under a lock of theirs.
 *  lifetime  set: until a grace period after another one has taken its place in its
 *            binding. groups: likewise, after one that does not share them has.
 *  contexts  process.
 *  order     namespace mutex alone.
 */
#include "server_set.h"
#include "dest.h"
#include "service.h"

#include "../base/object.h"

#include <linux/math.h>
#include <linux/slab.h>

/* For so many servers and some to come; none is there yet. What it points to is behind it. */
static struct lvs_server_groups *lvs_server_groups_create(unsigned int count)
{
	unsigned int slots = roundup(count + count / 4, LVS_SERVER_GROUP);
	unsigned int number = slots / LVS_SERVER_GROUP;
	struct lvs_server_groups *groups;

	groups = kvmalloc(struct_size(groups, least, number + slots) + number * sizeof(bool),
			  GFP_KERNEL_ACCOUNT);
	if (!groups)
		return NULL;
	lvs_object_created("groups", groups);
	spin_lock_init(&groups->refresh);
	groups->first = slots;
	groups->slots = slots;
	groups->server = &groups->least[number];
	groups->stale = (void *)&groups->server[slots];
	memset(groups->stale, true, number * sizeof(bool));
	return groups;
}

struct lvs_server_set *lvs_server_set_create(const struct lvs_service *service)
{
	unsigned int count = service->dest_count;
	bool is_large = count > LVS_SERVER_GROUP;
	struct lvs_server **server;
	struct lvs_server_set *set;
	struct lvs_dest *dest;

	set = kmalloc(sizeof(*set) + (is_large ? 0 : count * sizeof(*server)), GFP_KERNEL_ACCOUNT);
	if (!set)
		return NULL;
	server = (void *)(set + 1);
	set->groups = NULL;
	if (is_large) {
		set->groups = lvs_server_groups_create(count);
		if (!set->groups) {
			kfree(set);
			return NULL;
		}
		server = set->groups->server + set->groups->slots - count;
	}
	lvs_object_created("set", set);
	set->count = count;
	set->server = server;
	list_for_each_entry(dest, &service->dests, link)
		*server++ = &dest->server;
	return set;
}

struct lvs_server_set *lvs_server_set_grow(const struct lvs_service *service,
					   const struct lvs_server_set *old)
{
	struct lvs_server_groups *groups = old->groups;
	struct lvs_server **server;
	struct lvs_server_set *set;

	if (!groups || !groups->first)
		return lvs_server_set_create(service);
	set = kmalloc(sizeof(*set), GFP_KERNEL_ACCOUNT);
	if (!set)
		return NULL;
	lvs_object_created("set", set);
	server = &groups->server[groups->first - 1];
	*server = &list_first_entry(&service->dests, struct lvs_dest, link)->server;
	set->count = old->count + 1;
	set->groups = groups;
	set->server = server;
	return set;
}

/* Picks find those from this slot on. */
static void lvs_server_groups_watch(struct lvs_server_groups *groups, unsigned int first)
{
	struct lvs_server *server;
	unsigned int group;
	unsigned int slot;

	for (slot = groups->first; slot-- > first;) {
		server = groups->server[slot];
		group = slot / LVS_SERVER_GROUP;
		/* A group begins with its oldest. */
		if (slot % LVS_SERVER_GROUP == LVS_SERVER_GROUP - 1)
			WRITE_ONCE(groups->least[group], server);
		lvs_dest_watch(lvs_dest_of(server), &groups->stale[group]);
	}
	/* A pick goes by this one to the others. */
	smp_store_release(&groups->first, first);
	/* One that takes the mark away sees it. */
	smp_mb();
	WRITE_ONCE(groups->stale[first / LVS_SERVER_GROUP], true);
}

void lvs_server_set_watch(const struct lvs_server_set *set)
{
	unsigned int i;

	if (set->groups) {
		lvs_server_groups_watch(set->groups, set->groups->slots - set->count);
	} else {
		for (i = 0; i < set->count; i++)
			lvs_dest_watch(lvs_dest_of(set->server[i]), NULL);
	}
	/* A pick that sees the set and looks for a least one misses no change noted elsewhere. */
	smp_mb();
}

void lvs_server_set_free(const struct lvs_server_set *set, const struct lvs_server_set *other)
{
	if (set->groups && (!other || set->groups != other->groups)) {
		lvs_object_destroyed("groups", set->groups);
		kvfree(set->groups);
	}
	lvs_object_destroyed("set", set);
	kfree(set);
}

void lvs_server_set_retire(const struct lvs_server_set *set, const struct lvs_server_set *other)
{
	if (set->groups && set->groups != other->groups) {
		lvs_object_destroyed("groups", set->groups);
		kvfree_rcu_mightsleep(set->groups);
	}
	lvs_object_destroyed("set", set);
	kvfree_rcu_mightsleep(set);
}
