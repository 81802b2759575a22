/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_SCHED_DELAY_H
#define LVS_SCHED_DELAY_H

#include <lvs/sched.h>

/* The first usable server without active connections, NULL for none. */
static inline struct lvs_server *lvs_delay_idle(const struct lvs_server_set *set)
{
	unsigned int i;

	for (i = 0; i < set->count; i++) {
		if (lvs_server_usable(set->server[i]) && !atomic_read(&set->server[i]->active))
			return set->server[i];
	}
	return NULL;
}

/*
 * The usable server of the least active connections for its weight, once it
 * has one more; the first of equals. Inactive ones delay nobody.
 */
static inline struct lvs_server *lvs_delay_shortest(const struct lvs_server_set *set)
{
	struct lvs_server *shortest = NULL;
	u64 shortest_active = 0;
	int shortest_weight = 0;
	unsigned int i;
	int weight;
	u64 active;

	for (i = 0; i < set->count; i++) {
		if (!lvs_server_usable(set->server[i]))
			continue;
		weight = READ_ONCE(set->server[i]->weight);
		active = (u64)atomic_read(&set->server[i]->active) + 1;
		/* a/wa < b/wb is a*wb < b*wa */
		if (!shortest || active * shortest_weight < shortest_active * weight) {
			shortest = set->server[i];
			shortest_active = active;
			shortest_weight = weight;
		}
	}
	return shortest;
}

#endif
