// SPDX-License-Identifier: GPL-2.0
/*
 * The real servers of a service, as its scheduler sees them.
 *
 * LOCKING
 *  guards    namespace mutex: creation.
 *  readers   RCU: picks. A set never changes.
 *  lifetime  until a grace period after another one has taken its place in its binding.
 *  contexts  process.
 *  order     namespace mutex alone.
 */
#include "server_set.h"
#include "dest.h"
#include "service.h"

#include "../base/object.h"

#include <linux/slab.h>

/* Their place is behind the servers, in the same memory. */
static void lvs_server_set_group(struct lvs_server_set *set, unsigned int count)
{
	struct lvs_server_groups *groups = (void *)&set->server[set->count];
	unsigned int i;

	spin_lock_init(&groups->refresh);
	groups->count = count;
	groups->stale = (void *)&groups->least[count];
	for (i = 0; i < count; i++) {
		groups->least[i] = set->server[i * LVS_SERVER_GROUP];
		groups->stale[i] = true;
	}
	set->groups = groups;
}

struct lvs_server_set *lvs_server_set_create(const struct lvs_service *service)
{
	unsigned int groups = DIV_ROUND_UP(service->dest_count, LVS_SERVER_GROUP);
	struct lvs_server_set *set;
	struct lvs_dest *dest;
	size_t size;

	size = struct_size(set, server, service->dest_count);
	if (groups > 1)
		size += struct_size(set->groups, least, groups) + groups * sizeof(bool);
	set = kvmalloc(size, GFP_KERNEL_ACCOUNT);
	if (!set)
		return NULL;
	lvs_object_created("set", set);
	set->count = 0;
	list_for_each_entry(dest, &service->dests, link)
		set->server[set->count++] = &dest->server;
	set->groups = NULL;
	if (groups > 1)
		lvs_server_set_group(set, groups);
	return set;
}

void lvs_server_set_watch(const struct lvs_server_set *set)
{
	bool *stale = set->groups ? set->groups->stale : NULL;
	unsigned int first;
	unsigned int end;
	unsigned int i;

	for (first = 0; first < set->count; first = end) {
		end = min(set->count, first + LVS_SERVER_GROUP);
		for (i = first; i < end; i++)
			lvs_dest_watch(lvs_dest_of(set->server[i]), stale);
		if (stale)
			stale++;
	}
	/* A pick that sees the set and looks for a least one misses no change noted elsewhere. */
	smp_mb();
}

void lvs_server_set_free(const struct lvs_server_set *set)
{
	lvs_object_destroyed("set", set);
	kvfree(set);
}

void lvs_server_set_retire(const struct lvs_server_set *set)
{
	lvs_object_destroyed("set", set);
	kvfree_rcu_mightsleep(set);
}
