/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_SCHED_LOAD_H
#define LVS_SCHED_LOAD_H

#include <lvs/sched.h>

/* An active connection weighs as much as 256 inactive ones. */
static inline u64 lvs_load(const struct lvs_server *server)
{
	return ((u64)atomic_read(&server->active) << 8) + atomic_read(&server->inactive);
}

/* The usable server of the smallest load, the first of equals. */
static inline struct lvs_server *lvs_load_least(const struct lvs_server_set *set)
{
	struct lvs_server *least = NULL;
	u64 least_load = 0;
	unsigned int i;
	u64 load;

	for (i = 0; i < set->count; i++) {
		if (!lvs_server_usable(set->server[i]))
			continue;
		load = lvs_load(set->server[i]);
		if (!least || load < least_load) {
			least = set->server[i];
			least_load = load;
		}
	}
	return least;
}

/* The same, load for weight: a/wa < b/wb is a*wb < b*wa. */
static inline struct lvs_server *lvs_load_least_weighted(const struct lvs_server_set *set)
{
	struct lvs_server *least = NULL;
	u64 least_load = 0;
	int least_weight = 0;
	unsigned int i;
	int weight;
	u64 load;

	for (i = 0; i < set->count; i++) {
		if (!lvs_server_usable(set->server[i]))
			continue;
		weight = READ_ONCE(set->server[i]->weight);
		load = lvs_load(set->server[i]);
		if (!least || load * least_weight < least_load * weight) {
			least = set->server[i];
			least_load = load;
			least_weight = weight;
		}
	}
	return least;
}

#endif
