// SPDX-License-Identifier: GPL-2.0
/*
 * What an overloaded director gives up first. conn_max bounds memory whatever
 * the settings here; these act before it is reached.
 *
 * LOCKING
 *  guards    the sweep alone steps. Modes change by cmpxchg(), as an operator
 *            may write them at the same time.
 *  readers   packets read modes and the rate plainly.
 *  contexts  step: process. drops: softirq.
 */
#include "defence.h"

#include <linux/jiffies.h>
#include <linux/mm.h>
#include <linux/random.h>
#include <linux/sched.h>

#define LVS_DEFENCE_PERIOD HZ
/* Share of the table that is looked at in each period. */
#define LVS_DEFENCE_SHARES 32

/* An automatic defence is on while memory is short. Return: is it? */
static bool lvs_defence_set(int *mode, bool is_short)
{
	if (is_short)
		cmpxchg(mode, LVS_DEFENCE_AUTO, LVS_DEFENCE_AUTO_ON);
	else
		cmpxchg(mode, LVS_DEFENCE_AUTO_ON, LVS_DEFENCE_AUTO);
	return READ_ONCE(*mode) == LVS_DEFENCE_AUTO_ON;
}

/* What one end alone has asked for. Who has connections that follow a template is no flood. */
static int lvs_defence_drop_conn(struct lvs_flow *flow, void *data)
{
	struct lvs_conns *conns = data;
	struct lvs_conn *conn;

	if (flow->dir != LVS_DIR_REQUEST)
		return 0;
	conn = lvs_flow_conn(flow);
	if (lvs_proto_of_slot(conn->proto)->half_open & BIT(READ_ONCE(conn->state)))
		lvs_conn_kill(conns->lnet, conn);
	return 0;
}

static int lvs_defence_drop_template(struct lvs_flow *flow, void *data)
{
	struct lvs_conns *conns = data;

	if (lvs_template_is_idle(lvs_template_of(flow)))
		lvs_template_kill(conns->lnet, lvs_template_of(flow));
	return 0;
}

/* At random: who floods cannot tell which entries stay. */
static void lvs_defence_thin(struct lvs_conns *conns, struct lvs_flow_table *table,
			     int (*visit)(struct lvs_flow *flow, void *data))
{
	unsigned int left;

	for (left = LVS_FLOW_PARTS / LVS_DEFENCE_SHARES; left; left--) {
		rcu_read_lock();
		lvs_flow_table_walk(table, get_random_u32() % LVS_FLOW_PARTS, visit, conns);
		rcu_read_unlock();
		cond_resched();
	}
}

bool lvs_defence_step(struct lvs_conns *conns)
{
	struct lvs_config *config = &conns->lnet->config;
	long threshold = READ_ONCE(config->amemthresh);
	long available;
	bool is_on;

	if (time_before(jiffies, conns->defence_next))
		return true;
	conns->defence_next = jiffies + LVS_DEFENCE_PERIOD;
	available = si_mem_available();
	if (available < threshold)
		WRITE_ONCE(conns->drop_rate, threshold / (threshold - available));
	is_on = lvs_defence_set(&config->drop_entry, available < threshold);
	is_on |= lvs_defence_set(&config->drop_packet, available < threshold);
	is_on |= lvs_defence_set(&config->secure_tcp, available < threshold);
	if (READ_ONCE(config->drop_entry) >= LVS_DEFENCE_AUTO_ON) {
		lvs_defence_thin(conns, &conns->table, lvs_defence_drop_conn);
		lvs_defence_thin(conns, &conns->templates, lvs_defence_drop_template);
	}
	return is_on;
}

bool lvs_defence_drops(struct lvs_net *lnet)
{
	struct lvs_conns *conns = lnet->conns;
	u32 rate = READ_ONCE(conns->drop_rate);

	if (READ_ONCE(lnet->config.drop_packet) == LVS_DEFENCE_ALWAYS)
		rate = READ_ONCE(lnet->config.am_droprate);
	/* Memory was never short: somebody has written the mode that only shortage sets. */
	if (!rate)
		return false;
	return !((u32)atomic_inc_return(&conns->arrivals) % rate);
}
