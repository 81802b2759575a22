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
 * @step: greatest common divisor of the weights
 * @max: highest weight
 *
 * Of max/step rounds, a server takes part in weight/step.
 */
struct lvs_wrr {
	unsigned int at;
	int level;
	int step;
	int max;
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
	wrr->max = 0;
	for (i = 0; i < set->count; i++) {
		weight = READ_ONCE(set->server[i]->weight);
		if (weight <= 0)
			continue;
		wrr->step = lvs_wrr_gcd(wrr->step, weight);
		if (weight > wrr->max)
			wrr->max = weight;
	}
}

/* The next server, NULL where none is usable. At most two whole rounds over the levels. */
static inline struct lvs_server *lvs_wrr_next(struct lvs_wrr *wrr,
					      const struct lvs_server_set *set)
{
	struct lvs_server *server;
	bool restarted = false;
	unsigned int i;

	if (!set->count || !wrr->step)
		return NULL;
	if (wrr->level <= 0)
		wrr->level = wrr->max;
	for (;;) {
		for (i = wrr->at + 1; i < set->count; i++) {
			server = set->server[i];
			if (READ_ONCE(server->weight) >= wrr->level && lvs_server_usable(server)) {
				wrr->at = i;
				return server;
			}
		}
		wrr->at = LVS_WRR_START;
		wrr->level -= wrr->step;
		if (wrr->level > wrr->max)
			wrr->level = wrr->max;
		if (wrr->level <= 0) {
			if (restarted)
				return NULL;
			restarted = true;
			wrr->level = wrr->max;
		}
	}
}

#endif
