// SPDX-License-Identifier: GPL-2.0
#include "run.h"

#include "../../kernel/sched/load.h"
#include "../../kernel/sched/wrr_next.h"

#include <stdlib.h>

#define SERVERS 4

static struct lvs_server servers[SERVERS];
static struct lvs_server_set *set;

static void weights(int a, int b, int c, int d)
{
	int values[SERVERS] = { a, b, c, d };
	int i;

	free(set);
	set = malloc(sizeof(*set) + SERVERS * sizeof(set->server[0]));
	set->count = SERVERS;
	for (i = 0; i < SERVERS; i++) {
		servers[i] = (struct lvs_server){ .weight = values[i] };
		set->server[i] = &servers[i];
	}
}

START_TEST(wrr_spreads_exactly_by_weight)
{
	struct lvs_wrr wrr = { .at = LVS_WRR_START };
	int picks[SERVERS] = {};
	int i;

	weights(6, 4, 2, 0);
	lvs_wrr_measure(&wrr, set);
	for (i = 0; i < 6000; i++)
		picks[lvs_wrr_next(&wrr, set) - servers]++;
	ck_assert_int_eq(picks[0], 3000);
	ck_assert_int_eq(picks[1], 2000);
	ck_assert_int_eq(picks[2], 1000);
	ck_assert_int_eq(picks[3], 0);
}
END_TEST

START_TEST(wrr_interleaves)
{
	struct lvs_wrr wrr = { .at = LVS_WRR_START };
	static const int want[] = { 0, 0, 1, 0, 1, 2 };
	int i;

	weights(3, 2, 1, 0);
	lvs_wrr_measure(&wrr, set);
	for (i = 0; i < 6; i++)
		ck_assert_int_eq(lvs_wrr_next(&wrr, set) - servers, want[i]);
}
END_TEST

START_TEST(wrr_skips_the_overloaded_and_ends)
{
	struct lvs_wrr wrr = { .at = LVS_WRR_START };

	weights(3, 1, 0, 0);
	lvs_wrr_measure(&wrr, set);
	servers[0].overloaded = true;
	ck_assert_ptr_eq(lvs_wrr_next(&wrr, set), &servers[1]);
	ck_assert_ptr_eq(lvs_wrr_next(&wrr, set), &servers[1]);
	servers[1].overloaded = true;
	ck_assert_ptr_null(lvs_wrr_next(&wrr, set));
	weights(0, 0, 0, 0);
	lvs_wrr_measure(&wrr, set);
	ck_assert_ptr_null(lvs_wrr_next(&wrr, set));
}
END_TEST

START_TEST(lc_counts_an_active_as_256_inactive)
{
	weights(1, 9, 1, 0);
	servers[0].active.counter = 1;
	servers[1].inactive.counter = 255;
	servers[2].inactive.counter = 256;
	ck_assert_ptr_eq(lvs_load_least(set), &servers[1]);
}
END_TEST

START_TEST(wlc_weighs_load_by_weight)
{
	weights(1, 4, 2, 0);
	servers[0].active.counter = 10;
	servers[1].active.counter = 39;
	servers[2].active.counter = 20;
	ck_assert_ptr_eq(lvs_load_least_weighted(set), &servers[1]);
	servers[1].overloaded = true;
	ck_assert_ptr_eq(lvs_load_least_weighted(set), &servers[0]);
}
END_TEST

START_TEST(wlc_does_not_overflow)
{
	weights(INT32_MAX, 1, 0, 0);
	servers[0].active.counter = INT32_MAX;
	servers[1].active.counter = 2;
	ck_assert_ptr_eq(lvs_load_least_weighted(set), &servers[0]);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("sched");

	tcase_add_test(tests, wrr_spreads_exactly_by_weight);
	tcase_add_test(tests, wrr_interleaves);
	tcase_add_test(tests, wrr_skips_the_overloaded_and_ends);
	tcase_add_test(tests, lc_counts_an_active_as_256_inactive);
	tcase_add_test(tests, wlc_weighs_load_by_weight);
	tcase_add_test(tests, wlc_does_not_overflow);
	return run_case("sched", tests);
}
