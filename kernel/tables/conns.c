// SPDX-License-Identifier: GPL-2.0
/*
 * All connections of a namespace: memory, expiry, growth.
 *
 * LOCKING
 *  guards    conns->dead is a lock-less list. The sweep alone resizes, and
 *            knows how far it has come.
 *  lifetime  a connection is freed by the reaper, in batches, each after one
 *            grace period of its own.
 *  contexts  sweep and reap: process, own workqueue.
 */
#include "conns.h"
#include "defence.h"

#include "../base/object.h"

#include <linux/jiffies.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/slab.h>

/* Of the sweep at its slowest; bounds how late a connection expires together with the shares. */
#define LVS_CONNS_STEP	       (HZ / 2)
#define LVS_CONNS_REAP_AT_ONCE 64

static struct kmem_cache *lvs_conns_cache[LVS_FAMILIES];
static struct workqueue_struct *lvs_conns_wq;

static unsigned int lvs_conns_flows_size(u16 family)
{
	return 2 * lvs_flow_size(family);
}

struct lvs_conn *lvs_conns_alloc(u16 family)
{
	void *object = kmem_cache_alloc(lvs_conns_cache[lvs_family_slot(family)],
					GFP_ATOMIC | __GFP_NOWARN);
	struct lvs_conn *conn;

	if (!object)
		return NULL;
	lvs_object_created("conn", object);
	conn = object + lvs_conns_flows_size(family);
	memset(conn, 0, sizeof(*conn));
	return conn;
}

void lvs_conns_free(struct lvs_conn *conn)
{
	void *object = (void *)conn - lvs_conns_flows_size(conn->family);
	u16 family = conn->family;

	if (conn->session)
		lvs_session_put(conn->session);
	lvs_object_destroyed("conn", object);
	kmem_cache_free(lvs_conns_cache[lvs_family_slot(family)], object);
}

void lvs_conns_retire(struct lvs_conns *conns, struct lvs_conn *conn)
{
	if (llist_add(&conn->dead, &conns->dead))
		queue_work(lvs_conns_wq, &conns->reap);
}

static void lvs_conns_reap(struct work_struct *work)
{
	struct lvs_conns *conns = container_of(work, struct lvs_conns, reap);
	struct llist_node *dead = llist_del_all(&conns->dead);
	struct lvs_conn *conn;
	struct lvs_conn *next;
	unsigned int freed = 0;

	if (!dead)
		return;
	synchronize_rcu();
	llist_for_each_entry_safe(conn, next, dead, dead) {
		lvs_conns_free(conn);
		if (++freed % LVS_CONNS_REAP_AT_ONCE == 0)
			cond_resched();
	}
}

void lvs_conns_grown(struct lvs_conns *conns)
{
	/* Counted before the sweep is looked at: one that begins just now sees the new one. */
	smp_mb();
	if (!delayed_work_pending(&conns->sweep))
		queue_delayed_work(lvs_conns_wq, &conns->sweep, LVS_CONNS_STEP);
	/* A burst must not wait for the next step: two flows each, so chains are two long. */
	else if (!READ_ONCE(conns->cramped) &&
		 percpu_counter_read_positive(&conns->count) > lvs_flow_table_size(&conns->table))
		mod_delayed_work(lvs_conns_wq, &conns->sweep, 0);
}

static int lvs_conns_expire(struct lvs_flow *flow, void *data)
{
	struct lvs_sweep *sweep = data;
	struct lvs_net *lnet = sweep->conns->lnet;
	struct lvs_conn *conn;

	if (flow->dir != LVS_DIR_REQUEST)
		return 0;
	conn = lvs_flow_conn(flow);
	sweep->pace.seen++;
	if (!lvs_conn_expires(lnet, conn) ||
	    (READ_ONCE(conn->dest->removed) && READ_ONCE(lnet->config.expire_nodest_conn)))
		sweep->pace.expired += lvs_conn_kill(lnet, conn);
	return 0;
}

static int lvs_conns_expire_template(struct lvs_flow *flow, void *data)
{
	struct lvs_sweep *sweep = data;

	sweep->pace.seen++;
	sweep->pace.expired += lvs_template_expire(sweep->conns->lnet, lvs_template_of(flow));
	return 0;
}

/* A small table is looked at as a whole. */
static void lvs_conns_sweep_share(struct lvs_sweep *sweep, struct lvs_flow_table *table,
				  int (*visit)(struct lvs_flow *flow, void *data))
{
	unsigned int growth = lvs_flow_table_size(table) / LVS_FLOW_BUCKETS_MIN;
	unsigned int parts = LVS_FLOW_PARTS / min(growth, lvs_pace_shares(&sweep->pace));

	while (parts--) {
		rcu_read_lock();
		lvs_flow_table_walk(table, sweep->cursor, visit, sweep);
		rcu_read_unlock();
		sweep->cursor = (sweep->cursor + 1) % LVS_FLOW_PARTS;
		if (growth > 1 || parts % 256 == 0)
			cond_resched();
	}
	lvs_pace_adapt(&sweep->pace);
}

/*
 * Keep two buckets for each flow, or one; a failed growth is tried again at
 * the next step. An empty table goes back to its smallest size. True if there is
 * more to do.
 */
static bool lvs_conns_fit(struct lvs_flow_table *table, u64 flows)
{
	u64 size = lvs_flow_table_size(table);
	u64 wanted = roundup_pow_of_two(2 * flows + 1);

	wanted = clamp_t(u64, wanted, LVS_FLOW_BUCKETS_MIN, LVS_FLOW_BUCKETS_MAX);
	if ((flows > size && wanted > size) || wanted * 8 <= size || (!flows && wanted < size))
		lvs_flow_table_resize(table, wanted);
	return flows || lvs_flow_table_size(table) > LVS_FLOW_BUCKETS_MIN;
}

static void lvs_conns_sweep(struct work_struct *work)
{
	struct lvs_conns *conns = container_of(to_delayed_work(work), struct lvs_conns, sweep);
	bool again = lvs_defence_step(conns);
	u64 flows;

	lvs_conns_sweep_share(&conns->swept, &conns->table, lvs_conns_expire);
	flows = 2 * percpu_counter_sum_positive(&conns->count);
	again |= lvs_conns_fit(&conns->table, flows);
	WRITE_ONCE(conns->cramped, flows > lvs_flow_table_size(&conns->table));
	if (percpu_counter_sum(&conns->template_count) ||
	    lvs_flow_table_size(&conns->templates) > LVS_FLOW_BUCKETS_MIN) {
		lvs_conns_sweep_share(&conns->templates_swept, &conns->templates,
				      lvs_conns_expire_template);
		again |= lvs_conns_fit(&conns->templates,
				       percpu_counter_sum_positive(&conns->template_count));
	}
	if (again)
		queue_delayed_work(lvs_conns_wq, &conns->sweep,
				   lvs_pace_wait(&conns->swept.pace, LVS_CONNS_STEP));
}

static int lvs_conns_pending_init(struct lvs_conns *conns)
{
	int cpu;

	conns->pending = alloc_percpu_gfp(struct lvs_pending, GFP_KERNEL_ACCOUNT);
	if (!conns->pending)
		return -ENOMEM;
	for_each_possible_cpu(cpu) {
		struct lvs_pending *pending = per_cpu_ptr(conns->pending, cpu);

		spin_lock_init(&pending->lock);
		INIT_LIST_HEAD(&pending->list);
	}
	return 0;
}

static int lvs_conns_counters_init(struct lvs_conns *conns)
{
	int ret = percpu_counter_init(&conns->count, 0, GFP_KERNEL_ACCOUNT);

	if (ret)
		return ret;
	ret = percpu_counter_init(&conns->template_count, 0, GFP_KERNEL_ACCOUNT);
	if (ret)
		percpu_counter_destroy(&conns->count);
	return ret;
}

static void lvs_conns_counters_exit(struct lvs_conns *conns)
{
	percpu_counter_destroy(&conns->template_count);
	percpu_counter_destroy(&conns->count);
}

int lvs_conns_net_init(struct lvs_net *lnet)
{
	struct lvs_conns *conns;
	int ret;

	conns = kvzalloc(sizeof(*conns), GFP_KERNEL_ACCOUNT);
	if (!conns)
		return -ENOMEM;
	conns->lnet = lnet;
	conns->swept.conns = conns;
	conns->templates_swept.conns = conns;
	conns->defence_next = jiffies;
	init_llist_head(&conns->dead);
	INIT_DELAYED_WORK(&conns->sweep, lvs_conns_sweep);
	INIT_WORK(&conns->reap, lvs_conns_reap);
	ret = lvs_flow_table_init(&conns->table);
	if (ret)
		goto err_free_conns;
	ret = lvs_flow_table_init(&conns->templates);
	if (ret)
		goto err_exit_table;
	ret = lvs_conns_counters_init(conns);
	if (ret)
		goto err_exit_templates;
	ret = lvs_conns_pending_init(conns);
	if (ret)
		goto err_exit_counters;
	/* Views read it without the mutex: complete before it can be seen. */
	smp_store_release(&lnet->conns, conns);
	return 0;

err_exit_counters:
	lvs_conns_counters_exit(conns);
err_exit_templates:
	lvs_flow_table_exit(&conns->templates);
err_exit_table:
	lvs_flow_table_exit(&conns->table);
err_free_conns:
	kvfree(conns);
	return ret;
}

static int lvs_conns_end(struct lvs_flow *flow, void *data)
{
	struct lvs_conns *conns = data;

	if (flow->dir == LVS_DIR_REQUEST)
		lvs_conn_kill(conns->lnet, lvs_flow_conn(flow));
	return 0;
}

static int lvs_conns_end_template(struct lvs_flow *flow, void *data)
{
	struct lvs_conns *conns = data;

	lvs_template_kill(conns->lnet, lvs_template_of(flow));
	return 0;
}

static void lvs_conns_end_all(struct lvs_conns *conns, struct lvs_flow_table *table,
			      int (*visit)(struct lvs_flow *flow, void *data))
{
	unsigned int part;

	for (part = 0; part < LVS_FLOW_PARTS; part++) {
		rcu_read_lock();
		lvs_flow_table_walk(table, part, visit, conns);
		rcu_read_unlock();
		cond_resched();
	}
}

void lvs_conns_net_exit(struct lvs_net *lnet)
{
	struct lvs_conns *conns = lnet->conns;

	if (!conns)
		return;
	cancel_delayed_work_sync(&conns->sweep);
	lvs_conns_end_all(conns, &conns->table, lvs_conns_end);
	lvs_conns_end_all(conns, &conns->templates, lvs_conns_end_template);
	flush_work(&conns->reap);
	lnet->conns = NULL;
	free_percpu(conns->pending);
	lvs_conns_counters_exit(conns);
	lvs_flow_table_exit(&conns->templates);
	lvs_flow_table_exit(&conns->table);
	kvfree(conns);
}

unsigned int lvs_conns_size(const struct lvs_net *lnet)
{
	struct lvs_conns *conns = READ_ONCE(lnet->conns);

	return conns ? lvs_flow_table_size(&conns->table) : LVS_FLOW_BUCKETS_MIN;
}

unsigned int lvs_conns_sessions(const struct lvs_net *lnet, unsigned int slot)
{
	struct lvs_conns *conns = READ_ONCE(lnet->conns);

	return conns ? atomic_read(&conns->sessions[slot]) : 0;
}

struct lvs_conns_visitor {
	struct lvs_net *lnet;
	int (*fn)(const struct lvs_conn_info *info, void *ctx);
	void *ctx;
};

/* What flows of both kinds tell. */
static void lvs_conns_fill(struct lvs_conn_info *info, const struct lvs_flow *flow,
			   const struct lvs_dest *dest)
{
	memset(info, 0, sizeof(*info));
	lvs_addr_set(&info->caddr, lvs_flow_addr(flow, LVS_FLOW_SADDR), flow->family);
	lvs_addr_set(&info->vaddr, lvs_flow_addr(flow, LVS_FLOW_DADDR), flow->family);
	info->daddr = dest->server.addr;
	info->daddr_family = dest->server.family;
	info->cport = flow->sport;
	info->vport = flow->dport;
	info->family = flow->family;
	info->protocol = flow->protocol;
}

static int lvs_conns_visit(struct lvs_flow *flow, void *data)
{
	struct lvs_conns_visitor *visitor = data;
	struct lvs_conn_info info;
	struct lvs_conn *conn;

	if (flow->dir != LVS_DIR_REQUEST)
		return 0;
	conn = lvs_flow_conn(flow);
	lvs_conns_fill(&info, flow, conn->dest);
	info.dport = lvs_conn_flow(conn, LVS_DIR_REPLY)->sport;
	if (conn->method == IP_VS_CONN_F_BYPASS)
		info.daddr = info.vaddr;
	info.state = lvs_proto_of_slot(conn->proto)->state_names[READ_ONCE(conn->state)];
	info.expires = lvs_conn_expires(visitor->lnet, conn) / HZ;
	info.fwmark = conn->fwmark;
	info.flags = READ_ONCE(conn->flags);
	return visitor->fn(&info, visitor->ctx);
}

static int lvs_conns_visit_template(struct lvs_flow *flow, void *data)
{
	const struct lvs_template *template = lvs_template_of(flow);
	struct lvs_conns_visitor *visitor = data;
	struct lvs_conn_info info;

	lvs_conns_fill(&info, flow, template->dest);
	info.dport = flow->dport ? template->dest->server.port : 0;
	info.state = test_bit(LVS_TEMPLATE_ASSURED, &template->flags) ? "ASSURED" : "NONE";
	info.expires = lvs_template_expires(template) / HZ;
	return visitor->fn(&info, visitor->ctx);
}

int lvs_conns_walk(struct lvs_net *lnet, unsigned int part,
		   int (*fn)(const struct lvs_conn_info *info, void *ctx), void *ctx)
{
	struct lvs_conns_visitor visitor = { .lnet = lnet, .fn = fn, .ctx = ctx };
	struct lvs_conns *conns = READ_ONCE(lnet->conns);
	int ret;

	if (!conns)
		return 0;
	rcu_read_lock();
	if (part < LVS_FLOW_PARTS)
		ret = lvs_flow_table_walk(&conns->table, part, lvs_conns_visit, &visitor);
	else
		ret = lvs_flow_table_walk(&conns->templates, part - LVS_FLOW_PARTS,
					  lvs_conns_visit_template, &visitor);
	rcu_read_unlock();
	return ret;
}

int lvs_conns_init(void)
{
	static const char *const names[LVS_FAMILIES] = { "lvs_conn", "lvs_conn6" };
	static const u16 families[LVS_FAMILIES] = { AF_INET, AF_INET6 };
	unsigned int i;

	lvs_conns_wq = alloc_workqueue("lvs", WQ_UNBOUND | WQ_MEM_RECLAIM, 0);
	if (!lvs_conns_wq)
		return -ENOMEM;
	for (i = 0; i < LVS_FAMILIES; i++) {
		lvs_conns_cache[i] = kmem_cache_create(
			names[i], lvs_conns_flows_size(families[i]) + sizeof(struct lvs_conn), 0,
			SLAB_HWCACHE_ALIGN, NULL);
		if (!lvs_conns_cache[i])
			goto err_destroy_caches;
	}
	return 0;

err_destroy_caches:
	while (i--)
		kmem_cache_destroy(lvs_conns_cache[i]);
	destroy_workqueue(lvs_conns_wq);
	return -ENOMEM;
}

void lvs_conns_exit(void)
{
	unsigned int i;

	for (i = 0; i < LVS_FAMILIES; i++)
		kmem_cache_destroy(lvs_conns_cache[i]);
	destroy_workqueue(lvs_conns_wq);
}
