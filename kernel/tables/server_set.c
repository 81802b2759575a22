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

struct lvs_server_set *lvs_server_set_create(const struct lvs_service *service)
{
	struct lvs_server_set *set;
	struct lvs_dest *dest;

	set = kvmalloc(struct_size(set, server, service->dest_count), GFP_KERNEL_ACCOUNT);
	if (!set)
		return NULL;
	lvs_object_created("set", set);
	set->count = 0;
	list_for_each_entry(dest, &service->dests, link)
		set->server[set->count++] = &dest->server;
	return set;
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
