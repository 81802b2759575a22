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

/*
 * The server that owns this point, where each has as many as its weight, one
 * server after the other. Weights that sink meanwhile leave points that nobody
 * owns; those go to the last server. NULL where none is usable any more.
 */
static inline struct lvs_server *lvs_twos_draw(const struct lvs_server_set *set, u64 point)
{
	struct lvs_server *last = NULL;
	unsigned int i;
	u32 weight;

	for (i = 0; i < set->count; i++) {
		weight = lvs_twos_weight(set->server[i]);
		if (!weight)
			continue;
		last = set->server[i];
		if (point < weight)
			break;
		point -= weight;
	}
	return last;
}

/**
 * lvs_twos_choose() - the less loaded of two servers drawn by weight
 * @set: servers
 * @first: random
 * @second: random
 *
 * Less loaded for its weight; the first of equals. Both draws can be of one server.
 * Return: NULL where none is usable.
 */
static inline struct lvs_server *lvs_twos_choose(const struct lvs_server_set *set, u32 first,
						 u32 second)
{
	struct lvs_server *one;
	struct lvs_server *two;
	u64 total = 0;
	unsigned int i;

	for (i = 0; i < set->count; i++)
		total += lvs_twos_weight(set->server[i]);
	one = lvs_twos_draw(set, mul_u64_u32_shr(total, first, 32));
	two = lvs_twos_draw(set, mul_u64_u32_shr(total, second, 32));
	if (!one || !two)
		return one ?: two;
	if (lvs_load(two) * READ_ONCE(one->weight) < lvs_load(one) * READ_ONCE(two->weight))
		return two;
	return one;
}

#endif
