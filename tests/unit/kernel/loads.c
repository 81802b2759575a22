// SPDX-License-Identifier: GPL-2.0
/* Schedulers that look at loads and weights: lc, wlc, sed, nq, fo, ovf, twos. */
#include "servers.h"

#include "../../../kernel/sched/delay.h"
#include "../../../kernel/sched/heaviest.h"
#include "../../../kernel/sched/load.h"
#include "../../../kernel/sched/twos_choose.h"

START_TEST(lc_takes_the_first_of_equals)
{
	begin(3, (int[]){ 0, 1, 50 });
	ck_assert_ptr_eq(lvs_load_least(set), &servers[1]);
	servers[1].overloaded = true;
	ck_assert_ptr_eq(lvs_load_least(set), &servers[2]);
	servers[2].weight = 0;
	ck_assert_ptr_null(lvs_load_least(set));
}
END_TEST

START_TEST(lc_counts_an_active_as_256_inactive)
{
	begin(4, (int[]){ 1, 9, 1, 0 });
	servers[0].active.counter = 1;
	servers[1].inactive.counter = 255;
	servers[2].inactive.counter = 256;
	ck_assert_ptr_eq(lvs_load_least(set), &servers[1]);
}
END_TEST

START_TEST(wlc_weighs_load_by_weight)
{
	begin(4, (int[]){ 1, 4, 2, 0 });
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
	begin(4, (int[]){ INT32_MAX, 1, 0, 0 });
	servers[0].active.counter = INT32_MAX;
	servers[1].active.counter = 2;
	ck_assert_ptr_eq(lvs_load_least_weighted(set), &servers[0]);
}
END_TEST

START_TEST(wlc_has_none_where_none_is_usable)
{
	begin(2, (int[]){ 0, 4 });
	servers[1].overloaded = true;
	ck_assert_ptr_null(lvs_load_least_weighted(set));
}
END_TEST

START_TEST(sed_counts_the_new_connection)
{
	begin(3, (int[]){ 1, 2, 3 });
	servers[1].active.counter = 1;
	servers[2].active.counter = 3;
	/* 1/1, 2/2, 4/3: the first of equals */
	ck_assert_ptr_eq(lvs_delay_shortest(set), &servers[0]);
	servers[0].active.counter = 1;
	ck_assert_ptr_eq(lvs_delay_shortest(set), &servers[1]);
	servers[1].active.counter = 2;
	servers[1].inactive.counter = 10000;
	servers[2].active.counter = 4;
	/* 2/1, 3/2, 5/3: inactive ones delay nobody */
	ck_assert_ptr_eq(lvs_delay_shortest(set), &servers[1]);
}
END_TEST

START_TEST(sed_does_not_overflow)
{
	begin(2, (int[]){ 1, INT_MAX });
	servers[0].active.counter = 1;
	servers[1].active.counter = INT_MAX;
	ck_assert_ptr_eq(lvs_delay_shortest(set), &servers[1]);
}
END_TEST

START_TEST(nq_has_the_first_idle_server_that_is_usable)
{
	begin(5, (int[]){ 100, 0, 1, 1, 50 });
	servers[0].active.counter = 1;
	servers[2].overloaded = true;
	ck_assert_ptr_eq(lvs_delay_none_or_shortest(set), &servers[3]);
	servers[3].active.counter = 1;
	servers[4].active.counter = 50;
	/* 2/100 is less than 2/1 and 51/50. */
	ck_assert_ptr_eq(lvs_delay_none_or_shortest(set), &servers[0]);
}
END_TEST

START_TEST(fo_takes_the_heaviest_usable_whatever_its_load)
{
	begin(5, (int[]){ 3, 7, 7, 0, 9 });
	servers[4].overloaded = true;
	servers[1].active.counter = 100000;
	ck_assert_ptr_eq(lvs_heaviest(set), &servers[1]);
	servers[4].overloaded = false;
	ck_assert_ptr_eq(lvs_heaviest(set), &servers[4]);
}
END_TEST

START_TEST(ovf_flows_over_once_a_server_has_more_than_its_weight)
{
	begin(4, (int[]){ 2, 5, 0, 9 });
	servers[3].overloaded = true;
	servers[1].active.counter = 5;
	ck_assert_ptr_eq(lvs_heaviest_with_room(set), &servers[1]);
	servers[1].active.counter = 6;
	ck_assert_ptr_eq(lvs_heaviest_with_room(set), &servers[0]);
	servers[0].active.counter = 3;
	ck_assert_ptr_null(lvs_heaviest_with_room(set));
}
END_TEST

START_TEST(ovf_fills_servers_by_weight)
{
	struct lvs_server *server;
	int i;

	begin(3, (int[]){ 10, 40, 20 });
	for (i = 0; i < 73; i++) {
		server = lvs_heaviest_with_room(set);
		note(server);
		server->active.counter++;
	}
	ck_assert_int_eq(picks[1], 41);
	ck_assert_int_eq(picks[2], 21);
	ck_assert_int_eq(picks[0], 11);
	ck_assert_ptr_null(lvs_heaviest_with_room(set));
}
END_TEST

static u32 draw(void)
{
	return (u32)random() << 16 ^ (u32)random();
}

START_TEST(twos_draws_by_weight)
{
	const int shares[] = { 5, 0, 1, 3, 0, 100 };
	int i;

	srandom(2);
	begin(6, (int[]){ 5, 0, 1, 3, 7, 100 });
	servers[4].overloaded = true;
	for (i = 0; i < 100000; i++)
		note(lvs_twos_choose(set, draw(), draw()));
	check_spread(shares, 6);
}
END_TEST

START_TEST(twos_draws_the_heaviest_weights_as_well)
{
	const int shares[] = { 2, 1, 1 };
	int i;

	srandom(3);
	begin(3, (int[]){ INT_MAX, INT_MAX / 2, INT_MAX / 2 });
	for (i = 0; i < 100000; i++)
		note(lvs_twos_choose(set, draw(), draw()));
	check_spread(shares, 3);
	note(lvs_twos_choose(set, UINT_MAX, 0));
	note(lvs_twos_choose(set, UINT_MAX, UINT_MAX));
}
END_TEST

START_TEST(twos_takes_the_less_loaded_for_its_weight)
{
	begin(2, (int[]){ 1, 3 });
	servers[0].active.counter = 1;
	servers[1].active.counter = 2;
	/* The lower quarter of the numbers is the first server's. */
	ck_assert_ptr_eq(lvs_twos_choose(set, 0, UINT_MAX), &servers[1]);
	ck_assert_ptr_eq(lvs_twos_choose(set, UINT_MAX, 0), &servers[1]);
	servers[1].active.counter = 4;
	ck_assert_ptr_eq(lvs_twos_choose(set, 0, UINT_MAX), &servers[0]);
	ck_assert_ptr_eq(lvs_twos_choose(set, UINT_MAX, UINT_MAX), &servers[1]);
}
END_TEST

START_TEST(twos_takes_the_first_drawn_of_equals)
{
	begin(2, (int[]){ 1, 1 });
	ck_assert_ptr_eq(lvs_twos_choose(set, 0, UINT_MAX), &servers[0]);
	ck_assert_ptr_eq(lvs_twos_choose(set, UINT_MAX, 0), &servers[1]);
}
END_TEST

START_TEST(twos_evens_out_held_connections)
{
	struct lvs_server *server;
	int i;

	srandom(4);
	begin(4, (int[]){ 4, 2, 1, 1 });
	for (i = 0; i < 80000; i++) {
		server = lvs_twos_choose(set, draw(), draw());
		note(server);
		server->active.counter++;
	}
	/* Plain draws would be off by hundreds; two choices keep within a few. */
	ck_assert_int_le(labs(picks[0] - 40000), 40);
	ck_assert_int_le(labs(picks[1] - 20000), 40);
	ck_assert_int_le(labs(picks[2] - 10000), 40);
}
END_TEST

typedef struct lvs_server *(*choice)(const struct lvs_server_set *servers);

static struct lvs_server *choose_twos(const struct lvs_server_set *servers)
{
	return lvs_twos_choose(servers, draw(), draw());
}

static const struct {
	choice choose;
	int shares[5];
} spreads[] = {
	{ lvs_load_least, { 1, 1, 0, 1, 0 } },
	{ lvs_load_least_weighted, { 5, 3, 0, 2, 0 } },
	{ lvs_delay_shortest, { 5, 3, 0, 2, 0 } },
	{ lvs_delay_none_or_shortest, { 5, 3, 0, 2, 0 } },
};

/* Who goes by load makes up at once for what is not even: no spread is off by more than one. */
START_TEST(held_connections_spread_by_weight_alone)
{
	const int *shares = spreads[_i].shares;
	struct lvs_server *server;
	int sum = 0;
	int i;

	begin(5, (int[]){ 5, 3, 0, 2, 9 });
	servers[4].overloaded = true;
	for (i = 0; i < 5; i++)
		sum += shares[i];
	for (i = 0; i < 6000; i++) {
		server = spreads[_i].choose(set);
		note(server);
		server->active.counter++;
	}
	for (i = 0; i < 5; i++)
		ck_assert_int_le(labs(picks[i] - 6000 / sum * shares[i]), 1);
}
END_TEST

static const choice choices[] = {
	lvs_load_least,	    lvs_load_least_weighted,
	lvs_delay_shortest, lvs_delay_none_or_shortest,
	lvs_heaviest,	    choose_twos,
};

/* More than that, and there may be groups. */
#define FEW 16

/* Random servers in random states: a choice is usable, and there is one if any is. */
START_TEST(all_choose_a_usable_server_exactly_where_there_is_one)
{
	int weights[FEW];
	unsigned int count, i, round;
	struct lvs_server *server;
	bool any;

	srandom(5);
	for (round = 0; round < 20000; round++) {
		count = random() % FEW;
		for (i = 0; i < count; i++)
			weights[i] = random() % 3 ? 0 : random() % 100;
		begin(count, weights);
		for (i = 0, any = false; i < count; i++) {
			servers[i].overloaded = random() % 2;
			servers[i].active.counter = random() % 50;
			servers[i].inactive.counter = random() % 50;
			any |= lvs_server_usable(&servers[i]);
		}
		server = choices[_i](set);
		ck_assert_int_eq(!!server, any);
		ck_assert(!server || lvs_server_usable(server));
		server = lvs_heaviest_with_room(set);
		ck_assert(!server || lvs_server_usable(server));
	}
}
END_TEST

#define GROUPS ((SERVERS_MAX + LVS_SERVER_GROUP - 1) / LVS_SERVER_GROUP)
#define SLOTS  (GROUPS * LVS_SERVER_GROUP)
#define FIRST  (SLOTS - SERVERS_MAX)

/* The servers of the set in groups, at each of which somebody has yet to look. */
static struct lvs_server_set *group(void)
{
	struct lvs_server_set *grouped = malloc(sizeof(*set));
	struct lvs_server_groups *groups;
	unsigned int i;

	groups = malloc(sizeof(*groups) + GROUPS * sizeof(*groups->least));
	*grouped = *set;
	grouped->groups = groups;
	spin_lock_init(&groups->refresh);
	groups->first = FIRST;
	groups->slots = SLOTS;
	groups->server = calloc(SLOTS, sizeof(*groups->server));
	groups->stale = malloc(GROUPS * sizeof(bool));
	for (i = 0; i < SERVERS_MAX; i++)
		groups->server[FIRST + i] = &servers[i];
	for (i = 0; i < GROUPS; i++) {
		groups->stale[i] = true;
		groups->least[i] = groups->server[(i + 1) * LVS_SERVER_GROUP - 1];
	}
	return grouped;
}

static void ungroup(struct lvs_server_set *grouped)
{
	free(grouped->groups->stale);
	free(grouped->groups->server);
	free(grouped->groups);
	free(grouped);
}

/* Something of a random server's changes, and its group becomes stale. */
static void change_one(const struct lvs_server_set *grouped)
{
	unsigned int i = random() % SERVERS_MAX;
	int kind = random() % 8;

	if (kind < 3)
		servers[i].active.counter = random() % 20;
	else if (kind < 6)
		servers[i].inactive.counter = random() % 20;
	else if (kind < 7)
		servers[i].weight = random() % 5;
	else
		servers[i].overloaded = random() % 2;
	grouped->groups->stale[(FIRST + i) / LVS_SERVER_GROUP] = true;
}

static const choice grouped_choices[] = {
	lvs_load_least,
	lvs_load_least_weighted,
	lvs_delay_shortest,
	lvs_delay_none_or_shortest,
};

/* Few and idle servers make many equals, of which it is the first. */
START_TEST(groups_change_no_choice)
{
	struct lvs_server_set *grouped;
	int weights[SERVERS_MAX];
	int i;

	srandom(6);
	for (i = 0; i < SERVERS_MAX; i++)
		weights[i] = random() % 5;
	begin(SERVERS_MAX, weights);
	grouped = group();
	for (i = 0; i < 20000; i++) {
		ck_assert_ptr_eq(grouped_choices[_i](grouped), grouped_choices[_i](set));
		if (random() % 2)
			change_one(grouped);
	}
	ungroup(grouped);
}
END_TEST

static void begin_alike(void)
{
	int weights[SERVERS_MAX];
	int i;

	for (i = 0; i < SERVERS_MAX; i++)
		weights[i] = 1;
	begin(SERVERS_MAX, weights);
}

START_TEST(only_stale_groups_are_looked_at)
{
	struct lvs_server_set *grouped;
	int i;

	begin_alike();
	for (i = 0; i < SERVERS_MAX; i++)
		servers[i].active.counter = 2;
	grouped = group();
	ck_assert_ptr_eq(lvs_load_least(grouped), &servers[0]);
	servers[200].active.counter = 1;
	ck_assert_ptr_eq(lvs_load_least(grouped), &servers[0]);
	grouped->groups->stale[(FIRST + 200) / LVS_SERVER_GROUP] = true;
	ck_assert_ptr_eq(lvs_load_least(grouped), &servers[200]);
	ungroup(grouped);
}
END_TEST

/* Its set shares the groups of the one before, which picks still look at. */
START_TEST(one_that_comes_is_found)
{
	struct lvs_server_set *grouped;
	int i;

	begin_alike();
	for (i = 1; i < SERVERS_MAX; i++)
		servers[i].active.counter = 1;
	grouped = group();
	grouped->groups->first++;
	ck_assert_ptr_eq(lvs_load_least(grouped), &servers[1]);
	grouped->groups->first--;
	grouped->groups->stale[0] = true;
	ck_assert_ptr_eq(lvs_load_least(grouped), &servers[0]);
	ungroup(grouped);
}
END_TEST

/* Another CPU is looking: what it has not found yet may be the only one. */
START_TEST(a_pick_beside_another_one_still_has_a_usable_server)
{
	int weights[SERVERS_MAX] = { 0 };
	struct lvs_server_set *grouped;

	weights[250] = 1;
	begin(SERVERS_MAX, weights);
	grouped = group();
	spin_lock(&grouped->groups->refresh);
	ck_assert_ptr_eq(lvs_load_least_weighted(grouped), &servers[250]);
	spin_unlock(&grouped->groups->refresh);
	servers[250].overloaded = true;
	ck_assert_ptr_null(lvs_load_least_weighted(grouped));
	ungroup(grouped);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("kernel-loads");

	tcase_add_checked_fixture(tests, NULL, end);
	tcase_add_test(tests, lc_takes_the_first_of_equals);
	tcase_add_test(tests, lc_counts_an_active_as_256_inactive);
	tcase_add_test(tests, wlc_weighs_load_by_weight);
	tcase_add_test(tests, wlc_does_not_overflow);
	tcase_add_test(tests, wlc_has_none_where_none_is_usable);
	tcase_add_test(tests, sed_counts_the_new_connection);
	tcase_add_test(tests, sed_does_not_overflow);
	tcase_add_test(tests, nq_has_the_first_idle_server_that_is_usable);
	tcase_add_test(tests, fo_takes_the_heaviest_usable_whatever_its_load);
	tcase_add_test(tests, ovf_flows_over_once_a_server_has_more_than_its_weight);
	tcase_add_test(tests, ovf_fills_servers_by_weight);
	tcase_add_test(tests, twos_draws_by_weight);
	tcase_add_test(tests, twos_draws_the_heaviest_weights_as_well);
	tcase_add_test(tests, twos_takes_the_less_loaded_for_its_weight);
	tcase_add_test(tests, twos_takes_the_first_drawn_of_equals);
	tcase_add_test(tests, twos_evens_out_held_connections);
	tcase_add_loop_test(tests, held_connections_spread_by_weight_alone, 0,
			    sizeof(spreads) / sizeof(spreads[0]));
	tcase_add_loop_test(tests, all_choose_a_usable_server_exactly_where_there_is_one, 0,
			    sizeof(choices) / sizeof(choices[0]));
	tcase_add_loop_test(tests, groups_change_no_choice, 0,
			    sizeof(grouped_choices) / sizeof(grouped_choices[0]));
	tcase_add_test(tests, only_stale_groups_are_looked_at);
	tcase_add_test(tests, one_that_comes_is_found);
	tcase_add_test(tests, a_pick_beside_another_one_still_has_a_usable_server);
	return run_case("kernel-loads", tests);
}
