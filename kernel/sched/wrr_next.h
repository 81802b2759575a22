/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_SCHED_WRR_NEXT_H
#define LVS_SCHED_WRR_NEXT_H

#include <lvs/sched.h>

/* Before the first server: one more is index 0. */
#define LVS_WRR_START (~0U)

/**
 * struct lvs_wrr - where an interleaved weighted round stands
 * @at: index of the server that was last looked at
 * @level: servers of at least this weight get a turn
 * @step: greatest common divisor of the weights, 0 where there are none
 *
 * A round goes down through the levels, from the heaviest weight by steps. Of
 * its heaviest/step levels, a server takes part in weight/step.
 */
struct lvs_wrr {
	unsigned int at;
	int level;
	int step;
};

static inline int lvs_wrr_gcd(int a, int b)
{
	int rest;

	while (b) {
		rest = a % b;
		a = b;
		b = rest;
	}
	return a;
}

/* Learn the weights of a set; the round goes on where it was. */
static inline void lvs_wrr_measure(struct lvs_wrr *wrr, const struct lvs_server_set *set)
{
	unsigned int i;
	int weight;

	wrr->step = 0;
	for (i = 0; i < set->count; i++) {
		weight = READ_ONCE(set->server[i]->weight);
		if (weight > 0)
			wrr->step = lvs_wrr_gcd(wrr->step, weight);
	}
}

/* The next server that takes part in this level, NULL after the last. */
static inline struct lvs_server *lvs_wrr_scan(struct lvs_wrr *wrr, const struct lvs_server_set *set)
{
	struct lvs_server *server;
	unsigned int i;

	for (i = wrr->at + 1; i < set->count; i++) {
		server = set->server[i];
		if (READ_ONCE(server->weight) >= wrr->level && lvs_server_usable(server)) {
			wrr->at = i;
			return server;
		}
	}
	return NULL;
}

/*
 * The level after this one, 0 where no server is usable. Levels that only
 * unusable servers have are left out: with weights as high as an int and the
 * heaviest server overloaded there are 2^31 of them.
 */
static inline int lvs_wrr_lower(const struct lvs_wrr *wrr, const struct lvs_server_set *set)
{
	int lower = wrr->level - wrr->step;
	int heaviest = 0;
	unsigned int i;
	int weight;

	for (i = 0; i < set->count; i++) {
		weight = READ_ONCE(set->server[i]->weight);
		if (weight > heaviest && lvs_server_usable(set->server[i]))
			heaviest = weight;
	}
	return lower > 0 && lower < heaviest ? lower : heaviest;
}

/*
 * The next server, NULL where none is usable. A level has a server, so the
 * loop runs once, again only where one became unusable under its eyes.
 */
static inline struct lvs_server *lvs_wrr_next(struct lvs_wrr *wrr, const struct lvs_server_set *set)
{
	struct lvs_server *server = wrr->level > 0 ? lvs_wrr_scan(wrr, set) : NULL;

	while (!server) {
		wrr->level = lvs_wrr_lower(wrr, set);
		if (!wrr->level)
			return NULL;
		wrr->at = LVS_WRR_START;
		server = lvs_wrr_scan(wrr, set);
	}
	return server;
}

#endif
