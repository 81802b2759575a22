// SPDX-License-Identifier: GPL-2.0
#include "request.h"

#include "ftp.h"
#include "ipsec.h"
#include "schedule.h"
#include "track.h"
#include "xmit.h"

#include "../proto/sctp.h"
#include "../proto/tcp.h"
#include "../tables/expected.h"
#include "../tables/service.h"

/* Does the client say that it begins? */
static bool lvs_request_is_opening(const struct lvs_packet *packet)
{
	if (packet->protocol == IPPROTO_TCP)
		return lvs_tcp_event(packet->tcp_flags) == LVS_TCP_EV_SYN;
	return packet->protocol == IPPROTO_SCTP &&
	       lvs_sctp_event(packet->chunk) == LVS_SCTP_EV_INIT;
}

/*
 * A client that opens a connection where an old one has ended gets a new one
 * at once, and with it a fresh choice of server; likewise, if the operator has
 * said so, where its server takes no more, but for data of a session that it
 * still has. One whose server was removed ends at any packet then.
 */
static bool lvs_request_ends_old(struct lvs_net *lnet, const struct lvs_packet *packet,
				 const struct lvs_conn *conn)
{
	const struct lvs_dest *dest = conn->dest;

	if (unlikely(READ_ONCE(dest->removed)) && READ_ONCE(lnet->config.expire_nodest_conn))
		return true;
	if (!lvs_request_is_opening(packet))
		return false;
	if (!READ_ONCE(dest->server.weight) && READ_ONCE(lnet->config.expire_nodest_conn) &&
	    !lvs_conn_is_data(conn))
		return true;
	return lvs_conn_may_begin_anew(conn, READ_ONCE(lnet->config.conn_reuse_mode));
}

/*
 * Connection tracking is to see the packet as we do. A client's port can come back before
 * the connection that used it is forgotten there; and packets scheduled one by one are
 * one connection to it, whichever server each goes to.
 */
static noinline enum lvs_reason lvs_request_track(struct sk_buff *skb, const struct lvs_flow *flow,
						  const struct nf_hook_state *state)
{
	const struct lvs_conn *conn = lvs_flow_conn(flow);

	if (lvs_conn_is_one_way(conn) || lvs_track_expect_reply(skb, flow))
		return LVS_REASON_NONE;
	if (lvs_conn_is_single(conn))
		return lvs_track_apart(skb, flow, state);
	return lvs_track_anew(skb, flow, state);
}

static enum lvs_reason lvs_request_forward(struct lvs_net *lnet, struct sk_buff *skb,
					   const struct lvs_packet *packet, struct lvs_flow *flow,
					   const struct nf_hook_state *state)
{
	const struct lvs_conn *conn = lvs_flow_conn(flow);
	enum lvs_reason reason;

	if (unlikely(READ_ONCE(lnet->config.conntrack))) {
		reason = lvs_request_track(skb, flow, state);
		if (reason != LVS_REASON_NONE)
			return reason;
	}
	lvs_stats_count_in(&conn->dest->stats, skb->len);
	lvs_stats_count_in(&lnet->stats, skb->len);
	lvs_conn_track(lnet, flow, packet);
	if (unlikely(lvs_conn_is_control(conn))) {
		reason = lvs_ftp_request(lnet, skb, packet, conn);
		if (reason != LVS_REASON_NONE)
			return reason;
	}
	return lvs_xmit_request(lnet, skb, packet, flow, state);
}

/* Out of line: it wants a guarded stack frame, which later packets need not pay for. */
static noinline enum lvs_reason lvs_request_begin(struct lvs_net *lnet, struct sk_buff *skb,
						  const struct lvs_packet *packet,
						  const struct nf_hook_state *state)
{
	enum lvs_reason reason;
	struct lvs_flow *flow;

	reason = lvs_schedule(lnet, packet, state->in, &flow);
	if (reason == LVS_REASON_NO_SERVER)
		lvs_xmit_refuse(skb, state);
	if (reason != LVS_REASON_NONE)
		return reason;
	reason = lvs_request_forward(lnet, skb, packet, flow, state);
	if (lvs_conn_is_single(lvs_flow_conn(flow)))
		lvs_conn_end_single(lvs_flow_conn(flow));
	return reason;
}

/* The ports of one that is over may be those of a data connection that is expected. */
static noinline enum lvs_reason lvs_request_anew(struct lvs_net *lnet, struct sk_buff *skb,
						 const struct lvs_packet *packet,
						 struct lvs_flow *old,
						 const struct nf_hook_state *state)
{
	enum lvs_reason reason = LVS_REASON_NONE;
	struct lvs_flow *flow = NULL;

	lvs_conn_kill(lnet, lvs_flow_conn(old));
	if (lvs_expected_any(lnet))
		reason = lvs_expected_begin(lnet, packet, &flow);
	if (reason != LVS_REASON_NONE)
		return reason;
	return flow ? lvs_request_forward(lnet, skb, packet, flow, state)
		    : lvs_request_begin(lnet, skb, packet, state);
}

enum lvs_reason lvs_request(struct lvs_net *lnet, struct sk_buff *skb,
			    const struct lvs_packet *packet, struct lvs_flow *flow,
			    const struct nf_hook_state *state)
{
	if (unlikely(!lvs_ipsec_admits(lnet, skb, state)) &&
	    (flow || lvs_service_match(lnet, packet)))
		return LVS_REASON_IPSEC;
	if (!flow)
		return lvs_request_begin(lnet, skb, packet, state);
	if (lvs_request_ends_old(lnet, packet, lvs_flow_conn(flow)))
		return lvs_request_anew(lnet, skb, packet, flow, state);
	return lvs_request_forward(lnet, skb, packet, flow, state);
}
