// SPDX-License-Identifier: GPL-2.0
/*
 * Data connections to come.
 *
 * LOCKING
 *  guards    as any connection, see conn.c; conns->expected is an atomic that
 *            counts them before they can be found.
 *  readers   RCU.
 *  lifetime  until the connection begins, or nobody calls for as long as a
 *            TCP connection may stay in state LISTEN.
 *  contexts  softirq, and process with bottom halves off.
 *  order     none of its own.
 */
#include "expected.h"

#include "service.h"
#include "session.h"

#include "../proto/tcp.h"

#include <linux/random.h>

/* Ports for data connections whose own is taken: those that nobody registers (RFC 6335). */
#define LVS_EXPECTED_PORT_MIN 49152
#define LVS_EXPECTED_PORTS    16384
#define LVS_EXPECTED_TRIES    8

/* What the client would send, had it a port: as far as it is known. */
static void lvs_expected_packet(struct lvs_packet *packet, const struct lvs_conn *control)
{
	const struct lvs_flow *request = lvs_conn_flow(control, LVS_DIR_REQUEST);

	memset(packet, 0, sizeof(*packet));
	packet->family = request->family;
	packet->protocol = request->protocol;
	packet->mark = control->fwmark;
	lvs_addr_set(&packet->saddr, lvs_flow_addr(request, LVS_FLOW_SADDR), request->family);
	lvs_addr_set(&packet->daddr, lvs_flow_addr(request, LVS_FLOW_DADDR), request->family);
}

/* Does a service of its own have this port, so that clients may ask for it any time? */
static bool lvs_expected_is_service(struct lvs_net *lnet, const struct lvs_packet *packet)
{
	const struct lvs_service_key key = {
		.addr = packet->daddr,
		.family = packet->family,
		.protocol = packet->protocol,
		.port = packet->dport,
	};

	return lvs_service_lookup(lnet, &key);
}

/* One that its session has told so many others after. */
static void lvs_expected_forget(struct lvs_net *lnet, const struct lvs_session *session,
				const struct lvs_session_wait *wait, struct lvs_packet *packet)
{
	struct lvs_flow *flow;
	struct lvs_conn *conn;

	packet->sport = wait->cport;
	packet->dport = wait->vport;
	flow = lvs_conn_lookup(lnet, packet);
	conn = flow ? lvs_flow_conn(flow) : NULL;
	if (conn && READ_ONCE(conn->flags) & LVS_CONN_EXPECTED && conn->session == session)
		lvs_conn_kill(lnet, conn);
}

/* A session that only tells and never calls must not fill the table. */
static void lvs_expected_remember(struct lvs_net *lnet, struct lvs_session *session,
				  const struct lvs_packet *packet)
{
	struct lvs_session_wait *wait = &session->waits[session->waits_next];
	struct lvs_packet old = *packet;
	unsigned int i;

	lockdep_assert_held(&session->lock);
	for (i = 0; i < LVS_SESSION_WAITS; i++) {
		if (session->waits[i].cport == packet->sport &&
		    session->waits[i].vport == packet->dport)
			return;
	}
	lvs_expected_forget(lnet, session, wait, &old);
	wait->cport = packet->sport;
	wait->vport = packet->dport;
	session->waits_next = (session->waits_next + 1) % LVS_SESSION_WAITS;
}

/* True if it is expected now, by us or by an earlier word of the same. */
static bool lvs_expected_add(struct lvs_net *lnet, const struct lvs_conn *control,
			     const struct lvs_packet *packet, __be16 dport)
{
	const struct lvs_conn_start start = {
		.packet = packet,
		.dest = control->dest,
		.parent = control,
		.dport = dport,
		.expected = true,
	};
	struct lvs_flow *flow;

	if (lvs_conn_create(lnet, &start, &flow) != LVS_REASON_NONE)
		return false;
	if (lvs_flow_conn(flow)->session == control->session)
		lvs_expected_remember(lnet, control->session, packet);
	return lvs_flow_conn(flow)->dest == control->dest && flow->new_dport == dport;
}

bool lvs_expected_add_passive(struct lvs_net *lnet, const struct lvs_conn *control, __be16 dport,
			      __be16 *vport)
{
	struct lvs_packet packet;
	unsigned int tries;

	lvs_expected_packet(&packet, control);
	packet.dport = dport;
	for (tries = 0; tries < LVS_EXPECTED_TRIES; tries++) {
		if (!lvs_expected_is_service(lnet, &packet) &&
		    lvs_expected_add(lnet, control, &packet, dport)) {
			*vport = packet.dport;
			return true;
		}
		packet.dport = htons(LVS_EXPECTED_PORT_MIN + get_random_u32() % LVS_EXPECTED_PORTS);
	}
	return false;
}

void lvs_expected_add_active(struct lvs_net *lnet, const struct lvs_conn *control, __be16 cport)
{
	struct lvs_packet packet;

	lvs_expected_packet(&packet, control);
	packet.sport = cport;
	lvs_expected_add(lnet, control, &packet, 0);
}

/*
 * A server calls from the port below its own, as RFC 959 has it, or from any:
 * the client sees the same at the virtual address.
 */
static __be16 lvs_expected_vport(const struct lvs_session *session, __be16 port)
{
	if (ntohs(port) == ntohs(session->dport) - 1)
		return htons(ntohs(session->vport) - 1);
	return port;
}

/* The packet as the client would send it. */
static void lvs_expected_as_request(struct lvs_packet *packet, const struct lvs_flow *flow)
{
	const struct lvs_conn *conn = lvs_flow_conn(flow);

	if (flow->dir == LVS_DIR_REPLY) {
		lvs_packet_reverse(packet);
		lvs_addr_set(&packet->daddr, lvs_flow_addr(flow, LVS_FLOW_NEW_SADDR),
			     packet->family);
		packet->dport = lvs_expected_vport(conn->session, packet->dport);
	}
	packet->mark = conn->fwmark;
}

enum lvs_reason lvs_expected_begin(struct lvs_net *lnet, const struct lvs_packet *packet,
				   struct lvs_flow **result)
{
	struct lvs_packet request = *packet;
	struct lvs_conn_start start = { .packet = &request };
	enum lvs_reason reason;
	struct lvs_conn *conn;
	struct lvs_flow *flow;

	*result = NULL;
	if (packet->protocol != IPPROTO_TCP || lvs_tcp_event(packet->tcp_flags) != LVS_TCP_EV_SYN)
		return LVS_REASON_NONE;
	request.sport = 0;
	flow = lvs_conn_lookup(lnet, &request);
	conn = flow ? lvs_flow_conn(flow) : NULL;
	if (!conn || !(READ_ONCE(conn->flags) & LVS_CONN_EXPECTED))
		return LVS_REASON_NONE;
	request.sport = packet->sport;
	lvs_expected_as_request(&request, flow);
	start.dest = conn->dest;
	start.parent = conn;
	start.dport = flow->dir == LVS_DIR_REPLY ? packet->sport : flow->new_dport;
	reason = lvs_conn_create(lnet, &start, result);
	/* It was forgotten, or another CPU was faster with the same packet. */
	if (reason == LVS_REASON_NOT_A_START) {
		*result = lvs_conn_lookup(lnet, packet);
		return LVS_REASON_NONE;
	}
	if (reason != LVS_REASON_NONE)
		return reason;
	lvs_conn_kill(lnet, conn);
	*result = lvs_conn_flow(lvs_flow_conn(*result), flow->dir);
	return LVS_REASON_NONE;
}
