/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_TABLES_FLOW_TABLE_H
#define LVS_TABLES_FLOW_TABLE_H

#include "flow.h"
#include "flow_hash.h"

#include <linux/rcupdate.h>
#include <linux/spinlock.h>

/* Locks, and the smallest number of buckets: a lock guards whole buckets of any size of table. */
#define LVS_FLOW_LOCKS	     1024
#define LVS_FLOW_BUCKETS_MIN 4096
#define LVS_FLOW_BUCKETS_MAX (1U << 27)

/* A walk goes by parts: the buckets, of any size of table, whose index ends in the part's number. */
#define LVS_FLOW_PARTS LVS_FLOW_BUCKETS_MIN

/**
 * struct lvs_flow_buckets - one size of the table
 * @future: the table that takes over, while flows move to it
 * @mask: number of buckets less one
 * @bucket: chains
 */
struct lvs_flow_buckets {
	struct lvs_flow_buckets __rcu *future;
	u32 mask;
	struct hlist_head bucket[];
};

/**
 * struct lvs_flow_table - hash table of flows that changes its size under load
 * @buckets: in use (RCU)
 * @secret: of the hash, constant for life
 * @lock: each guards the buckets whose index ends in its own; apart from what each packet reads
 */
struct lvs_flow_table {
	struct lvs_flow_buckets __rcu *buckets;
	struct lvs_flow_secret secret;
	spinlock_t lock[LVS_FLOW_LOCKS] ____cacheline_aligned_in_smp;
};

int lvs_flow_table_init(struct lvs_flow_table *table);

/* Free the buckets. Nobody reads any more. */
void lvs_flow_table_exit(struct lvs_flow_table *table);

/* The live flow of a packet, NULL for none. Context: RCU read side. */
struct lvs_flow *lvs_flow_table_lookup(struct lvs_flow_table *table,
				       const struct lvs_packet *packet);

/**
 * lvs_flow_table_add() - publish both flows of a connection, or neither
 * @table: table
 * @a: a flow, complete
 * @b: the other, NULL for a connection whose replies pass us by
 *
 * Context: softirq, RCU read side. Return: NULL, or the flow that has one of
 * the keys already.
 */
struct lvs_flow *lvs_flow_table_add(struct lvs_flow_table *table, struct lvs_flow *a,
				    struct lvs_flow *b);

/* Withdraw what was published. Readers may go on for a grace period. Softirq or bottom halves off. */
void lvs_flow_table_del(struct lvs_flow_table *table, struct lvs_flow *a, struct lvs_flow *b);

/* Number of buckets. Context: any. */
unsigned int lvs_flow_table_size(struct lvs_flow_table *table);

/**
 * lvs_flow_table_resize() - move all flows to another number of buckets
 * @table: table
 * @size: a power of two between the limits
 *
 * One caller at a time. Context: process; sleeps. Return: 0 or -ENOMEM.
 */
int lvs_flow_table_resize(struct lvs_flow_table *table, unsigned int size);

/**
 * lvs_flow_table_walk() - visit the flows of one part
 * @table: table
 * @part: its number, below LVS_FLOW_PARTS
 * @visit: called for each live flow; a value other than 0 ends the walk
 * @data: for @visit
 *
 * Who visits all parts meets each flow that stays, whatever the table's size
 * becomes meanwhile; one that is just being moved, perhaps twice.
 *
 * Context: RCU read side. Return: what @visit said last.
 */
int lvs_flow_table_walk(struct lvs_flow_table *table, unsigned int part,
			int (*visit)(struct lvs_flow *flow, void *data), void *data);

/**
 * lvs_flow_table_sample() - visit flows from a random place on
 * @table: table
 * @visit: called for each live flow; a value other than 0 ends the search
 * @data: for @visit
 *
 * Looks into as many buckets as the smallest table has, so that it takes no longer in a
 * large one, and sees all of a small one.
 *
 * Context: RCU read side. Return: what @visit said last.
 */
int lvs_flow_table_sample(struct lvs_flow_table *table,
			  int (*visit)(struct lvs_flow *flow, void *data), void *data);

#endif
