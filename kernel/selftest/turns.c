// SPDX-License-Identifier: GPL-2.0
#include "../sched/load.h"
#include "../sched/rr_next.h"
#include "../sched/wrr_next.h"
#include "selftest.h"

#include <linux/slab.h>

#define LVS_TURNS_SERVERS 5
#define LVS_TURNS	  3000

/**
 * struct lvs_turns - servers to choose from
 * @servers: they
 * @picks: how often each was chosen
 * @order: of @servers
 * @set: of @servers, as schedulers see it
 */
struct lvs_turns {
	struct lvs_server servers[LVS_TURNS_SERVERS];
	unsigned int picks[LVS_TURNS_SERVERS];
	struct lvs_server *order[LVS_TURNS_SERVERS];
	struct lvs_server_set set;
};

static void lvs_turns_begin(struct lvs_turns *turns, const int *weights)
{
	unsigned int i;

	memset(turns->servers, 0, sizeof(turns->servers));
	memset(turns->picks, 0, sizeof(turns->picks));
	turns->set = (struct lvs_server_set){
		.count = LVS_TURNS_SERVERS,
		.server = turns->order,
	};
	for (i = 0; i < LVS_TURNS_SERVERS; i++) {
		turns->servers[i].weight = weights[i];
		turns->order[i] = &turns->servers[i];
	}
}

static void lvs_turns_note(struct lvs_selftest *test, struct lvs_turns *turns,
			   struct lvs_server *server)
{
	LVS_EXPECT(test, server);
	if (!server)
		return;
	LVS_EXPECT(test, lvs_server_usable(server));
	atomic_inc(&server->active);
	turns->picks[server - turns->servers]++;
}

static void lvs_turns_of_rr(struct lvs_selftest *test, struct lvs_turns *turns)
{
	static const int weights[] = { 1, 0, 7, 1, 0 };
	atomic_t cursor = ATOMIC_INIT(0);
	unsigned int i;

	lvs_turns_begin(turns, weights);
	for (i = 0; i < LVS_TURNS; i++)
		lvs_turns_note(test, turns, lvs_rr_next(&cursor, &turns->set));
	LVS_EXPECT(test, turns->picks[0] == LVS_TURNS / 3);
	LVS_EXPECT(test, turns->picks[2] == LVS_TURNS / 3);
	LVS_EXPECT(test, turns->picks[3] == LVS_TURNS / 3);
}

static void lvs_turns_of_wrr(struct lvs_selftest *test, struct lvs_turns *turns)
{
	static const int weights[] = { 5, 0, 10, 15, INT_MAX };
	struct lvs_wrr wrr = { .at = LVS_WRR_START };
	unsigned int i;

	lvs_turns_begin(turns, weights);
	turns->servers[4].overloaded = true;
	lvs_wrr_measure(&wrr, &turns->set);
	for (i = 0; i < LVS_TURNS; i++)
		lvs_turns_note(test, turns, lvs_wrr_next(&wrr, &turns->set));
	LVS_EXPECT(test, turns->picks[0] == LVS_TURNS / 6);
	LVS_EXPECT(test, turns->picks[2] == LVS_TURNS / 3);
	LVS_EXPECT(test, turns->picks[3] == LVS_TURNS / 2);
}

static void lvs_turns_of_load(struct lvs_selftest *test, struct lvs_turns *turns)
{
	static const int weights[] = { 1, 2, 3, 0, 4 };
	unsigned int i;

	lvs_turns_begin(turns, weights);
	for (i = 0; i < LVS_TURNS; i++)
		lvs_turns_note(test, turns, lvs_load_least_weighted(&turns->set));
	for (i = 0; i < LVS_TURNS_SERVERS; i++)
		LVS_EXPECT(test, turns->picks[i] == LVS_TURNS / 10 * weights[i]);
	lvs_turns_begin(turns, weights);
	for (i = 0; i < LVS_TURNS; i++)
		lvs_turns_note(test, turns, lvs_load_least(&turns->set));
	for (i = 0; i < LVS_TURNS_SERVERS; i++)
		LVS_EXPECT(test, turns->picks[i] == (weights[i] ? LVS_TURNS / 4 : 0));
}

static void lvs_turns_of_none(struct lvs_selftest *test, struct lvs_turns *turns)
{
	static const int weights[LVS_TURNS_SERVERS] = {};
	atomic_t cursor = ATOMIC_INIT(0);
	struct lvs_wrr wrr = { .at = LVS_WRR_START };

	lvs_turns_begin(turns, weights);
	lvs_wrr_measure(&wrr, &turns->set);
	LVS_EXPECT(test, !lvs_rr_next(&cursor, &turns->set));
	LVS_EXPECT(test, !lvs_wrr_next(&wrr, &turns->set));
	LVS_EXPECT(test, !lvs_load_least(&turns->set));
	LVS_EXPECT(test, !lvs_load_least_weighted(&turns->set));
}

/* Each server has exactly its share of turns, and one that may take none has none. */
void lvs_selftest_turns(struct lvs_selftest *test)
{
	struct lvs_turns *turns = kzalloc(sizeof(*turns), GFP_KERNEL);

	LVS_EXPECT(test, turns);
	if (!turns)
		return;
	lvs_turns_of_rr(test, turns);
	lvs_turns_of_wrr(test, turns);
	lvs_turns_of_load(test, turns);
	lvs_turns_of_none(test, turns);
	kfree(turns);
}
