// SPDX-License-Identifier: GPL-2.0
/* Schedulers that go round: rr, wrr. */
#include "servers.h"

#include "../../../kernel/sched/rr_next.h"
#include "../../../kernel/sched/wrr_next.h"

#include <pthread.h>

START_TEST(rr_begins_with_the_first_and_takes_turns)
{
	atomic_t cursor = { -1 };
	int i;

	begin(3, (int[]){ 1, 100, 7 });
	for (i = 0; i < 9; i++)
		ck_assert_int_eq(lvs_rr_next(&cursor, set) - servers, i % 3);
}
END_TEST

/* Directors that begin at once must not herd. */
START_TEST(rr_begins_with_any_server_as_likely)
{
	atomic_t cursor;
	int i;

	srandom(1);
	begin(7, (int[]){ 1, 1, 1, 1, 1, 1, 1 });
	for (i = 0; i < 70000; i++) {
		cursor.counter = random();
		note(lvs_rr_next(&cursor, set));
	}
	check_spread((int[]){ 1, 1, 1, 1, 1, 1, 1 }, 7);
	cursor.counter = INT_MAX;
	note(lvs_rr_next(&cursor, set));
}
END_TEST

START_TEST(rr_gives_the_turn_of_an_unusable_server_to_nobody)
{
	atomic_t cursor = { -1 };
	int i;

	begin(5, (int[]){ 1, 0, 0, 1, 1 });
	servers[4].overloaded = true;
	for (i = 0; i < 1000; i++)
		note(lvs_rr_next(&cursor, set));
	ck_assert_int_eq(picks[0], 500);
	ck_assert_int_eq(picks[3], 500);
}
END_TEST

START_TEST(rr_has_none_where_none_is_usable)
{
	atomic_t cursor = { -1 };

	begin(2, (int[]){ 0, 0 });
	ck_assert_ptr_null(lvs_rr_next(&cursor, set));
	begin(0, NULL);
	ck_assert_ptr_null(lvs_rr_next(&cursor, set));
}
END_TEST

START_TEST(rr_goes_on_where_the_set_has_shrunk)
{
	atomic_t cursor = { 11 };

	begin(2, (int[]){ 1, 1 });
	ck_assert_ptr_eq(lvs_rr_next(&cursor, set), &servers[0]);
	ck_assert_ptr_eq(lvs_rr_next(&cursor, set), &servers[1]);
}
END_TEST

#define THREADS 4
#define TURNS	60000

static atomic_t shared_cursor = { -1 };

static void *rr_turns(void *counts)
{
	struct lvs_server *server;
	long *mine = counts;
	int i;

	for (i = 0; i < TURNS; i++) {
		server = lvs_rr_next(&shared_cursor, set);
		mine[server ? server - servers : SERVERS_MAX]++;
	}
	return NULL;
}

/* Picks of each server by many threads at once; the last is for none. */
static void rr_turns_at_once(long *got)
{
	static long counts[THREADS][SERVERS_MAX + 1];
	pthread_t threads[THREADS];
	int i, j;

	for (i = 0; i < THREADS; i++)
		pthread_create(&threads[i], NULL, rr_turns, counts[i]);
	for (i = 0; i < THREADS; i++) {
		pthread_join(threads[i], NULL);
		for (j = 0; j <= SERVERS_MAX; j++)
			got[j] += counts[i][j];
	}
}

/* Turns that other CPUs take meanwhile must not make a server look unusable. */
START_TEST(rr_finds_the_only_server_on_many_cpus)
{
	long got[SERVERS_MAX + 1] = {};

	begin(2, (int[]){ 1, 0 });
	rr_turns_at_once(got);
	ck_assert_int_eq(got[SERVERS_MAX], 0);
	ck_assert_int_eq(got[0], THREADS * TURNS);
}
END_TEST

START_TEST(rr_is_exact_on_many_cpus)
{
	long got[SERVERS_MAX + 1] = {};

	begin(5, (int[]){ 1, 0, 1, 0, 1 });
	rr_turns_at_once(got);
	ck_assert_int_eq(got[0], THREADS * TURNS / 3);
	ck_assert_int_eq(got[2], THREADS * TURNS / 3);
	ck_assert_int_eq(got[4], THREADS * TURNS / 3);
}
END_TEST

START_TEST(wrr_spreads_random_weights_exactly)
{
	struct lvs_wrr wrr;
	int weights[SERVERS_MAX];
	int count, i, round;
	long total;

	for (round = 0; round < 500; round++) {
		count = 1 + random() % SERVERS_MAX;
		for (i = 0, total = 0; i < count; i++) {
			weights[i] = random() % 4 ? random() % 60 * (1 + round % 3) : 0;
			total += weights[i];
		}
		begin(count, weights);
		wrr = (struct lvs_wrr){ .at = LVS_WRR_START };
		lvs_wrr_measure(&wrr, set);
		for (i = 0; i < total; i++)
			note(lvs_wrr_next(&wrr, set));
		for (i = 0; i < count; i++)
			ck_assert_int_eq(picks[i], weights[i]);
	}
}
END_TEST

START_TEST(wrr_spreads_exactly_over_those_that_are_not_overloaded)
{
	struct lvs_wrr wrr = { .at = LVS_WRR_START };
	int i;

	begin(4, (int[]){ 100, 4, 0, 2 });
	servers[0].overloaded = true;
	lvs_wrr_measure(&wrr, set);
	for (i = 0; i < 6000; i++)
		note(lvs_wrr_next(&wrr, set));
	ck_assert_int_eq(picks[1], 4000);
	ck_assert_int_eq(picks[3], 2000);
}
END_TEST

/* The lock is held meanwhile, in softirq: two thousand million levels are seconds. */
START_TEST(wrr_does_not_walk_levels_that_nobody_has)
{
	struct lvs_wrr wrr = { .at = LVS_WRR_START };
	int i;

	begin(2, (int[]){ INT_MAX, 1 });
	servers[0].overloaded = true;
	lvs_wrr_measure(&wrr, set);
	for (i = 0; i < 1000; i++)
		note(lvs_wrr_next(&wrr, set));
	ck_assert_int_eq(picks[1], 1000);
	servers[1].overloaded = true;
	ck_assert_ptr_null(lvs_wrr_next(&wrr, set));
}
END_TEST

START_TEST(wrr_is_exact_again_one_round_after_a_change)
{
	struct lvs_wrr wrr = { .at = LVS_WRR_START };
	int i;

	begin(3, (int[]){ 5, 3, 2 });
	lvs_wrr_measure(&wrr, set);
	for (i = 0; i < 7; i++)
		lvs_wrr_next(&wrr, set);
	servers[0].weight = 0;
	servers[1].weight = 9;
	servers[2].weight = 3;
	lvs_wrr_measure(&wrr, set);
	for (i = 0; i < 4; i++)
		lvs_wrr_next(&wrr, set);
	for (i = 0; i < 4000; i++)
		note(lvs_wrr_next(&wrr, set));
	ck_assert_int_eq(picks[1], 3000);
	ck_assert_int_eq(picks[2], 1000);
}
END_TEST

START_TEST(wrr_finds_a_server_before_its_weight_was_measured)
{
	struct lvs_wrr wrr = { .at = LVS_WRR_START };

	begin(2, (int[]){ 0, 0 });
	lvs_wrr_measure(&wrr, set);
	servers[1].weight = 3;
	ck_assert_ptr_eq(lvs_wrr_next(&wrr, set), &servers[1]);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("kernel-rounds");

	tcase_add_checked_fixture(tests, NULL, end);
	tcase_add_test(tests, rr_begins_with_the_first_and_takes_turns);
	tcase_add_test(tests, rr_begins_with_any_server_as_likely);
	tcase_add_test(tests, rr_gives_the_turn_of_an_unusable_server_to_nobody);
	tcase_add_test(tests, rr_has_none_where_none_is_usable);
	tcase_add_test(tests, rr_goes_on_where_the_set_has_shrunk);
	tcase_add_test(tests, rr_finds_the_only_server_on_many_cpus);
	tcase_add_test(tests, rr_is_exact_on_many_cpus);
	tcase_add_test(tests, wrr_spreads_random_weights_exactly);
	tcase_add_test(tests, wrr_spreads_exactly_over_those_that_are_not_overloaded);
	tcase_add_test(tests, wrr_does_not_walk_levels_that_nobody_has);
	tcase_add_test(tests, wrr_is_exact_again_one_round_after_a_change);
	tcase_add_test(tests, wrr_finds_a_server_before_its_weight_was_measured);
	return run_case("kernel-rounds", tests);
}
