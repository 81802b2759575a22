/* SPDX-License-Identifier: GPL-2.0 */
/* Real servers to choose from, and how often each was. */
#ifndef TESTS_UNIT_SERVERS_H
#define TESTS_UNIT_SERVERS_H

#include "../run.h"

#include <lvs/sched.h>

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#define SERVERS_MAX 300

static struct lvs_server servers[SERVERS_MAX];
static long picks[SERVERS_MAX] __attribute__((unused));
static struct lvs_server_set *set;

static inline void begin(unsigned int count, const int *weights)
{
	struct lvs_server **order;
	unsigned int i;

	free(set);
	set = calloc(1, sizeof(*set) + count * sizeof(*order));
	order = (void *)(set + 1);
	set->count = count;
	set->server = order;
	memset(servers, 0, sizeof(servers));
	memset(picks, 0, sizeof(picks));
	for (i = 0; i < count; i++) {
		servers[i].weight = weights[i];
		order[i] = &servers[i];
	}
}

static inline void end(void)
{
	free(set);
	set = NULL;
}

static inline void note(const struct lvs_server *server)
{
	ck_assert_ptr_nonnull(server);
	ck_assert(lvs_server_usable(server));
	picks[server - servers]++;
}

/*
 * Is a spread of random picks what the weights say? Pearson's sum of squares
 * has the degrees of freedom as its mean and twice them as its variance: five
 * deviations beyond is less than one honest run in a million.
 */
static inline void check_spread(const int *shares, unsigned int count)
{
	double total = 0, all = 0, sum = 0, expected;
	unsigned int i, degrees = 0;

	for (i = 0; i < count; i++) {
		total += shares[i];
		all += picks[i];
		degrees += shares[i] > 0;
	}
	degrees--;
	for (i = 0; i < count; i++) {
		expected = all * shares[i] / total;
		if (expected > 0)
			sum += (picks[i] - expected) * (picks[i] - expected) / expected;
		else
			ck_assert_int_eq(picks[i], 0);
	}
	ck_assert_msg((sum - degrees) * (sum - degrees) < 50.0 * degrees || sum < degrees,
		      "the spread is %.1f from its weights, of %u degrees of freedom", sum,
		      degrees);
}

#endif
