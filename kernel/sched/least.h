/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_SCHED_LEAST_H
#define LVS_SCHED_LEAST_H

#include <lvs/sched.h>

#include <linux/compiler.h>

/**
 * lvs_least() - the usable server of the smallest cost
 * @set: servers
 * @cost: what a connection more would meet there
 * @weighted: cost for weight, not cost alone
 *
 * Always inline, so that @cost is no call. Return: the first of equals, NULL
 * where none is usable.
 */
static __always_inline struct lvs_server *lvs_least(const struct lvs_server_set *set,
						    u64 (*cost)(const struct lvs_server *server),
						    bool weighted)
{
	struct lvs_server *const *end = set->server + set->count;
	struct lvs_server *const *next;
	struct lvs_server *least = NULL;
	struct lvs_server *server;
	/* Whatever the first one costs, it is less than a cost for no weight. */
	u64 least_cost = 1;
	u32 least_weight = 0;
	u32 weight = 1;
	u64 here;

	/* Most servers are not less than the least so far: only one that is need be usable. */
	for (next = set->server; next < end; next++) {
		server = *next;
		if (weighted)
			weight = READ_ONCE(server->weight);
		here = cost(server);
		/* a/wa < b/wb is a*wb < b*wa */
		if (likely(here * least_weight >= least_cost * weight) ||
		    !lvs_server_usable(server))
			continue;
		least = server;
		least_cost = here;
		least_weight = weight;
		/* Nothing is less than no cost. */
		if (!here)
			break;
	}
	return least;
}

#endif
