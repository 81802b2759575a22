/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_SCHED_LEAST_H
#define LVS_SCHED_LEAST_H

#include <lvs/sched.h>

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
	struct lvs_server *least = NULL;
	u64 least_cost = 0;
	int least_weight = 1;
	int weight = 1;
	unsigned int i;
	u64 here;

	for (i = 0; i < set->count; i++) {
		if (!lvs_server_usable(set->server[i]))
			continue;
		if (weighted)
			weight = READ_ONCE(set->server[i]->weight);
		here = cost(set->server[i]);
		/* a/wa < b/wb is a*wb < b*wa */
		if (!least || here * least_weight < least_cost * weight) {
			least = set->server[i];
			least_cost = here;
			least_weight = weight;
		}
	}
	return least;
}

#endif
