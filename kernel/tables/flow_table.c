// SPDX-License-Identifier: GPL-2.0
/*
 * The hash table behind the connections.
 *
 * LOCKING
 *  guards    lock[i]: chains of every bucket whose index ends in i, in the
 *            table in use and in its future one alike. Sizes are powers of two
 *            not below the number of locks and the hash never changes, so a
 *            flow keeps its lock when it moves.
 *  readers   RCU alone. They search the table in use, then its future one.
 *  lifetime  flows: their connection's; buckets: freed a grace period after
 *            they were replaced.
 *  contexts  softirq, and process with bottom halves off.
 *  order     two flow locks in order of index; below no other lock of ours
 *            but the connection's own.
 *
 * While flows move, each leaves from the tail of its chain and is in the new
 * chain before it is out of the old one. A reader that follows it strays into
 * the new chain, having seen all that the old one had left, and then searches
 * the future table anyway: no flow is missed and none needs a marker.
 */
#include "flow_table.h"

#include "../base/object.h"

#include <linux/mm.h>
#include <linux/prefetch.h>
#include <linux/random.h>
#include <linux/rculist.h>
#include <linux/sched.h>

static u32 lvs_flow_table_hash(const struct lvs_flow_table *table, const struct lvs_flow *flow)
{
	return lvs_flow_hash(lvs_flow_addr(flow, LVS_FLOW_SADDR),
			     lvs_flow_addr(flow, LVS_FLOW_DADDR), flow->ports, flow->protocol,
			     flow->family, &table->secret);
}

static struct lvs_flow_buckets *lvs_flow_buckets_create(unsigned int size)
{
	struct lvs_flow_buckets *buckets;

	/* Chains can be longer for a while: nothing else has to die for shorter ones. */
	buckets = kvzalloc(struct_size(buckets, bucket, size),
			   GFP_KERNEL_ACCOUNT | __GFP_RETRY_MAYFAIL | __GFP_NOWARN);
	if (!buckets)
		return NULL;
	lvs_object_created("buckets", buckets);
	buckets->mask = size - 1;
	return buckets;
}

static void lvs_flow_buckets_free(struct lvs_flow_buckets *buckets)
{
	lvs_object_destroyed("buckets", buckets);
	kvfree(buckets);
}

int lvs_flow_table_init(struct lvs_flow_table *table)
{
	struct lvs_flow_buckets *buckets = lvs_flow_buckets_create(LVS_FLOW_BUCKETS_MIN);
	unsigned int i;

	if (!buckets)
		return -ENOMEM;
	for (i = 0; i < LVS_FLOW_LOCKS; i++)
		spin_lock_init(&table->lock[i]);
	get_random_bytes(&table->secret, sizeof(table->secret));
	RCU_INIT_POINTER(table->buckets, buckets);
	return 0;
}

void lvs_flow_table_exit(struct lvs_flow_table *table)
{
	lvs_flow_buckets_free(rcu_access_pointer(table->buckets));
}

struct lvs_flow *lvs_flow_table_lookup(struct lvs_flow_table *table,
				       const struct lvs_packet *packet)
{
	struct lvs_flow_buckets *buckets;
	struct lvs_flow *flow;
	u32 hash;

	hash = lvs_flow_hash(packet->saddr.ip6, packet->daddr.ip6, packet->ports, packet->protocol,
			     packet->family, &table->secret);
	for (buckets = rcu_dereference(table->buckets); buckets;
	     buckets = rcu_dereference(buckets->future)) {
		hlist_for_each_entry_rcu(flow, &buckets->bucket[hash & buckets->mask], node) {
			if (lvs_flow_matches(flow, packet) && !READ_ONCE(flow->dead))
				return flow;
		}
		/* Pairs with the barrier that publishes a moved flow: see the future after the past. */
		smp_rmb();
	}
	return NULL;
}

static struct lvs_flow *lvs_flow_table_find_same(struct lvs_flow_buckets *buckets,
						 const struct lvs_flow *like, u32 hash)
{
	struct lvs_flow *flow;

	for (; buckets; buckets = rcu_dereference(buckets->future)) {
		hlist_for_each_entry_rcu(flow, &buckets->bucket[hash & buckets->mask], node) {
			if (lvs_flow_same(flow, like))
				return flow;
		}
	}
	return NULL;
}

/* For sparse, two locks are held in any case. */
static void lvs_flow_table_lock(struct lvs_flow_table *table, u32 a, u32 b)
	__acquires(&table->lock[a]) __acquires(&table->lock[b])
{
	u32 first = min(a % LVS_FLOW_LOCKS, b % LVS_FLOW_LOCKS);
	u32 second = max(a % LVS_FLOW_LOCKS, b % LVS_FLOW_LOCKS);

	spin_lock_bh(&table->lock[first]);
	if (second != first)
		spin_lock_nested(&table->lock[second], SINGLE_DEPTH_NESTING);
	else
		__acquire(&table->lock[second]);
}

static void lvs_flow_table_unlock(struct lvs_flow_table *table, u32 a, u32 b)
	__releases(&table->lock[a]) __releases(&table->lock[b])
{
	u32 first = min(a % LVS_FLOW_LOCKS, b % LVS_FLOW_LOCKS);
	u32 second = max(a % LVS_FLOW_LOCKS, b % LVS_FLOW_LOCKS);

	if (second != first)
		spin_unlock(&table->lock[second]);
	else
		__release(&table->lock[second]);
	spin_unlock_bh(&table->lock[first]);
}

struct lvs_flow *lvs_flow_table_add(struct lvs_flow_table *table, struct lvs_flow *a,
				    struct lvs_flow *b)
{
	u32 hash_a = lvs_flow_table_hash(table, a);
	u32 hash_b = b ? lvs_flow_table_hash(table, b) : hash_a;
	struct lvs_flow_buckets *buckets;
	struct lvs_flow_buckets *future;
	struct lvs_flow *same;

	lvs_flow_table_lock(table, hash_a, hash_b);
	buckets = rcu_dereference(table->buckets);
	same = lvs_flow_table_find_same(buckets, a, hash_a);
	if (!same && b)
		same = lvs_flow_table_find_same(buckets, b, hash_b);
	if (!same) {
		while ((future = rcu_dereference(buckets->future)))
			buckets = future;
		hlist_add_head_rcu(&a->node, &buckets->bucket[hash_a & buckets->mask]);
		if (b)
			hlist_add_head_rcu(&b->node, &buckets->bucket[hash_b & buckets->mask]);
	}
	lvs_flow_table_unlock(table, hash_a, hash_b);
	return same;
}

void lvs_flow_table_del(struct lvs_flow_table *table, struct lvs_flow *a, struct lvs_flow *b)
{
	u32 hash_a = lvs_flow_table_hash(table, a);
	u32 hash_b = b ? lvs_flow_table_hash(table, b) : hash_a;

	lvs_flow_table_lock(table, hash_a, hash_b);
	WRITE_ONCE(a->dead, 1);
	hlist_del_rcu(&a->node);
	if (b) {
		WRITE_ONCE(b->dead, 1);
		hlist_del_rcu(&b->node);
	}
	lvs_flow_table_unlock(table, hash_a, hash_b);
}

unsigned int lvs_flow_table_size(struct lvs_flow_table *table)
{
	unsigned int size;

	rcu_read_lock();
	size = rcu_dereference(table->buckets)->mask + 1;
	rcu_read_unlock();
	return size;
}

/* Move the last flow of a chain; its bucket's lock is held. False when the chain is empty. */
static bool lvs_flow_table_move_last(struct lvs_flow_table *table, struct hlist_head *from,
				     struct lvs_flow_buckets *to)
{
	struct hlist_node **link = &from->first;
	struct hlist_node *node = from->first;
	struct hlist_head *head;
	struct lvs_flow *flow;

	if (!node)
		return false;
	while (node->next) {
		link = &node->next;
		node = node->next;
	}
	flow = hlist_entry(node, struct lvs_flow, node);
	head = &to->bucket[lvs_flow_table_hash(table, flow) & to->mask];
	hlist_add_head_rcu(node, head);
	/* In the new chain first, out of the old one second. */
	smp_wmb();
	WRITE_ONCE(*link, NULL);
	return true;
}

/* Flows lie all over memory: those of a bucket come while buckets before it are moved. */
#define LVS_FLOW_AHEAD 8

static void lvs_flow_table_prefetch(const struct lvs_flow_buckets *buckets, u32 index)
{
	if (index <= buckets->mask)
		prefetch(READ_ONCE(buckets->bucket[index].first));
}

int lvs_flow_table_resize(struct lvs_flow_table *table, unsigned int size)
{
	struct lvs_flow_buckets *old = rcu_access_pointer(table->buckets);
	struct lvs_flow_buckets *new = lvs_flow_buckets_create(size);
	u32 i;

	if (!new)
		return -ENOMEM;
	rcu_assign_pointer(old->future, new);
	for (i = 0; i <= old->mask; i++) {
		lvs_flow_table_prefetch(old, i + LVS_FLOW_AHEAD);
		spin_lock_bh(&table->lock[i % LVS_FLOW_LOCKS]);
		while (lvs_flow_table_move_last(table, &old->bucket[i], new))
			;
		spin_unlock_bh(&table->lock[i % LVS_FLOW_LOCKS]);
		cond_resched();
	}
	rcu_assign_pointer(table->buckets, new);
	synchronize_rcu();
	lvs_flow_buckets_free(old);
	return 0;
}

static int lvs_flow_table_visit(struct hlist_head *bucket,
				int (*visit)(struct lvs_flow *flow, void *data), void *data)
{
	struct lvs_flow *flow;
	int ret;

	hlist_for_each_entry_rcu(flow, bucket, node) {
		if (READ_ONCE(flow->dead))
			continue;
		ret = visit(flow, data);
		if (ret)
			return ret;
	}
	return 0;
}

int lvs_flow_table_walk(struct lvs_flow_table *table, unsigned int part,
			int (*visit)(struct lvs_flow *flow, void *data), void *data)
{
	struct lvs_flow_buckets *buckets;
	unsigned int index;
	int ret;

	for (buckets = rcu_dereference(table->buckets); buckets;
	     buckets = rcu_dereference(buckets->future)) {
		for (index = part; index <= buckets->mask; index += LVS_FLOW_PARTS) {
			ret = lvs_flow_table_visit(&buckets->bucket[index], visit, data);
			if (ret)
				return ret;
		}
		/* As in a lookup: see the future after the past. */
		smp_rmb();
	}
	return 0;
}

int lvs_flow_table_sample(struct lvs_flow_table *table,
			  int (*visit)(struct lvs_flow *flow, void *data), void *data)
{
	struct lvs_flow_buckets *buckets;
	u32 first = get_random_u32();
	u32 i;
	int ret;

	for (buckets = rcu_dereference(table->buckets); buckets;
	     buckets = rcu_dereference(buckets->future)) {
		for (i = 0; i < LVS_FLOW_BUCKETS_MIN; i++) {
			ret = lvs_flow_table_visit(&buckets->bucket[(first + i) & buckets->mask],
						   visit, data);
			if (ret)
				return ret;
		}
	}
	return 0;
}
