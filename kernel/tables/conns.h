/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_TABLES_CONNS_H
#define LVS_TABLES_CONNS_H

#include "conn.h"
#include "flow_table.h"
#include "pace.h"
#include "template.h"

#include <linux/llist.h>
#include <linux/percpu.h>
#include <linux/percpu_counter.h>
#include <linux/workqueue.h>

/* Connections nobody has answered yet, oldest first, of those that began on one CPU. */
struct lvs_pending {
	spinlock_t lock;
	struct list_head list;
};

/**
 * struct lvs_sweep - where the search for what has expired is; the sweep's alone
 * @conns: whose table it is of
 * @cursor: part of the table at which it goes on
 * @pace: how fast it goes
 */
struct lvs_sweep {
	struct lvs_conns *conns;
	unsigned int cursor;
	struct lvs_pace pace;
};

/**
 * struct lvs_conns - all connections of a namespace
 * @lnet: namespace
 * @table: their flows
 * @count: how many
 * @templates: of persistent services' clients
 * @template_count: how many
 * @pending: those nobody has answered yet
 * @sessions: how many of FTP, by slot of their port
 * @expected: connections among @count that have not begun
 * @dead: withdrawn, waiting for their grace period
 * @sweep: expires, resizes
 * @reap: frees
 * @cramped: @table could not grow as it should: no hurry before it is tried again
 * @swept: how far @sweep has come in @table
 * @templates_swept: likewise, in @templates
 * @defence_next: jiffies of the next look at memory
 * @drop_rate: while memory is short, one in so many new connections is dropped
 * @arrivals: packets that would have begun a connection while drop_packet was on
 */
struct lvs_conns {
	struct lvs_net *lnet;
	struct lvs_flow_table table;
	struct percpu_counter count;
	struct lvs_flow_table templates;
	struct percpu_counter template_count;
	struct lvs_pending __percpu *pending;
	atomic_t sessions[LVS_FTP_PORTS_MAX];
	atomic_t expected;
	struct llist_head dead;
	struct delayed_work sweep;
	struct work_struct reap;
	bool cramped;
	struct lvs_sweep swept;
	struct lvs_sweep templates_swept;
	unsigned long defence_next;
	u32 drop_rate;
	atomic_t arrivals;
};

/* Module-wide: slab caches and workqueue. */
int lvs_conns_init(void);
void lvs_conns_exit(void);

/* Of a namespace; exit comes after its last hook is gone. */
int lvs_conns_net_init(struct lvs_net *lnet);
void lvs_conns_net_exit(struct lvs_net *lnet);

/* Memory of a connection: zeroes, but for its flows. Context: softirq, RCU read side. */
struct lvs_conn *lvs_conns_alloc(u16 family);
/* Never published: give it back at once, with its hold on its session. */
void lvs_conns_free(struct lvs_conn *conn);
/* Withdrawn from the table: free it after a grace period. Softirq or bottom halves off. */
void lvs_conns_retire(struct lvs_conns *conns, struct lvs_conn *conn);
/* One more: wake the sweep, and grow when it is time. Softirq. */
void lvs_conns_grown(struct lvs_conns *conns);

/* Size of the table in buckets. Context: any. */
unsigned int lvs_conns_size(const struct lvs_net *lnet);

/* Number of FTP sessions of a port, by its slot. Context: process. */
unsigned int lvs_conns_sessions(const struct lvs_net *lnet, unsigned int slot);

/* Parts to walk: of connections, then of templates. */
#define LVS_CONNS_PARTS (2 * LVS_FLOW_PARTS)

/* A connection or a template as listings show it. */
struct lvs_conn_info {
	union nf_inet_addr caddr;
	union nf_inet_addr vaddr;
	union nf_inet_addr daddr;
	__be16 cport;
	__be16 vport;
	__be16 dport;
	u16 family;
	u16 daddr_family;
	u8 protocol;
	const char *state;
	unsigned int expires;
	u32 fwmark;
	u16 flags;
};

/**
 * lvs_conns_walk() - visit the connections or templates of one part
 * @lnet: namespace
 * @part: its number, below LVS_CONNS_PARTS
 * @fn: called for each; a value other than 0 ends the walk
 * @ctx: for @fn
 *
 * Context: any, takes the RCU read lock. Return: 0 or what @fn said.
 */
int lvs_conns_walk(struct lvs_net *lnet, unsigned int part,
		   int (*fn)(const struct lvs_conn_info *info, void *ctx), void *ctx);

#endif
