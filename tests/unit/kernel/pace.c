// SPDX-License-Identifier: GPL-2.0
/* The sweep's pace, in a table whose time is simulated millisecond by millisecond. */
#include "../run.h"

#include "../../../kernel/tables/pace.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PARTS 64
#define STEP  500
/* Longer than any pass, timeout and time to adapt. */
#define BEGUN 60000
#define END   120000

/* Entries of a part in order of their birth; those that never expire are but counted. */
struct part {
	unsigned int standing;
	unsigned int oldest;
	unsigned int count;
	unsigned int *born;
};

struct table {
	struct part part[PARTS];
	struct lvs_pace pace;
	unsigned int cursor;
	unsigned long next;
	unsigned long looks;
	unsigned long ended;
};

static void arrive(struct table *table, unsigned int now)
{
	struct part *part = &table->part[random() % PARTS];

	part->born[part->count++] = now;
}

static void step(struct table *table, unsigned int now, unsigned int timeout)
{
	unsigned int parts = PARTS / lvs_pace_shares(&table->pace);
	struct part *part;

	for (; parts; parts--) {
		part = &table->part[table->cursor++ % PARTS];
		table->pace.seen += part->standing + part->count - part->oldest;
		while (part->oldest < part->count && part->born[part->oldest] + timeout <= now) {
			part->oldest++;
			table->pace.expired++;
		}
	}
	table->looks += table->pace.seen;
	table->ended += table->pace.expired;
	lvs_pace_adapt(&table->pace);
	table->next = now + lvs_pace_wait(&table->pace, STEP);
}

static unsigned int entries(const struct table *table)
{
	unsigned int sum = 0;
	unsigned int i;

	for (i = 0; i < PARTS; i++)
		sum += table->part[i].standing + table->part[i].count - table->part[i].oldest;
	return sum;
}

static const struct {
	unsigned int each_ms;
	unsigned int timeout;
	unsigned int standing;
	/* of all that live, how many have expired and are still there */
	double kept;
	/* entries looked at for each that has expired */
	double looks;
} rows[] = {
	{ 20, 1000, 0, 0.20, 17 },
	{ 20, 1000, 100000, 0.20, 17 },
	{ 20, 3000, 0, 0.20, 17 },
	{ 20, 20000, 0, 0.20, 17 },
	{ 1, 1000, 0, 0.20, 17 },
	/* Few end: nothing is searched faster for them than at the slowest pace. */
	{ 1, 1000, 1000000, 0.01, 130 },
};

START_TEST(what_has_expired_is_a_small_part_of_the_table)
{
	unsigned int live = rows[_i].each_ms * rows[_i].timeout + rows[_i].standing;
	struct table table = { .next = STEP };
	double kept = 0;
	unsigned int now, i;

	srandom(1);
	for (i = 0; i < PARTS; i++) {
		table.part[i].standing = rows[_i].standing / PARTS;
		table.part[i].born = malloc(sizeof(int) * rows[_i].each_ms * END);
	}
	for (now = 0; now < END; now++) {
		for (i = 0; i < rows[_i].each_ms; i++)
			arrive(&table, now);
		if (now == BEGUN)
			table.looks = table.ended = 0;
		if (now == table.next)
			step(&table, now, rows[_i].timeout);
		if (now >= BEGUN)
			kept += entries(&table);
	}
	kept = kept / (END - BEGUN) / live - 1;
	printf("# %u a ms for %u ms, %u that stay: %.0f %% more kept, %.1f looks for each\n",
	       rows[_i].each_ms, rows[_i].timeout, rows[_i].standing, 100 * kept,
	       (double)table.looks / table.ended);
	ck_assert_double_le(kept, rows[_i].kept);
	ck_assert_double_le((double)table.looks / table.ended, rows[_i].looks);
	for (i = 0; i < PARTS; i++)
		free(table.part[i].born);
}
END_TEST

START_TEST(a_table_at_rest_is_swept_at_the_slowest_pace)
{
	struct lvs_pace pace = { .level = LVS_PACE_FASTEST };
	unsigned int i;

	for (i = 0; i < LVS_PACE_FASTEST; i++)
		lvs_pace_adapt(&pace);
	ck_assert_uint_eq(pace.level, 0);
	ck_assert_uint_eq(lvs_pace_shares(&pace), LVS_PACE_SHARES);
	ck_assert_uint_eq(lvs_pace_wait(&pace, STEP), STEP);
	lvs_pace_adapt(&pace);
	ck_assert_uint_eq(pace.level, 0);
}
END_TEST

START_TEST(the_fastest_pace_is_bounded)
{
	struct lvs_pace pace = {};
	unsigned int i;

	for (i = 0; i < 100; i++) {
		pace.seen = pace.expired = 1000;
		lvs_pace_adapt(&pace);
	}
	ck_assert_uint_eq(pace.level, LVS_PACE_FASTEST);
	ck_assert_uint_eq(lvs_pace_shares(&pace), 1);
	ck_assert_uint_gt(lvs_pace_wait(&pace, STEP), STEP / 16);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("kernel-pace");

	tcase_add_loop_test(tests, what_has_expired_is_a_small_part_of_the_table, 0,
			    sizeof(rows) / sizeof(*rows));
	tcase_add_test(tests, a_table_at_rest_is_swept_at_the_slowest_pace);
	tcase_add_test(tests, the_fastest_pace_is_bounded);
	return run_case("kernel-pace", tests);
}
