// SPDX-License-Identifier: GPL-2.0
/*
 * LOCKING
 *  guards    one process changes the table; readers have RCU alone.
 *  lifetime  flows outlive the table, which outlives the readers.
 */
#include "../tables/flow_table.h"
#include "selftest.h"

#include <linux/kthread.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/slab.h>

/* Chains of the smallest table are as long as they ever get. */
#define LVS_FLOWS	  (2 * LVS_FLOW_BUCKETS_MIN)
#define LVS_FLOWS_READERS 2
#define LVS_FLOWS_STRIDE  lvs_flow_size(AF_INET6)

/**
 * struct lvs_flows - a table and what is in it
 * @table: under test
 * @memory: room of the flows, LVS_FLOWS_STRIDE each
 * @missed: lookups of published flows that found none or another
 * @looked: lookups while the table changed its size
 */
struct lvs_flows {
	struct lvs_flow_table table;
	void *memory;
	atomic_t missed;
	atomic_t looked;
};

static struct lvs_flow *lvs_flows_at(const struct lvs_flows *flows, unsigned int i)
{
	return flows->memory + i * LVS_FLOWS_STRIDE;
}

/* Every other one is IPv6; keys differ in one bit often. */
static void lvs_flows_fill(struct lvs_flow *flow, unsigned int i)
{
	flow->family = i % 2 ? AF_INET6 : AF_INET;
	flow->protocol = IPPROTO_TCP;
	flow->sport = htons(i);
	flow->dport = htons(80);
	flow->addr[lvs_addr_words(flow->family)] = htonl(0x0a000001);
}

static void lvs_flows_packet(struct lvs_packet *packet, const struct lvs_flow *flow)
{
	memset(packet, 0, sizeof(*packet));
	packet->family = flow->family;
	packet->protocol = flow->protocol;
	packet->sport = flow->sport;
	packet->dport = flow->dport;
	lvs_addr_set(&packet->saddr, lvs_flow_addr(flow, LVS_FLOW_SADDR), flow->family);
	lvs_addr_set(&packet->daddr, lvs_flow_addr(flow, LVS_FLOW_DADDR), flow->family);
}

static struct lvs_flow *lvs_flows_lookup(struct lvs_flows *flows, unsigned int i)
{
	struct lvs_packet packet;
	struct lvs_flow *flow;

	lvs_flows_packet(&packet, lvs_flows_at(flows, i));
	rcu_read_lock();
	flow = lvs_flow_table_lookup(&flows->table, &packet);
	rcu_read_unlock();
	return flow;
}

/* The lower half of the flows stays: a reader finds each of them whenever it looks. */
static int lvs_flows_read(void *data)
{
	struct lvs_flows *flows = data;
	unsigned int i = 0;

	while (!kthread_should_stop()) {
		if (lvs_flows_lookup(flows, i) != lvs_flows_at(flows, i))
			atomic_inc(&flows->missed);
		atomic_inc(&flows->looked);
		i = (i + 1) % (LVS_FLOWS / 2);
		cond_resched();
	}
	return 0;
}

static void lvs_flows_publish(struct lvs_selftest *test, struct lvs_flows *flows,
			      unsigned int first, unsigned int last)
{
	unsigned int i;

	for (i = first; i < last; i += 2) {
		rcu_read_lock();
		LVS_EXPECT(test, !lvs_flow_table_add(&flows->table, lvs_flows_at(flows, i),
						     lvs_flows_at(flows, i + 1)));
		rcu_read_unlock();
	}
}

static void lvs_flows_withdraw(struct lvs_flows *flows, unsigned int first, unsigned int last)
{
	unsigned int i;

	for (i = first; i < last; i += 2) {
		rcu_read_lock();
		lvs_flow_table_del(&flows->table, lvs_flows_at(flows, i),
				   lvs_flows_at(flows, i + 1));
		rcu_read_unlock();
	}
	synchronize_rcu();
	for (i = first; i < last; i++)
		lvs_flows_at(flows, i)->dead = 0;
}

static void lvs_flows_resize(struct lvs_selftest *test, struct lvs_flows *flows)
{
	static const unsigned int sizes[] = { 2, 4, 1, 2, 1 };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		lvs_flows_publish(test, flows, LVS_FLOWS / 2, LVS_FLOWS);
		LVS_EXPECT(test,
			   !lvs_flow_table_resize(&flows->table, sizes[i] * LVS_FLOW_BUCKETS_MIN));
		LVS_EXPECT(test,
			   lvs_flow_table_size(&flows->table) == sizes[i] * LVS_FLOW_BUCKETS_MIN);
		lvs_flows_withdraw(flows, LVS_FLOWS / 2, LVS_FLOWS);
	}
}

static void lvs_flows_resize_under_readers(struct lvs_selftest *test, struct lvs_flows *flows)
{
	struct task_struct *readers[LVS_FLOWS_READERS];
	unsigned int i;

	for (i = 0; i < LVS_FLOWS_READERS; i++) {
		readers[i] = kthread_run(lvs_flows_read, flows, "lvs_selftest/%u", i);
		LVS_EXPECT(test, !IS_ERR(readers[i]));
	}
	lvs_flows_resize(test, flows);
	for (i = 0; i < LVS_FLOWS_READERS; i++) {
		if (!IS_ERR(readers[i]))
			kthread_stop(readers[i]);
	}
	LVS_EXPECT(test, atomic_read(&flows->looked) > 0);
	LVS_EXPECT(test, atomic_read(&flows->missed) == 0);
}

static int lvs_flows_count(struct lvs_flow *flow, void *data)
{
	unsigned int *count = data;

	++*count;
	return 0;
}

static unsigned int lvs_flows_walk(struct lvs_flows *flows, unsigned int part, unsigned int end)
{
	unsigned int count = 0;

	rcu_read_lock();
	for (; part < end; part++)
		lvs_flow_table_walk(&flows->table, part, lvs_flows_count, &count);
	rcu_read_unlock();
	return count;
}

/* A walk meets each flow once, although the table grows and shrinks under it. */
static void lvs_flows_walk_all(struct lvs_selftest *test, struct lvs_flows *flows)
{
	const unsigned int step = LVS_FLOW_PARTS / 4;
	unsigned int count = lvs_flows_walk(flows, 0, step);

	LVS_EXPECT(test, !lvs_flow_table_resize(&flows->table, 4 * LVS_FLOW_BUCKETS_MIN));
	count += lvs_flows_walk(flows, step, 2 * step);
	LVS_EXPECT(test, !lvs_flow_table_resize(&flows->table, LVS_FLOW_BUCKETS_MIN));
	count += lvs_flows_walk(flows, 2 * step, LVS_FLOW_PARTS);
	LVS_EXPECT(test, count == LVS_FLOWS / 2);
}

/* A key that is taken names who has it. */
static void lvs_flows_clash(struct lvs_selftest *test, struct lvs_flows *flows)
{
	rcu_read_lock();
	LVS_EXPECT(test, lvs_flow_table_add(&flows->table, lvs_flows_at(flows, LVS_FLOWS), NULL) ==
				 lvs_flows_at(flows, 0));
	rcu_read_unlock();
}

static void lvs_flows_test(struct lvs_selftest *test, struct lvs_flows *flows)
{
	unsigned int i;

	/* One more, which has the key of the first. */
	for (i = 0; i <= LVS_FLOWS; i++)
		lvs_flows_fill(lvs_flows_at(flows, i), i % LVS_FLOWS);
	LVS_EXPECT(test, !lvs_flows_lookup(flows, 0));
	lvs_flows_publish(test, flows, 0, LVS_FLOWS / 2);
	lvs_flows_resize_under_readers(test, flows);
	lvs_flows_walk_all(test, flows);
	lvs_flows_clash(test, flows);
	lvs_flows_withdraw(flows, 0, LVS_FLOWS / 2);
	for (i = 0; i < LVS_FLOWS; i++)
		LVS_EXPECT(test, !lvs_flows_lookup(flows, i));
}

/* No lookup misses a flow that is there, whatever the table does meanwhile. */
void lvs_selftest_flows(struct lvs_selftest *test)
{
	struct lvs_flows *flows = kvzalloc(sizeof(*flows), GFP_KERNEL);
	bool ready;

	LVS_EXPECT(test, flows);
	if (!flows)
		return;
	flows->memory = kvcalloc(LVS_FLOWS + 1, LVS_FLOWS_STRIDE, GFP_KERNEL);
	ready = flows->memory && !lvs_flow_table_init(&flows->table);
	LVS_EXPECT(test, ready);
	if (ready) {
		lvs_flows_test(test, flows);
		lvs_flow_table_exit(&flows->table);
	}
	kvfree(flows->memory);
	kvfree(flows);
}
