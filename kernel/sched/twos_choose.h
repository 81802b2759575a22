/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_SCHED_TWOS_CHOOSE_H
#define LVS_SCHED_TWOS_CHOOSE_H

#include "load.h"

#include <linux/math64.h>

/* The weight that a server takes part with in a draw. */
static inline u32 lvs_twos_weight(const struct lvs_server *server)
{
	int weight = READ_ONCE(server->weight);

	return weight > 0 && !READ_ONCE(server->overloaded) ? weight : 0;
}

/**
 * struct lvs_twos_walk - a walk past the servers, where each is as long as its weight
 * @index: of the server where it has come to
 * @ahead: how far it has yet to go, from that server's beginning
 */
struct lvs_twos_walk {
	unsigned int index;
	u64 ahead;
};

/*
 * The server at the end of the walk. Weights that sink meanwhile can leave the end
 * behind the last server; that one is taken then. NULL where none is usable any more.
 */
static inline struct lvs_server *lvs_twos_go(const struct lvs_server_set *set,
					     struct lvs_twos_walk *walk)
{
	struct lvs_server *last = NULL;
	u32 weight;

	for (; walk->index < set->count; walk->index++) {
		weight = lvs_twos_weight(set->server[walk->index]);
		if (!weight)
			continue;
		last = set->server[walk->index];
		if (walk->ahead < weight)
			break;
		walk->ahead -= weight;
	}
	return last;
}

/**
 * lvs_twos_choose() - the less loaded of two servers drawn by weight
 * @set: servers
 * @first: random
 * @second: random
 *
 * Less loaded for its weight; the first drawn of equals. Both draws can be of one
 * server. Return: NULL where none is usable.
 */
static inline struct lvs_server *lvs_twos_choose(const struct lvs_server_set *set, u32 first,
						 u32 second)
{
	bool is_second_nearer = second < first;
	struct lvs_twos_walk walk = { 0 };
	struct lvs_server *near;
	struct lvs_server *far;
	u64 total = 0;
	unsigned int i;
	u64 near_load;
	u64 far_load;

	for (i = 0; i < set->count; i++)
		total += lvs_twos_weight(set->server[i]);
	walk.ahead = mul_u64_u32_shr(total, is_second_nearer ? second : first, 32);
	near = lvs_twos_go(set, &walk);
	/* The farther one is on the same way. */
	walk.ahead += mul_u64_u32_shr(total, is_second_nearer ? first : second, 32) -
		      mul_u64_u32_shr(total, is_second_nearer ? second : first, 32);
	far = lvs_twos_go(set, &walk);
	if (!near || !far)
		return near;
	near_load = lvs_load(near) * READ_ONCE(far->weight);
	far_load = lvs_load(far) * READ_ONCE(near->weight);
	if (near_load == far_load)
		return is_second_nearer ? far : near;
	return near_load < far_load ? near : far;
}

#endif
