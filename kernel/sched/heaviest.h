/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_SCHED_HEAVIEST_H
#define LVS_SCHED_HEAVIEST_H

#include <lvs/sched.h>

/*
 * The weight of a usable server that is heavier than all seen so far, else 0.
 * Asked once, since it can change under our eyes.
 */
static inline int lvs_heaviest_weight(const struct lvs_server *server, int heaviest)
{
	int weight = READ_ONCE(server->weight);

	return weight > heaviest && !READ_ONCE(server->overloaded) ? weight : 0;
}

/* The heaviest usable server, the first of equals. */
static inline struct lvs_server *lvs_heaviest(const struct lvs_server_set *set)
{
	struct lvs_server *server = NULL;
	int heaviest = 0;
	unsigned int i;
	int weight;

	for (i = 0; i < set->count; i++) {
		weight = lvs_heaviest_weight(set->server[i], heaviest);
		if (weight) {
			server = set->server[i];
			heaviest = weight;
		}
	}
	return server;
}

/* The same among those that have no more active connections than their weight. */
static inline struct lvs_server *lvs_heaviest_with_room(const struct lvs_server_set *set)
{
	struct lvs_server *server = NULL;
	int heaviest = 0;
	unsigned int i;
	int weight;

	for (i = 0; i < set->count; i++) {
		weight = lvs_heaviest_weight(set->server[i], heaviest);
		if (weight && atomic_read(&set->server[i]->active) <= weight) {
			server = set->server[i];
			heaviest = weight;
		}
	}
	return server;
}

#endif
