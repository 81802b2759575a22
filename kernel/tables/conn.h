/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_TABLES_CONN_H
#define LVS_TABLES_CONN_H

#include "../base/net.h"
#include "../base/packet.h"
#include "../proto/proto.h"
#include "dest.h"
#include "flow.h"
#include "session.h"
#include "template.h"

#include <linux/ip_vs.h>
#include <linux/list.h>
#include <linux/llist.h>
#include <linux/spinlock.h>

/**
 * struct lvs_conn - the part of a connection that few packets need
 * @dest: its real server; valid as long as the connection is
 * @lock: guards @state, @flags
 * @state: of its protocol
 * @proto: protocol slot
 * @flags: LVS_CONN_*
 * @fwmark: of the packet that began it
 * @method: IP_VS_CONN_F_MASQ and others: how packets get to @dest
 * @family: AF_INET or AF_INET6
 * @pending_cpu: whose list @pending is in
 * @pending: in the list of connections nobody has answered yet
 * @template: that it follows, NULL for none; valid as long as the connection is
 * @session: of FTP that it belongs to, NULL for none; valid as long as the connection is
 * @dead: in the list of those waiting to be freed
 *
 * It stands behind its two flows in one object, see lvs_conn_flow().
 */
struct lvs_conn {
	struct lvs_dest *dest;
	spinlock_t lock;
	u8 state;
	u8 proto;
	u8 method;
	u16 flags;
	u16 family;
	u16 pending_cpu;
	u32 fwmark;
	struct lvs_template *template;
	struct lvs_session *session;
	union {
		struct list_head pending;
		struct llist_node dead;
	};
};

/* Unhashed; no packet finds it any more, it waits for its grace period. */
#define LVS_CONN_DEAD 0x1
/* Seen from both ends: not the first to go when memory is short. */
#define LVS_CONN_ASSURED 0x2
/* Counted as active at its real server. */
#define LVS_CONN_ACTIVE 0x4
/* Of one packet only: never published, its maker frees it. */
#define LVS_CONN_SINGLE 0x10
/* In a list of pending connections. */
#define LVS_CONN_PENDING 0x8
/* The control connection of its session: what it says is read, and may change. */
#define LVS_CONN_CONTROL 0x20
/* A data connection that has not begun. */
#define LVS_CONN_EXPECTED 0x40

static inline struct lvs_conn *lvs_flow_conn(const struct lvs_flow *flow)
{
	return (void *)flow + flow->lines * LVS_FLOW_LINE;
}

static inline struct lvs_flow *lvs_conn_flow(const struct lvs_conn *conn, enum lvs_dir dir)
{
	unsigned int flows = dir == LVS_DIR_REQUEST ? 2 : 1;

	return (void *)conn - flows * lvs_flow_size(conn->family);
}

static inline bool lvs_conn_is_single(const struct lvs_conn *conn)
{
	return conn->flags & LVS_CONN_SINGLE;
}

static inline bool lvs_conn_is_control(const struct lvs_conn *conn)
{
	return READ_ONCE(conn->flags) & LVS_CONN_CONTROL;
}

/* Of an FTP session, but not its control connection? */
static inline bool lvs_conn_is_data(const struct lvs_conn *conn)
{
	return conn->session && !lvs_conn_is_control(conn);
}

/* Does the director see requests only? */
static inline bool lvs_conn_is_one_way(const struct lvs_conn *conn)
{
	return conn->method != IP_VS_CONN_F_MASQ;
}

/* The live flow of a packet, NULL for none. Context: softirq, RCU read side. */
struct lvs_flow *lvs_conn_lookup(struct lvs_net *lnet, const struct lvs_packet *packet);

/**
 * lvs_conn_make_room() - see to it that conn_max allows one more
 * @lnet: namespace
 *
 * Connection or template. Context: softirq, RCU read side. Return: false where all are
 * of use to somebody.
 */
bool lvs_conn_make_room(struct lvs_net *lnet);

/**
 * lvs_conn_lookup_exchange() - the live flow that a packet of AH or ESP follows
 * @lnet: namespace
 * @packet: parsed
 *
 * They have no ports, and begin nothing: they go with the exchange of keys that
 * their ends agreed on them by. Context: as above. Return: NULL for other
 * protocols, or without any.
 */
struct lvs_flow *lvs_conn_lookup_exchange(struct lvs_net *lnet, const struct lvs_packet *packet);

/**
 * struct lvs_conn_start - what a new connection is made of
 * @packet: the client's
 * @dest: its real server
 * @template: that it follows, NULL for none
 * @timeout: of @template, in jiffies
 * @parent: of FTP, that it was told of by, NULL for none: its session and method are this one's
 * @dport: port at the real server, network order
 * @expected: it has not begun: a port is 0, and the first packet will tell it
 */
struct lvs_conn_start {
	const struct lvs_packet *packet;
	struct lvs_dest *dest;
	struct lvs_template *template;
	u32 timeout;
	const struct lvs_conn *parent;
	__be16 dport;
	bool expected;
};

/**
 * lvs_conn_create() - begin a connection
 * @lnet: namespace
 * @start: what it is made of
 * @result: the request flow, published
 *
 * Counts the connection at its real server. If another CPU has just begun
 * the same one, that one is the result. Where replies could not be told from those of
 * another connection, the real server sees another client port.
 *
 * Context: softirq, RCU read side. Return: LVS_REASON_NONE, or why it failed;
 * LVS_REASON_NOT_A_START where @parent has ended.
 */
enum lvs_reason lvs_conn_create(struct lvs_net *lnet, const struct lvs_conn_start *start,
				struct lvs_flow **result);

/**
 * lvs_conn_create_single() - make a connection for one packet only
 * @lnet: namespace
 * @start: what it is made of
 *
 * Nobody else can find it. The caller ends it by lvs_conn_end_single() when
 * the packet is on its way. Context: softirq, RCU read side. Return: NULL where
 * memory is short.
 */
struct lvs_conn *lvs_conn_create_single(struct lvs_net *lnet, const struct lvs_conn_start *start);
void lvs_conn_end_single(struct lvs_conn *conn);

/**
 * lvs_conn_track() - note a packet in its connection's state
 * @lnet: namespace
 * @flow: its flow
 * @packet: parsed
 *
 * Context: softirq, RCU read side.
 */
void lvs_conn_track(struct lvs_net *lnet, struct lvs_flow *flow, const struct lvs_packet *packet);

/* End a connection now. Softirq or bottom halves off, RCU read side. False if it had ended. */
bool lvs_conn_kill(struct lvs_net *lnet, struct lvs_conn *conn);

/* Jiffies until it expires, 0 when it has. Context: RCU read side. */
u32 lvs_conn_expires(const struct lvs_net *lnet, const struct lvs_conn *conn);

/* Does a client who opens it again begin anew? @mode: of conn_reuse_mode. Context: RCU read side. */
bool lvs_conn_may_begin_anew(const struct lvs_conn *conn, int mode);

#endif
