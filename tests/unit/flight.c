// SPDX-License-Identifier: GPL-2.0
/* When probes go, which are under way, and how long they took. */
#include "run.h"

#include "../../ipvsadm/probe/flight.h"
#include "../../ipvsadm/probe/schedule.h"

#define MS 1000000ULL

START_TEST(a_second_answer_is_a_duplicate)
{
	struct flight flight;
	struct flight_probe *probe;

	ck_assert_int_eq(flight_init(&flight, 8), 0);
	flight_send(&flight, 100, 100);
	probe = flight_find(&flight, 1);
	ck_assert_ptr_nonnull(probe);
	ck_assert(flight_end(&flight, probe, FLIGHT_ANSWERED));
	ck_assert(!flight_end(&flight, probe, FLIGHT_ANSWERED));
	ck_assert_uint_eq(flight.underway, 0);
	ck_assert_ptr_null(flight_find(&flight, 2));
	ck_assert_ptr_null(flight_find(&flight, 0));
	flight_exit(&flight);
}
END_TEST

START_TEST(sequence_numbers_wrap)
{
	struct flight flight;
	unsigned int i;

	ck_assert_int_eq(flight_init(&flight, 16), 0);
	for (i = 0; i < 65536 + 3; i++)
		flight_send(&flight, i, i);
	ck_assert_uint_eq(flight_find(&flight, 3)->number, 65536 + 3);
	ck_assert_uint_eq(flight_find(&flight, 65535)->number, 65535);
	/* Too long ago. */
	ck_assert_ptr_null(flight_find(&flight, 65000));
	flight_exit(&flight);
}
END_TEST

START_TEST(a_clock_that_is_set_makes_no_time_but_what_has_passed)
{
	const struct flight_probe probe = { .sent_at = 1000, .clock_at = 70, .stamped_at = 2000 };

	ck_assert_uint_eq(flight_rtt(&probe, 5000, 70 + 5000), 3000);
	ck_assert_uint_eq(flight_rtt(&probe, 500, 70 + 4100), 4100);
	ck_assert_uint_eq(flight_rtt(&probe, 3600000, 70 + 4100), 4100);
}
END_TEST

START_TEST(a_late_probe_does_not_move_those_after_it)
{
	struct schedule schedule = { .interval = 100, .burst = 1, .deadline = SCHEDULE_NEVER };

	schedule_start(&schedule, 1000);
	schedule.tokens_at = 0;
	schedule_sent(&schedule, 1000);
	schedule.tokens_at = 0;
	ck_assert_uint_eq(schedule_due(&schedule), 1100);
	schedule_sent(&schedule, 1150);
	schedule.tokens_at = 0;
	ck_assert_uint_eq(schedule_due(&schedule), 1200);
}
END_TEST

START_TEST(no_run_passes_the_ceiling)
{
	struct schedule schedule = { .burst = 65536, .deadline = SCHEDULE_NEVER };
	uint64_t now = 0;
	unsigned int i;

	schedule_start(&schedule, now);
	for (i = 0; i <= SCHEDULE_CEILING; i++) {
		now = schedule_due(&schedule);
		schedule_sent(&schedule, now);
	}
	ck_assert_uint_ge(now, 1000 * MS);
}
END_TEST

START_TEST(a_run_ends_at_its_limit_and_at_its_deadline)
{
	struct schedule schedule = {
		.interval = 100, .burst = 1, .limit = 1, .deadline = SCHEDULE_NEVER
	};

	schedule_start(&schedule, 0);
	schedule_sent(&schedule, 0);
	ck_assert_uint_eq(schedule_due(&schedule), SCHEDULE_NEVER);
	schedule.limit = 0;
	schedule.deadline = 50;
	ck_assert_uint_eq(schedule_due(&schedule), SCHEDULE_NEVER);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("flight");

	tcase_add_test(tests, a_second_answer_is_a_duplicate);
	tcase_add_test(tests, sequence_numbers_wrap);
	tcase_add_test(tests, a_clock_that_is_set_makes_no_time_but_what_has_passed);
	tcase_add_test(tests, a_late_probe_does_not_move_those_after_it);
	tcase_add_test(tests, no_run_passes_the_ceiling);
	tcase_add_test(tests, a_run_ends_at_its_limit_and_at_its_deadline);
	return run_case("flight", tests);
}
