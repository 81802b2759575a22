// SPDX-License-Identifier: GPL-2.0
/*
 * A connection: one client, one virtual service, one real server.
 *
 * LOCKING
 *  guards    conn->lock: state and flags. pending->lock: the list of
 *            connections that began on one CPU and were not answered yet.
 *  readers   RCU. Packets read flows, and state without the lock where an
 *            old value does no harm: the lock is taken before it changes.
 *  lifetime  from lvs_conn_create() until a grace period after
 *            lvs_conn_kill(), which one caller alone wins by LVS_CONN_DEAD.
 *  contexts  softirq, and process with bottom halves off.
 *  order     conn->lock, then pending->lock. Flow locks are taken without
 *            either of them.
 */
#include "conn.h"
#include "conns.h"

#include "../base/csum.h"
#include "../base/port.h"
#include "../proto/sctp.h"
#include "../proto/tcp.h"

#include <linux/jiffies.h>
#include <linux/random.h>

/* Bottom halves are off. */
static void lvs_conn_pending_add(struct lvs_conns *conns, struct lvs_conn *conn)
{
	struct lvs_pending *pending = this_cpu_ptr(conns->pending);

	spin_lock(&conn->lock);
	if (!(conn->flags & (LVS_CONN_DEAD | LVS_CONN_ASSURED))) {
		conn->pending_cpu = smp_processor_id();
		conn->flags |= LVS_CONN_PENDING;
		spin_lock(&pending->lock);
		list_add_tail(&conn->pending, &pending->list);
		spin_unlock(&pending->lock);
	}
	spin_unlock(&conn->lock);
}

static void lvs_conn_pending_del(struct lvs_conns *conns, struct lvs_conn *conn)
{
	struct lvs_pending *pending = per_cpu_ptr(conns->pending, conn->pending_cpu);

	lockdep_assert_held(&conn->lock);
	if (!(conn->flags & LVS_CONN_PENDING))
		return;
	conn->flags &= ~LVS_CONN_PENDING;
	spin_lock(&pending->lock);
	list_del(&conn->pending);
	spin_unlock(&pending->lock);
}

/* The oldest unanswered connection of a CPU; it may be ending. RCU read side. */
static struct lvs_conn *lvs_conn_pending_first(struct lvs_conns *conns, int cpu)
{
	struct lvs_pending *pending = per_cpu_ptr(conns->pending, cpu);
	struct lvs_conn *conn;

	spin_lock_bh(&pending->lock);
	conn = list_first_entry_or_null(&pending->list, struct lvs_conn, pending);
	spin_unlock_bh(&pending->lock);
	return conn;
}

/* A template that served nobody else goes with its connection. RCU read side. */
static bool lvs_conn_evict_one(struct lvs_net *lnet, struct lvs_conn *conn)
{
	struct lvs_template *template = conn->template;

	if (!lvs_conn_kill(lnet, conn))
		return false;
	if (template && lvs_template_is_idle(template))
		lvs_template_kill(lnet, template);
	return true;
}

/* Make room at the cost of a connection that nobody has answered: own CPU's first. */
static bool lvs_conn_evict(struct lvs_net *lnet)
{
	struct lvs_conns *conns = lnet->conns;
	struct lvs_conn *conn;
	int cpu;

	conn = lvs_conn_pending_first(conns, smp_processor_id());
	if (conn)
		return lvs_conn_evict_one(lnet, conn);
	for_each_possible_cpu(cpu) {
		conn = lvs_conn_pending_first(conns, cpu);
		if (conn)
			return lvs_conn_evict_one(lnet, conn);
	}
	return lvs_template_evict(lnet);
}

/* Templates take their share of the limit. */
bool lvs_conn_make_room(struct lvs_net *lnet)
{
	struct lvs_conns *conns = lnet->conns;
	s64 max = READ_ONCE(lnet->config.conn_max);

	max -= percpu_counter_read_positive(&conns->template_count);
	return percpu_counter_compare(&conns->count, max) < 0 || lvs_conn_evict(lnet);
}

struct lvs_flow *lvs_conn_lookup(struct lvs_net *lnet, const struct lvs_packet *packet)
{
	return lvs_flow_table_lookup(&lnet->conns->table, packet);
}

/* UDP port of ISAKMP (RFC 2408, 2.5.1), at both ends. */
#define LVS_CONN_ISAKMP 500

struct lvs_flow *lvs_conn_lookup_exchange(struct lvs_net *lnet, const struct lvs_packet *packet)
{
	struct lvs_packet exchange = *packet;

	if (packet->protocol != IPPROTO_ESP && packet->protocol != IPPROTO_AH)
		return NULL;
	exchange.protocol = IPPROTO_UDP;
	exchange.sport = htons(LVS_CONN_ISAKMP);
	exchange.dport = htons(LVS_CONN_ISAKMP);
	return lvs_conn_lookup(lnet, &exchange);
}

/*
 * What follows is compiled once for each family, which its callers know: that
 * halves the instructions.
 */
static __always_inline void lvs_flow_fill(struct lvs_flow *flow, u16 family, const __be32 *saddr,
					  const __be32 *daddr, const __be32 *new_saddr,
					  const __be32 *new_daddr)
{
	unsigned int words = lvs_addr_words(family);

	lvs_addr_copy(&flow->addr[LVS_FLOW_SADDR * words], saddr, family);
	lvs_addr_copy(&flow->addr[LVS_FLOW_DADDR * words], daddr, family);
	lvs_addr_copy(&flow->addr[LVS_FLOW_NEW_SADDR * words], new_saddr, family);
	lvs_addr_copy(&flow->addr[LVS_FLOW_NEW_DADDR * words], new_daddr, family);
}

static __always_inline void lvs_flow_init(struct lvs_flow *flow, u16 family, u8 protocol,
					  enum lvs_dir dir)
{
	flow->family = family;
	flow->protocol = protocol;
	flow->dir = dir;
	flow->dead = 0;
	flow->lines = (dir == LVS_DIR_REQUEST ? 2 : 1) * lvs_flow_size(family) / LVS_FLOW_LINE;
	flow->stamp = (u32)jiffies;
}

/* Client to virtual address becomes client to real server. */
static __always_inline void lvs_conn_init_request(struct lvs_flow *flow, u16 family,
						  const struct lvs_packet *packet,
						  const struct lvs_server *server, __be16 dport)
{
	lvs_flow_init(flow, family, packet->protocol, LVS_DIR_REQUEST);
	flow->sport = packet->sport;
	flow->dport = packet->dport;
	flow->new_sport = packet->sport;
	flow->new_dport = dport;
	lvs_flow_fill(flow, family, packet->saddr.ip6, packet->daddr.ip6, packet->saddr.ip6,
		      server->addr.ip6);
	flow->addr_delta =
		lvs_csum_delta(packet->daddr.ip6, server->addr.ip6, lvs_addr_words(family));
	flow->full_delta = csum_add(flow->addr_delta, lvs_csum_delta16(packet->dport, dport));
}

/* Real server to client becomes virtual address to client. */
static __always_inline void lvs_conn_init_reply(struct lvs_flow *flow, u16 family,
						const struct lvs_packet *packet,
						const struct lvs_server *server, __be16 dport)
{
	lvs_flow_init(flow, family, packet->protocol, LVS_DIR_REPLY);
	flow->sport = dport;
	flow->dport = packet->sport;
	flow->new_sport = packet->dport;
	flow->new_dport = packet->sport;
	lvs_flow_fill(flow, family, server->addr.ip6, packet->saddr.ip6, packet->daddr.ip6,
		      packet->saddr.ip6);
	flow->addr_delta =
		lvs_csum_delta(server->addr.ip6, packet->daddr.ip6, lvs_addr_words(family));
	flow->full_delta = csum_add(flow->addr_delta, lvs_csum_delta16(dport, packet->dport));
}

/* A packet that is not translated leaves its flow as it came. */
static __always_inline void lvs_conn_init_one_way(struct lvs_flow *flow, u16 family,
						  const struct lvs_packet *packet)
{
	lvs_flow_init(flow, family, packet->protocol, LVS_DIR_REQUEST);
	flow->sport = packet->sport;
	flow->dport = packet->dport;
	flow->new_sport = packet->sport;
	flow->new_dport = packet->dport;
	flow->addr_delta = 0;
	flow->full_delta = 0;
	lvs_flow_fill(flow, family, packet->saddr.ip6, packet->daddr.ip6, packet->saddr.ip6,
		      packet->daddr.ip6);
}

static __always_inline void lvs_conn_init_flows(struct lvs_conn *conn, u16 family,
						const struct lvs_conn_start *start)
{
	const struct lvs_server *server = &start->dest->server;
	const struct lvs_packet *packet = start->packet;
	struct lvs_flow *request = lvs_conn_flow(conn, LVS_DIR_REQUEST);
	struct lvs_flow *reply = lvs_conn_flow(conn, LVS_DIR_REPLY);

	if (lvs_conn_is_one_way(conn)) {
		lvs_conn_init_one_way(request, family, packet);
		memset(reply, 0, lvs_flow_size(family));
		lvs_flow_init(reply, family, packet->protocol, LVS_DIR_REPLY);
		reply->sport = start->dport; /* told to who lists it; no packet looks for it */
		return;
	}
	lvs_conn_init_request(request, family, packet, server, start->dport);
	lvs_conn_init_reply(reply, family, packet, server, start->dport);
}

/* False where memory is short. */
static bool lvs_conn_join_session(struct lvs_conns *conns, struct lvs_conn *conn,
				  const struct lvs_conn_start *start)
{
	if (start->parent) {
		conn->session = lvs_session_get(start->parent->session);
		return true;
	}
	/* What a server says of its address is true where clients reach it directly. */
	if (lvs_conn_is_one_way(conn) || !lvs_session_is_control(start->packet))
		return true;
	conn->session = lvs_session_create(conns, start->packet, start->dport);
	conn->flags |= LVS_CONN_CONTROL;
	return conn->session;
}

static struct lvs_conn *lvs_conn_prepare(struct lvs_conns *conns,
					 const struct lvs_conn_start *start)
{
	const struct lvs_packet *packet = start->packet;
	struct lvs_dest *dest = start->dest;
	struct lvs_conn *conn = lvs_conns_alloc(packet->family);

	if (!conn)
		return NULL;
	conn->family = packet->family;
	conn->dest = dest;
	conn->proto = lvs_proto_find(packet->protocol)->slot;
	conn->fwmark = packet->mark;
	conn->method = start->parent ? start->parent->method : READ_ONCE(dest->config.fwd_method);
	if (!lvs_conn_join_session(conns, conn, start)) {
		lvs_conns_free(conn);
		return NULL;
	}
	if (start->expected) {
		conn->flags |= LVS_CONN_EXPECTED;
		conn->state = LVS_TCP_LISTEN;
	}
	if (start->template && lvs_template_follow(start->template, start->timeout))
		conn->template = start->template;
	spin_lock_init(&conn->lock);
	if (packet->family == AF_INET6)
		lvs_conn_init_flows(conn, AF_INET6, start);
	else
		lvs_conn_init_flows(conn, AF_INET, start);
	return conn;
}

/* One that nobody has found. */
static void lvs_conn_free(struct lvs_conn *conn)
{
	if (conn->template)
		lvs_template_leave(conn->template);
	lvs_conns_free(conn);
}

struct lvs_conn *lvs_conn_create_single(struct lvs_net *lnet, const struct lvs_conn_start *start)
{
	struct lvs_conn *conn = lvs_conn_prepare(lnet->conns, start);

	if (!conn)
		return NULL;
	conn->flags |= LVS_CONN_SINGLE;
	return conn;
}

void lvs_conn_end_single(struct lvs_conn *conn)
{
	lvs_conn_free(conn);
}

/* The flow that replies arrive by, NULL where they pass us by. */
static struct lvs_flow *lvs_conn_reply_flow(const struct lvs_conn *conn)
{
	return lvs_conn_is_one_way(conn) ? NULL : lvs_conn_flow(conn, LVS_DIR_REPLY);
}

/* Have both ends taken leave? */
static bool lvs_conn_is_over(const struct lvs_conn *conn)
{
	return lvs_proto_of_slot(conn->proto)->closed & BIT(READ_ONCE(conn->state));
}

/* Tries to find a port that no other connection of the client is known by; most need one. */
#define LVS_CONN_PORT_TRIES 16

/* The real server shall see the client at another port than its own. Not published. */
static void lvs_conn_change_client_port(struct lvs_conn *conn, u32 dice)
{
	struct lvs_flow *request = lvs_conn_flow(conn, LVS_DIR_REQUEST);
	struct lvs_flow *reply = lvs_conn_flow(conn, LVS_DIR_REPLY);
	__be16 port = htons(lvs_port_like(ntohs(request->sport), dice));
	__be16 old = request->new_sport;

	request->new_sport = port;
	request->full_delta = csum_add(request->full_delta, lvs_csum_delta16(old, port));
	reply->dport = port;
	reply->full_delta = csum_add(reply->full_delta, lvs_csum_delta16(port, old));
}

/*
 * Another connection has one of our keys. That of our replies, of the same client port and
 * server, differs with another port, but for FTP's data, whose ports are agreed on. Else the
 * other gives way if it is over. What has not begun does so always.
 */
static bool lvs_conn_evade(struct lvs_net *lnet, const struct lvs_conn_start *start,
			   struct lvs_conn *conn, const struct lvs_flow *taken)
{
	bool helps = !start->parent && lvs_flow_same(taken, lvs_conn_flow(conn, LVS_DIR_REPLY));
	struct lvs_conn *other = lvs_flow_conn(taken);
	bool is_expected = READ_ONCE(other->flags) & LVS_CONN_EXPECTED;

	if (is_expected || (!helps && lvs_conn_is_over(other)))
		lvs_conn_kill(lnet, other);
	else if (helps)
		lvs_conn_change_client_port(conn, get_random_u32());
	else
		return false;
	return true;
}

/* Publish both flows, or find the connection that has ours. */
static enum lvs_reason lvs_conn_publish(struct lvs_net *lnet, const struct lvs_conn_start *start,
					struct lvs_conn *conn, struct lvs_flow **result)
{
	struct lvs_flow *request = lvs_conn_flow(conn, LVS_DIR_REQUEST);
	struct lvs_flow *reply = lvs_conn_reply_flow(conn);
	unsigned int tries;

	for (tries = 0; tries < LVS_CONN_PORT_TRIES; tries++) {
		*result = lvs_flow_table_add(&lnet->conns->table, request, reply);
		if (!*result)
			return LVS_REASON_NONE;
		if (lvs_flow_same(*result, request) && (*result)->dir == LVS_DIR_REQUEST)
			return LVS_REASON_NONE;
		if (!lvs_conn_evade(lnet, start, conn, *result))
			break;
	}
	return LVS_REASON_REPLY_CLASH;
}

/*
 * A removed server lives as long as it counts a connection. Who has it from one that ends
 * just now may have counted too late; if so, the end can be seen.
 */
static bool lvs_conn_is_late(const struct lvs_conn_start *start)
{
	smp_mb__after_atomic(); /* our count before the flags; lvs_conn_kill() has them in reverse */
	return start->parent && READ_ONCE(start->parent->flags) & LVS_CONN_DEAD;
}

enum lvs_reason lvs_conn_create(struct lvs_net *lnet, const struct lvs_conn_start *start,
				struct lvs_flow **result)
{
	struct lvs_dest *dest = start->dest;
	struct lvs_conns *conns = lnet->conns;
	enum lvs_reason reason;
	struct lvs_conn *conn;

	/* One that was expected takes the place of its parent, which must not make room for it. */
	if ((!start->parent || start->expected) && !lvs_conn_make_room(lnet))
		return LVS_REASON_CONN_LIMIT;
	conn = lvs_conn_prepare(conns, start);
	if (!conn)
		return LVS_REASON_NO_MEMORY;
	/* Counted before it can be found, so that whoever ends it finds it counted. */
	percpu_counter_inc(&conns->count);
	if (start->expected)
		atomic_inc(&conns->expected);
	lvs_dest_conn_bind(dest, false);
	if (lvs_conn_is_late(start))
		reason = LVS_REASON_NOT_A_START;
	else
		reason = lvs_conn_publish(lnet, start, conn, result);
	if (reason != LVS_REASON_NONE || *result) {
		if (start->expected)
			atomic_dec(&conns->expected);
		percpu_counter_dec(&conns->count);
		lvs_dest_conn_unbind(dest, false);
		lvs_conn_free(conn);
		return reason;
	}
	*result = lvs_conn_flow(conn, LVS_DIR_REQUEST);
	lvs_conn_pending_add(conns, conn);
	lvs_conns_grown(conns);
	/* Counted when it begins. */
	if (start->expected)
		return LVS_REASON_NONE;
	lvs_stats_count_conn(&dest->stats);
	lvs_stats_count_conn(&lnet->stats);
	return LVS_REASON_NONE;
}

bool lvs_conn_kill(struct lvs_net *lnet, struct lvs_conn *conn)
{
	struct lvs_conns *conns = lnet->conns;
	bool active;

	spin_lock_bh(&conn->lock);
	if (conn->flags & LVS_CONN_DEAD) {
		spin_unlock_bh(&conn->lock);
		return false;
	}
	conn->flags |= LVS_CONN_DEAD;
	active = conn->flags & LVS_CONN_ACTIVE;
	lvs_conn_pending_del(conns, conn);
	spin_unlock_bh(&conn->lock);

	lvs_flow_table_del(&conns->table, lvs_conn_flow(conn, LVS_DIR_REQUEST),
			   lvs_conn_reply_flow(conn));
	lvs_dest_conn_unbind(conn->dest, active);
	if (conn->template)
		lvs_template_leave(conn->template);
	if (conn->flags & LVS_CONN_EXPECTED)
		atomic_dec(&conns->expected);
	percpu_counter_dec(&conns->count);
	lvs_conns_retire(conns, conn);
	return true;
}

/* Seen from both ends: no longer first to go when memory is short. */
static void lvs_conn_assure(struct lvs_conns *conns, struct lvs_conn *conn)
{
	lockdep_assert_held(&conn->lock);
	conn->flags |= LVS_CONN_ASSURED;
	if (conn->template)
		lvs_template_assure(conn->template);
	lvs_conn_pending_del(conns, conn);
}

static void lvs_conn_set_state(struct lvs_conns *conns, struct lvs_conn *conn, u8 state)
{
	const struct lvs_proto *proto = lvs_proto_of_slot(conn->proto);
	bool active = proto->active & BIT(state);
	bool was_active = conn->flags & LVS_CONN_ACTIVE;

	lockdep_assert_held(&conn->lock);
	if (conn->flags & LVS_CONN_DEAD)
		return;
	WRITE_ONCE(conn->state, state);
	if (active != was_active) {
		conn->flags ^= LVS_CONN_ACTIVE;
		lvs_dest_conn_move(conn->dest, active);
	}
	if (state == proto->established && !(conn->flags & LVS_CONN_ASSURED))
		lvs_conn_assure(conns, conn);
}

static u8 lvs_conn_next_tcp(const struct lvs_net *lnet, u8 state, enum lvs_dir dir,
			    enum lvs_tcp_event event)
{
	if (unlikely(READ_ONCE(lnet->config.secure_tcp) >= LVS_DEFENCE_AUTO_ON))
		return lvs_tcp_next_secure(state, dir, event);
	return lvs_tcp_next(state, dir, event);
}

static void lvs_conn_track_tcp(struct lvs_net *lnet, struct lvs_conn *conn, enum lvs_dir dir,
			       u8 tcp_flags)
{
	enum lvs_tcp_event event = lvs_tcp_event(tcp_flags);
	u8 state = READ_ONCE(conn->state);

	if (lvs_conn_next_tcp(lnet, state, dir, event) == state)
		return;
	spin_lock_bh(&conn->lock);
	lvs_conn_set_state(lnet->conns, conn, lvs_conn_next_tcp(lnet, conn->state, dir, event));
	spin_unlock_bh(&conn->lock);
}

static void lvs_conn_track_sctp(struct lvs_conns *conns, struct lvs_conn *conn, enum lvs_dir dir,
				u8 chunk)
{
	enum lvs_sctp_event event = lvs_sctp_event(chunk);
	u8 state = READ_ONCE(conn->state);

	if (lvs_sctp_next(state, dir, event) == state)
		return;
	spin_lock_bh(&conn->lock);
	lvs_conn_set_state(conns, conn, lvs_sctp_next(conn->state, dir, event));
	spin_unlock_bh(&conn->lock);
}

/* Where answers pass us by, a client that has more to say tells of them. */
static void lvs_conn_track_udp(struct lvs_conns *conns, struct lvs_conn *conn, enum lvs_dir dir,
			       bool is_later)
{
	bool is_answered = dir == LVS_DIR_REPLY || (dir == LVS_DIR_REQUEST_ONLY && is_later);

	if (!is_answered || READ_ONCE(conn->flags) & LVS_CONN_ASSURED)
		return;
	spin_lock_bh(&conn->lock);
	if (!(conn->flags & LVS_CONN_DEAD))
		lvs_conn_assure(conns, conn);
	spin_unlock_bh(&conn->lock);
}

void lvs_conn_track(struct lvs_net *lnet, struct lvs_flow *flow, const struct lvs_packet *packet)
{
	struct lvs_conn *conn = lvs_flow_conn(flow);
	enum lvs_dir dir = lvs_conn_is_one_way(conn) ? LVS_DIR_REQUEST_ONLY : flow->dir;
	u32 now = (u32)jiffies;
	bool is_later = READ_ONCE(flow->stamp) != now;

	/* A store only when it changes: the line stays clean within a jiffy. */
	if (is_later)
		WRITE_ONCE(flow->stamp, now);
	if (conn->proto == LVS_PROTO_TCP)
		lvs_conn_track_tcp(lnet, conn, dir, packet->tcp_flags);
	else if (conn->proto == LVS_PROTO_UDP)
		lvs_conn_track_udp(lnet->conns, conn, dir, is_later);
	else
		lvs_conn_track_sctp(lnet->conns, conn, dir, packet->chunk);
}

/* Jiffies since a stamp; 0 where another CPU has set it just now. */
static u32 lvs_conn_age(u32 stamp)
{
	u32 age = (u32)jiffies - stamp;

	return age > U32_MAX - HZ ? 0 : age;
}

/* While data is transferred, nothing is said on the control connection that lives for it. */
static u32 lvs_conn_session_idle(const struct lvs_conn *conn, u32 idle)
{
	const struct lvs_session *session = conn->session;

	if (READ_ONCE(conn->state) != LVS_TCP_ESTABLISHED)
		return idle;
	if (lvs_session_is_busy(session))
		return 0;
	return min(idle, lvs_conn_age(READ_ONCE(session->left)));
}

/*
 * The younger stamp counts, by its age: a direction may have been silent for so long, or
 * never seen, that its stamp seems to come after the other.
 */
u32 lvs_conn_expires(const struct lvs_net *lnet, const struct lvs_conn *conn)
{
	u32 request = lvs_conn_age(READ_ONCE(lvs_conn_flow(conn, LVS_DIR_REQUEST)->stamp));
	u32 reply = lvs_conn_age(READ_ONCE(lvs_conn_flow(conn, LVS_DIR_REPLY)->stamp));
	u32 timeout = READ_ONCE(lnet->config.timeout[conn->proto][READ_ONCE(conn->state)]);
	u32 idle = min(request, reply);

	if (unlikely(lvs_conn_is_control(conn)))
		idle = lvs_conn_session_idle(conn, idle);
	return idle < timeout ? timeout - idle : 0;
}

bool lvs_conn_may_begin_anew(const struct lvs_conn *conn, int mode)
{
	if (mode && lvs_conn_is_over(conn))
		return true;
	/* The server's end will never be seen. */
	return mode & LVS_REUSE_ONE_WAY && lvs_conn_is_one_way(conn) &&
	       conn->proto == LVS_PROTO_TCP && READ_ONCE(conn->state) == LVS_TCP_FIN_WAIT;
}
