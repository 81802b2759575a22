// SPDX-License-Identifier: GPL-2.0
/* Schedulers that hash addresses: sh, dh, mh. */
#include "servers.h"

#include "../../../kernel/sched/maglev.h"
#include "../../../kernel/sched/slots.h"

#include <stdio.h>

static struct lvs_slots slots;

/* Shares of 256 slots are exact; how clients meet them is random. */
static unsigned int slots_of(const struct lvs_server *server)
{
	unsigned int count = 0;
	unsigned int i;

	for (i = 0; i < LVS_SLOTS_COUNT; i++)
		count += slots.server[i] == server;
	return count;
}

/* A client of a /16 in network order. */
static u32 client_key(unsigned int number)
{
	return 0x0a070000 + number;
}

START_TEST(addresses_fold_to_one_word)
{
	union nf_inet_addr addr = { .ip6 = { htonl(0x01020304), htonl(0x10), htonl(0x100),
					     htonl(0x80000000) } };

	ck_assert_uint_eq(lvs_fold_addr(&addr, AF_INET), 0x01020304);
	ck_assert_uint_eq(lvs_fold_addr(&addr, AF_INET6), 0x81020214);
}
END_TEST

START_TEST(ports_count_where_wanted_and_where_there_are_any)
{
	union nf_inet_addr addr = { .ip = htonl(100) };
	struct lvs_request request = {
		.caddr = &addr, .cport = htons(7), .family = AF_INET, .protocol = IPPROTO_UDP
	};

	ck_assert_uint_eq(lvs_fold_client(&request, false), 100);
	ck_assert_uint_eq(lvs_fold_client(&request, true), 107);
	request.protocol = IPPROTO_ESP;
	ck_assert_uint_eq(lvs_fold_client(&request, true), 100);
}
END_TEST

START_TEST(sh_gives_slots_by_weight)
{
	begin(4, (int[]){ 4, 2, 1, 1 });
	lvs_slots_fill(&slots, set, true);
	ck_assert_uint_eq(slots_of(&servers[0]), 128);
	ck_assert_uint_eq(slots_of(&servers[1]), 64);
	ck_assert_uint_eq(slots_of(&servers[2]), 32);
	ck_assert_uint_eq(slots_of(&servers[3]), 32);
}
END_TEST

START_TEST(sh_spreads_clients_by_weight)
{
	const int shares[] = { 4, 2, 1, 1 };
	int i;

	srandom(6);
	begin(4, shares);
	lvs_slots_fill(&slots, set, true);
	for (i = 0; i < 20000; i++)
		note(lvs_slots_pick(&slots, random() << 1 ^ random()));
	check_spread(shares, 4);
}
END_TEST

START_TEST(sh_leaves_others_alone_when_a_server_is_quiesced)
{
	struct lvs_slots before;
	unsigned int i;

	begin(3, (int[]){ 1, 1, 1 });
	lvs_slots_fill(&before, set, true);
	servers[1].weight = 0;
	lvs_slots_fill(&slots, set, true);
	for (i = 0; i < LVS_SLOTS_COUNT; i++)
		ck_assert_ptr_eq(slots.server[i], before.server[i]);
}
END_TEST

START_TEST(sh_refuses_or_falls_back_where_a_server_is_not_usable)
{
	struct lvs_server *server;
	unsigned int i;
	u32 key;

	begin(4, (int[]){ 2, 0, 1, 1 });
	servers[3].overloaded = true;
	lvs_slots_fill(&slots, set, true);
	for (i = 0; i < 5000; i++) {
		key = client_key(i);
		server = slots.server[lvs_slots_hash(key)];
		note(lvs_slots_pick_any(&slots, key));
		if (lvs_server_usable(server))
			ck_assert_ptr_eq(lvs_slots_pick_any(&slots, key), server);
		else
			ck_assert_ptr_null(lvs_slots_pick(&slots, key));
	}
	servers[0].weight = 0;
	servers[2].overloaded = true;
	ck_assert_ptr_null(lvs_slots_pick_any(&slots, 1));
	begin(0, NULL);
	lvs_slots_fill(&slots, set, true);
	ck_assert_ptr_null(lvs_slots_pick(&slots, 1));
	ck_assert_ptr_null(lvs_slots_pick_any(&slots, 1));
}
END_TEST

START_TEST(dh_spreads_evenly_whatever_the_weights)
{
	int i;

	srandom(7);
	begin(3, (int[]){ 100, 1, 1 });
	lvs_slots_fill(&slots, set, false);
	ck_assert_uint_eq(slots_of(&servers[0]), 86);
	ck_assert_uint_eq(slots_of(&servers[1]), 85);
	ck_assert_uint_eq(slots_of(&servers[2]), 85);
	for (i = 0; i < 20000; i++)
		note(lvs_slots_pick(&slots, random() << 1 ^ random()));
	check_spread((int[]){ 86, 85, 85 }, 3);
	servers[0].weight = 0;
	for (i = 0; i < 100; i++)
		ck_assert_ptr_ne(lvs_slots_pick(&slots, client_key(i)), &servers[0]);
}
END_TEST

/*
 * Maglev tables of many servers: their own arrays.
 */
struct many {
	struct lvs_server *server;
	struct lvs_server **order;
	struct lvs_server_set *set;
	struct lvs_maglev_seat *seats;
	struct lvs_maglev *table;
};

static void many_fill(struct many *many)
{
	u32 size = lvs_maglev_size(many->set->count);

	free(many->table);
	many->table = calloc(1, sizeof(*many->table) + size * sizeof(void *));
	many->table->size = size;
	lvs_maglev_fill(many->table, many->seats, many->set, AF_INET);
}

static void many_begin(struct many *many, unsigned int count)
{
	unsigned int i;

	many->server = calloc(count, sizeof(*many->server));
	many->order = calloc(count, sizeof(*many->order));
	many->set = calloc(1, sizeof(*many->set));
	many->seats = calloc(count, sizeof(*many->seats));
	many->table = NULL;
	many->set->count = count;
	many->set->server = many->order;
	for (i = 0; i < count; i++) {
		many->server[i].addr.ip = htonl(0x0a000000 + i);
		many->server[i].port = htons(80);
		many->server[i].weight = 1;
		many->server[i].last_weight = 1;
		many->order[i] = &many->server[i];
	}
}

static void many_end(struct many *many)
{
	free(many->server);
	free(many->order);
	free(many->set);
	free(many->seats);
	free(many->table);
}

static unsigned int entries_of(const struct many *many, const struct lvs_server *server)
{
	unsigned int count = 0;
	u32 i;

	for (i = 0; i < many->table->size; i++)
		count += many->table->server[i] == server;
	return count;
}

START_TEST(mh_gives_entries_by_weight)
{
	const int weights[] = { 40, 0, 10, 20, 30 };
	struct many many;
	int i;

	many_begin(&many, 5);
	for (i = 0; i < 5; i++)
		many.server[i].weight = many.server[i].last_weight = weights[i];
	many_fill(&many);
	for (i = 0; i < 5; i++)
		ck_assert_int_le(
			abs((int)entries_of(&many, &many.server[i]) - weights[i] * 4093 / 100), 4);
	many_end(&many);
}
END_TEST

START_TEST(mh_keeps_the_entries_of_a_quiesced_server)
{
	struct lvs_maglev *before;
	struct many many;

	many_begin(&many, 7);
	many_fill(&many);
	before = many.table;
	many.table = NULL;
	many.server[3].weight = 0;
	many_fill(&many);
	ck_assert_mem_eq(before->server, many.table->server, before->size * sizeof(void *));
	free(before);
	many_end(&many);
}
END_TEST

START_TEST(mh_spreads_clients_by_weight)
{
	const int shares[] = { 3, 1, 2 };
	struct many many;
	int i;

	srandom(8);
	begin(0, NULL);
	many_begin(&many, 3);
	for (i = 0; i < 3; i++)
		many.server[i].weight = many.server[i].last_weight = shares[i];
	many_fill(&many);
	for (i = 0; i < 60000; i++)
		picks[lvs_maglev_pick(many.table, random() << 1 ^ random()) - many.server]++;
	check_spread(shares, 3);
	many_end(&many);
}
END_TEST

/* Each of them has entries, and nearly as many as any other. */
START_TEST(mh_serves_ten_thousand_servers)
{
	unsigned int counts[10000] = {};
	struct many many;
	unsigned int i;
	u32 entry;

	many_begin(&many, 10000);
	many_fill(&many);
	ck_assert_uint_eq(many.table->size, LVS_MAGLEV_SIZE_MANY);
	for (entry = 0; entry < many.table->size; entry++)
		counts[many.table->server[entry] - many.server]++;
	for (i = 0; i < 10000; i++)
		ck_assert(counts[i] == 13 || counts[i] == 14);
	many_end(&many);
}
END_TEST

START_TEST(mh_fills_its_table_up_to_the_last_server)
{
	struct many many;

	many_begin(&many, LVS_MAGLEV_SIZE);
	many_fill(&many);
	ck_assert_uint_eq(many.table->size, LVS_MAGLEV_SIZE);
	ck_assert_uint_eq(entries_of(&many, &many.server[LVS_MAGLEV_SIZE - 1]), 1);
	many_end(&many);
	ck_assert_uint_eq(lvs_maglev_size(LVS_MAGLEV_SIZE + 1), LVS_MAGLEV_SIZE_MANY);
	ck_assert_uint_eq(lvs_maglev_size(LVS_MAGLEV_SIZE_MANY + 1), 0);
}
END_TEST

START_TEST(mh_has_none_where_no_server_ever_had_a_weight)
{
	struct many many;

	many_begin(&many, 2);
	many.server[0].weight = many.server[0].last_weight = 0;
	many.server[1].weight = many.server[1].last_weight = 0;
	many_fill(&many);
	ck_assert_ptr_null(lvs_maglev_pick(many.table, 1));
	ck_assert_ptr_null(lvs_maglev_pick_any(many.table, many.set, 1));
	many_end(&many);
	many_begin(&many, 0);
	many_fill(&many);
	ck_assert_ptr_null(lvs_maglev_pick_any(many.table, many.set, 1));
	many_end(&many);
}
END_TEST

START_TEST(mh_refuses_or_falls_back_where_a_server_is_not_usable)
{
	struct lvs_server *server;
	struct many many;
	u32 i;

	many_begin(&many, 5);
	many_fill(&many);
	many.server[1].weight = 0;
	many.server[4].overloaded = true;
	for (i = 0; i < 5000; i++) {
		server = many.table->server[hsiphash_1u32(client_key(i), &lvs_maglev_key) % 4093];
		if (lvs_server_usable(server))
			ck_assert_ptr_eq(lvs_maglev_pick_any(many.table, many.set, client_key(i)),
					 server);
		else
			ck_assert_ptr_null(lvs_maglev_pick(many.table, client_key(i)));
		server = lvs_maglev_pick_any(many.table, many.set, client_key(i));
		ck_assert(server && lvs_server_usable(server));
	}
	many_end(&many);
}
END_TEST

START_TEST(mh_leaves_a_server_before_the_table_is_filled_again)
{
	unsigned int left = 0;
	struct lvs_server *server;
	struct many many;
	u32 i;

	many_begin(&many, 10);
	many_fill(&many);
	lvs_maglev_leave(many.table, &many.server[3]);
	many.order[3] = many.order[--many.set->count];
	for (i = 0; i < 5000; i++) {
		server = lvs_maglev_at(many.table, client_key(i));
		ck_assert_ptr_ne(server, &many.server[3]);
		left += !server;
		server = lvs_maglev_pick_any(many.table, many.set, client_key(i));
		ck_assert_ptr_ne(server, &many.server[3]);
		ck_assert_ptr_nonnull(server);
	}
	ck_assert_uint_gt(left, 400);
	ck_assert_uint_lt(left, 600);
	many_end(&many);
}
END_TEST

START_TEST(mh_falls_back_on_the_only_one_of_ten_thousand)
{
	struct many many;
	unsigned int i;

	many_begin(&many, 10000);
	many_fill(&many);
	for (i = 0; i < 10000; i++)
		many.server[i].weight = i == 7777;
	for (i = 0; i < 10; i++)
		ck_assert_ptr_eq(lvs_maglev_pick_any(many.table, many.set, client_key(i)),
				 &many.server[7777]);
	many.server[7777].weight = 0;
	ck_assert_ptr_null(lvs_maglev_pick_any(many.table, many.set, 1));
	many_end(&many);
}
END_TEST

/* Share of all clients that move to another server though theirs has stayed, in per mille. */
static double moved_when_one_goes(unsigned int count, unsigned int gone)
{
	struct lvs_maglev *before;
	unsigned int moved = 0;
	struct many many;
	u32 i;

	many_begin(&many, count);
	many_fill(&many);
	before = many.table;
	many.table = NULL;
	memmove(&many.order[gone], &many.order[gone + 1], (count - gone - 1) * sizeof(void *));
	many.set->count--;
	many_fill(&many);
	for (i = 0; i < before->size; i++) {
		if (before->server[i] != &many.server[gone])
			moved += before->server[i] != many.table->server[i];
	}
	i = before->size;
	free(before);
	many_end(&many);
	return 1000.0 * moved / i;
}

/* Beside the clients of the server that has gone, whose number nobody can help. */
START_TEST(mh_moves_few_clients_when_one_server_goes)
{
	static const struct {
		unsigned int servers;
		double at_most;
	} rows[] = { { 3, 5 }, { 10, 25 }, { 100, 50 }, { 1000, 15 }, { 10000, 5 } };
	double mean = 0;
	unsigned int i;

	for (i = 0; i < 8; i++)
		mean += moved_when_one_goes(rows[_i].servers, i * rows[_i].servers / 8) / 8;
	printf("# one of %u servers goes: %.1f of 1000 clients of the others move\n",
	       rows[_i].servers, mean);
	ck_assert_double_le(mean, rows[_i].at_most);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("kernel-hashes");

	tcase_add_checked_fixture(tests, NULL, end);
	tcase_add_test(tests, addresses_fold_to_one_word);
	tcase_add_test(tests, ports_count_where_wanted_and_where_there_are_any);
	tcase_add_test(tests, sh_gives_slots_by_weight);
	tcase_add_test(tests, sh_spreads_clients_by_weight);
	tcase_add_test(tests, sh_leaves_others_alone_when_a_server_is_quiesced);
	tcase_add_test(tests, sh_refuses_or_falls_back_where_a_server_is_not_usable);
	tcase_add_test(tests, dh_spreads_evenly_whatever_the_weights);
	tcase_add_test(tests, mh_gives_entries_by_weight);
	tcase_add_test(tests, mh_keeps_the_entries_of_a_quiesced_server);
	tcase_add_test(tests, mh_spreads_clients_by_weight);
	tcase_add_test(tests, mh_serves_ten_thousand_servers);
	tcase_add_test(tests, mh_fills_its_table_up_to_the_last_server);
	tcase_add_test(tests, mh_has_none_where_no_server_ever_had_a_weight);
	tcase_add_test(tests, mh_refuses_or_falls_back_where_a_server_is_not_usable);
	tcase_add_test(tests, mh_leaves_a_server_before_the_table_is_filled_again);
	tcase_add_test(tests, mh_falls_back_on_the_only_one_of_ten_thousand);
	tcase_add_loop_test(tests, mh_moves_few_clients_when_one_server_goes, 0, 5);
	return run_case("kernel-hashes", tests);
}
