// SPDX-License-Identifier: GPL-2.0
/* Verdicts on real servers. */
#include "run.h"

#include "../../ipvsadm/probe/health.h"

#define MS 1000000ULL

START_TEST(an_open_port_is_ok_whatever_its_host_says)
{
	struct health_signs signs = { .port = HEALTH_ANSWER, .typical = MS };
	enum health_answer host;

	for (host = HEALTH_NOT_ASKED; host <= HEALTH_ANSWER; host++) {
		signs.host = host;
		ck_assert_int_eq(health_judge(&signs, MS), HEALTH_OK);
	}
}
END_TEST

START_TEST(a_silent_port_is_told_from_a_dead_host)
{
	struct health_signs signs = { .host = HEALTH_ANSWER, .port = HEALTH_NOTHING };

	ck_assert_int_eq(health_judge(&signs, 0), HEALTH_SILENT);
	signs.silent_port_is_fine = true;
	ck_assert_int_eq(health_judge(&signs, 0), HEALTH_QUIET);
	signs.host = HEALTH_NOTHING;
	ck_assert_int_eq(health_judge(&signs, 0), HEALTH_DOWN);
	signs.port = HEALTH_ERROR;
	ck_assert_int_eq(health_judge(&signs, 0), HEALTH_UNREACHABLE);
}
END_TEST

START_TEST(a_closed_port_is_refused_however_it_was_asked)
{
	struct health_signs signs = { .host = HEALTH_ANSWER, .port = HEALTH_CLOSED };

	signs.silent_port_is_fine = true;
	ck_assert_int_eq(health_judge(&signs, 0), HEALTH_REFUSED);
}
END_TEST

START_TEST(without_a_port_the_host_decides)
{
	struct health_signs signs = { .host = HEALTH_ANSWER, .port = HEALTH_NOT_ASKED };

	ck_assert_int_eq(health_judge(&signs, 0), HEALTH_OK);
	signs.host = HEALTH_NOTHING;
	ck_assert_int_eq(health_judge(&signs, 0), HEALTH_DOWN);
}
END_TEST

START_TEST(slow_is_far_off_the_usual_by_share_and_by_time)
{
	struct health_signs signs = { .port = HEALTH_ANSWER, .typical = 4 * MS };

	ck_assert_int_eq(health_judge(&signs, MS), HEALTH_SLOW);
	ck_assert_int_eq(health_judge(&signs, 2 * MS), HEALTH_OK);
	ck_assert_int_eq(health_judge(&signs, 0), HEALTH_OK);
	signs.typical = MS / 2;
	ck_assert_int_eq(health_judge(&signs, MS / 100), HEALTH_OK);
}
END_TEST

START_TEST(only_who_answers_or_may_be_silent_is_usable)
{
	enum health health;

	for (health = HEALTH_DOWN; health <= HEALTH_OK; health++)
		ck_assert_int_eq(health_is_usable(health), health >= HEALTH_LOSSY);
}
END_TEST

START_TEST(usual_is_the_middle_of_those_that_answered)
{
	uint64_t odd[] = { 9, 0, 1, 3, 0 };
	uint64_t none[] = { 0, 0 };

	ck_assert_uint_eq(health_usual(odd, 5), 3);
	ck_assert_uint_eq(health_usual(none, 2), 0);
	ck_assert_uint_eq(health_usual(none, 0), 0);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("health");

	tcase_add_test(tests, an_open_port_is_ok_whatever_its_host_says);
	tcase_add_test(tests, a_silent_port_is_told_from_a_dead_host);
	tcase_add_test(tests, a_closed_port_is_refused_however_it_was_asked);
	tcase_add_test(tests, without_a_port_the_host_decides);
	tcase_add_test(tests, slow_is_far_off_the_usual_by_share_and_by_time);
	tcase_add_test(tests, only_who_answers_or_may_be_silent_is_usable);
	tcase_add_test(tests, usual_is_the_middle_of_those_that_answered);
	return run_case("health", tests);
}
