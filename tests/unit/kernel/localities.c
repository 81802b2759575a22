// SPDX-License-Identifier: GPL-2.0
/* Schedulers that remember addresses: lblc, lblcr. */
#include "servers.h"

#include "../../../kernel/sched/locality.h"

#define EXPIRATION 1000UL
#define REPLICAS   3

static struct lvs_affinity *affinity;
static unsigned long now;

/* Tests of both run twice: with one place for lblc, then with those of lblcr. */
static void remember_none(unsigned int places)
{
	affinity = lvs_affinity_create(places);
	now = -500UL; /* the clock wraps around in the tests */
}

static void forget_all(void)
{
	lvs_affinity_destroy(affinity);
	end();
}

static struct lvs_server *pick(unsigned int number)
{
	union nf_inet_addr addr = { .ip = htonl(0x0a080000 + number) };
	struct lvs_server *server = lvs_locality_pick(affinity, set, &addr, now, EXPIRATION);

	ck_assert(!server || lvs_server_usable(server));
	return server;
}

static unsigned int entries(void)
{
	struct lvs_affinity_entry *entry;
	unsigned int count = 0;
	unsigned int i;

	for (i = 0; i < LVS_AFFINITY_BUCKETS; i++) {
		for (entry = affinity->bucket[i]; entry; entry = entry->next)
			count++;
	}
	ck_assert_uint_eq(count, affinity->count);
	return count;
}

START_TEST(an_address_keeps_its_server)
{
	remember_none(_i ? REPLICAS : 1);
	begin(2, (int[]){ 100, 100 });
	ck_assert_ptr_eq(pick(1), &servers[0]);
	servers[0].active.counter = 50;
	ck_assert_ptr_eq(pick(1), &servers[0]);
	ck_assert_ptr_eq(pick(2), &servers[1]);
	ck_assert_uint_eq(entries(), 2);
}
END_TEST

START_TEST(addresses_spread_by_weight)
{
	struct lvs_server *server;
	unsigned int i;

	remember_none(_i ? REPLICAS : 1);
	begin(4, (int[]){ 5, 3, 0, 2 });
	for (i = 0; i < 10000; i++) {
		server = pick(i);
		note(server);
		server->inactive.counter++;
	}
	ck_assert_int_eq(picks[0], 5000);
	ck_assert_int_eq(picks[1], 3000);
	ck_assert_int_eq(picks[3], 2000);
}
END_TEST

START_TEST(an_address_moves_when_its_server_is_not_usable)
{
	remember_none(_i ? REPLICAS : 1);
	begin(3, (int[]){ 9, 1, 1 });
	ck_assert_ptr_eq(pick(1), &servers[0]);
	servers[0].overloaded = true;
	ck_assert_ptr_eq(pick(1), &servers[1]);
	servers[1].weight = 0;
	ck_assert_ptr_eq(pick(1), &servers[2]);
	servers[2].overloaded = true;
	ck_assert_ptr_null(pick(1));
}
END_TEST

START_TEST(an_address_leaves_a_crowded_server_only_for_one_with_room)
{
	remember_none(_i ? REPLICAS : 1);
	begin(2, (int[]){ 4, 4 });
	ck_assert_ptr_eq(pick(1), &servers[0]);
	servers[0].active.counter = 5;
	servers[1].active.counter = 2;
	ck_assert_ptr_eq(pick(1), &servers[0]);
	servers[1].active.counter = 1;
	ck_assert_ptr_eq(pick(1), &servers[1]);
	servers[0].active.counter = 0;
	/* lblcr has added one, and takes the less loaded of both. */
	ck_assert_ptr_eq(pick(1), &servers[_i ? 0 : 1]);
}
END_TEST

START_TEST(an_address_that_nobody_asks_for_is_forgotten)
{
	unsigned int i;

	remember_none(_i ? REPLICAS : 1);
	begin(2, (int[]){ 10, 10 });
	ck_assert_ptr_eq(pick(1), &servers[0]);
	servers[0].active.counter = 9;
	now += EXPIRATION;
	ck_assert_ptr_eq(pick(1), &servers[0]);
	now += EXPIRATION + 1;
	ck_assert_ptr_eq(pick(1), &servers[1]);
	/* Those who come later clear what is old. */
	for (i = 0; i < 1000; i++)
		pick(100 + i);
	now += EXPIRATION + 1;
	for (i = 0; i < 2 * LVS_AFFINITY_BUCKETS; i++)
		pick(10000 + i);
	ck_assert_uint_eq(entries(), 2 * LVS_AFFINITY_BUCKETS);
}
END_TEST

/* Another CPU has looked at its clock a tick later, and before us at what is remembered. */
START_TEST(a_clock_that_lags_makes_nothing_old)
{
	unsigned int i;

	remember_none(_i ? REPLICAS : 1);
	begin(3, (int[]){ 10, 10, 10 });
	ck_assert_ptr_eq(pick(1), &servers[0]);
	servers[0].active.counter = 11;
	ck_assert_ptr_eq(pick(1), &servers[1]);
	servers[0].active.counter = 9;
	servers[1].active.counter = 8;
	now--;
	ck_assert_ptr_eq(pick(1), &servers[1]);
	/* Who adds others clears none of it either. */
	for (i = 0; i < LVS_AFFINITY_BUCKETS; i++)
		pick(100 + i);
	ck_assert_ptr_eq(pick(1), &servers[1]);
	ck_assert_uint_eq(entries(), LVS_AFFINITY_BUCKETS + 1);
	/* Of both that lblcr has given it, none was taken off. */
	servers[0].active.counter = 0;
	servers[1].active.counter = 0;
	servers[1].inactive.counter = 1;
	ck_assert_ptr_eq(pick(1), &servers[_i ? 0 : 1]);
}
END_TEST

START_TEST(memory_is_bounded_and_the_recent_stay)
{
	unsigned int i;

	remember_none(_i ? REPLICAS : 1);
	begin(2, (int[]){ 10, 10 });
	for (i = 0; i < 4 * LVS_AFFINITY_MAX; i++) {
		pick(i);
		if (i % 100 == 0) {
			now += i % 1000 == 0;
			pick(7);
		}
	}
	ck_assert_uint_le(entries(), LVS_AFFINITY_MAX);
	ck_assert_uint_ge(entries(), LVS_AFFINITY_MAX - LVS_AFFINITY_BUCKETS);
	ck_assert_ptr_nonnull(lvs_affinity_lookup(
		affinity, &(union nf_inet_addr){ .ip = htonl(0x0a080007) }, now, EXPIRATION));
}
END_TEST

/* The picks that still see it must not remember it, or they leave a pointer to freed memory. */
START_TEST(a_server_that_leaves_is_forgotten_and_not_remembered)
{
	struct lvs_affinity_entry *entry;
	unsigned int i, place;

	remember_none(_i ? REPLICAS : 1);
	begin(2, (int[]){ 10, 10 });
	for (i = 0; i < 100; i++)
		pick(i);
	servers[0].leaving = true;
	lvs_affinity_forget(affinity, &servers[0]);
	for (i = 0; i < 200; i++)
		pick(i);
	for (i = 0; i < LVS_AFFINITY_BUCKETS; i++) {
		for (entry = affinity->bucket[i]; entry; entry = entry->next) {
			for (place = 0; place < affinity->places; place++)
				ck_assert_ptr_ne(entry->server[place], &servers[0]);
		}
	}
}
END_TEST

START_TEST(lblcr_adds_a_server_where_the_first_is_crowded)
{
	remember_none(REPLICAS);
	begin(3, (int[]){ 4, 4, 4 });
	ck_assert_ptr_eq(pick(1), &servers[0]);
	servers[0].active.counter = 5;
	ck_assert_ptr_eq(pick(1), &servers[1]);
	servers[1].active.counter = 3;
	servers[0].active.counter = 2;
	/* Both are its own now: the less loaded is taken, though the third is idle. */
	ck_assert_ptr_eq(pick(1), &servers[0]);
}
END_TEST

START_TEST(lblcr_takes_the_most_loaded_off_after_a_while)
{
	remember_none(REPLICAS);
	begin(3, (int[]){ 4, 4, 4 });
	pick(1);
	servers[0].active.counter = 5;
	ck_assert_ptr_eq(pick(1), &servers[1]);
	servers[1].active.counter = 3;
	servers[0].active.counter = 4;
	now += EXPIRATION;
	ck_assert_ptr_eq(pick(1), &servers[1]);
	now += 1;
	ck_assert_ptr_eq(pick(1), &servers[1]);
	servers[0].active.counter = 0;
	servers[1].active.counter = 4;
	/* The first is not its own any more. */
	ck_assert_ptr_eq(pick(1), &servers[1]);
}
END_TEST

START_TEST(lblcr_has_no_more_servers_than_places)
{
	struct lvs_server *server;
	unsigned int i;

	remember_none(REPLICAS);
	begin(8, (int[]){ 4, 4, 4, 4, 4, 4, 4, 4 });
	for (i = 0; i < 8; i++) {
		server = pick(1);
		ck_assert_ptr_nonnull(server);
		server->active.counter = 5;
	}
	ck_assert_uint_eq(entries(), 1);
}
END_TEST

/* Of a hundred addresses in a bucket, few stay in it. */
START_TEST(a_bucket_falls_apart_when_either_word_of_the_key_changes)
{
	union nf_inet_addr addr = {};
	unsigned int stay = 0;
	unsigned int first = 0;

	remember_none(1);
	while (first < 100) {
		addr.all[3]++;
		if (lvs_affinity_hash(affinity, &addr))
			continue;
		first++;
		affinity->key.key[_i] ^= 1;
		stay += !lvs_affinity_hash(affinity, &addr);
		affinity->key.key[_i] ^= 1;
	}
	ck_assert_uint_lt(stay, 5);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("kernel-localities");

	tcase_add_checked_fixture(tests, NULL, forget_all);
	tcase_add_loop_test(tests, an_address_keeps_its_server, 0, 2);
	tcase_add_loop_test(tests, addresses_spread_by_weight, 0, 2);
	tcase_add_loop_test(tests, an_address_moves_when_its_server_is_not_usable, 0, 2);
	tcase_add_loop_test(tests, an_address_leaves_a_crowded_server_only_for_one_with_room, 0, 2);
	tcase_add_loop_test(tests, an_address_that_nobody_asks_for_is_forgotten, 0, 2);
	tcase_add_loop_test(tests, a_clock_that_lags_makes_nothing_old, 0, 2);
	tcase_add_loop_test(tests, memory_is_bounded_and_the_recent_stay, 0, 2);
	tcase_add_loop_test(tests, a_server_that_leaves_is_forgotten_and_not_remembered, 0, 2);
	tcase_add_test(tests, lblcr_adds_a_server_where_the_first_is_crowded);
	tcase_add_test(tests, lblcr_takes_the_most_loaded_off_after_a_while);
	tcase_add_test(tests, lblcr_has_no_more_servers_than_places);
	tcase_add_loop_test(tests, a_bucket_falls_apart_when_either_word_of_the_key_changes, 0, 2);
	return run_case("kernel-localities", tests);
}
