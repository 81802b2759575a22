// SPDX-License-Identifier: GPL-2.0
#include "reply.h"

#include "ftp.h"
#include "ipsec.h"
#include "nat.h"
#include "track.h"
#include "xmit.h"

#include "../base/owned.h"
#include "../proto/sctp.h"
#include "../proto/tcp.h"
#include "../tables/service.h"

#include <net/ip6_fib.h>
#include <net/ip_fib.h>

/* Can the route of a packet depend on its source, which has just changed? */
static bool lvs_reply_route_depends(const struct lvs_net *lnet, const struct nf_hook_state *state)
{
	if (unlikely(lvs_ipsec_is_used(lnet)))
		return true;
	if (!READ_ONCE(lnet->config.snat_reroute))
		return false;
	if (state->pf == NFPROTO_IPV6)
		return fib6_has_custom_rules(state->net) || fib6_routes_require_src(state->net);
	return fib4_has_custom_rules(state->net);
}

enum lvs_reason lvs_reply_route(struct lvs_net *lnet, struct sk_buff *skb,
				const struct nf_hook_state *state)
{
	if (state->hook == NF_INET_LOCAL_IN || !lvs_reply_route_depends(lnet, state))
		return LVS_REASON_NONE;
	if (!lvs_xmit_reroute(skb, state))
		return LVS_REASON_REROUTE_FAILED;
	/* What protects it takes room that nobody has reckoned with before. */
	if (unlikely(dst_xfrm(skb_dst(skb))) && lvs_xmit_too_big(skb, dst_mtu(skb_dst(skb)), state))
		return LVS_REASON_TOO_BIG;
	return LVS_REASON_NONE;
}

enum lvs_reason lvs_reply(struct lvs_net *lnet, struct sk_buff *skb,
			  const struct lvs_packet *packet, struct lvs_flow *flow,
			  const struct nf_hook_state *state)
{
	const struct lvs_conn *conn = lvs_flow_conn(flow);
	enum lvs_reason reason;

	lvs_stats_count_out(&conn->dest->stats, skb->len);
	lvs_stats_count_out(&lnet->stats, skb->len);
	lvs_conn_track(lnet, flow, packet);
	if (unlikely(lvs_conn_is_control(conn))) {
		reason = lvs_ftp_reply(lnet, skb, packet, conn);
		if (reason != LVS_REASON_NONE)
			return reason;
	}
	if (READ_ONCE(lnet->config.conntrack))
		lvs_track_expect_request(skb, flow);
	if (!lvs_nat_translate(skb, packet, flow))
		return LVS_REASON_NOT_WRITABLE;
	lvs_packet_own(lnet, skb);
	reason = lvs_reply_route(lnet, skb, state);
	return reason == LVS_REASON_NONE ? LVS_REASON_REPLY : reason;
}

enum lvs_reason lvs_reply_single(struct lvs_net *lnet, struct sk_buff *skb,
				 const struct lvs_packet *packet, const struct nf_hook_state *state)
{
	struct lvs_packet request = *packet;
	struct lvs_conn_start start = { .packet = &request, .dport = packet->sport };
	const struct lvs_service *service;
	enum lvs_reason reason;
	struct lvs_conn *conn;

	start.dest = lvs_dest_lookup_sender(lnet, packet, &service);
	/* What a mark gathers has many addresses: the one that was asked is not known. */
	if (!start.dest || service->key.fwmark)
		return LVS_REASON_NO_SERVICE;
	lvs_packet_reverse(&request);
	request.daddr = service->key.addr;
	/* Of a service of all ports, packets go to the port that they ask for. */
	request.dport = service->key.port ?: packet->sport;
	conn = lvs_conn_create_single(lnet, &start);
	if (!conn)
		return LVS_REASON_NO_MEMORY;
	/* Asked of the connection, as the operator may be changing the server's just now. */
	if (lvs_conn_is_one_way(conn))
		reason = LVS_REASON_NO_SERVICE;
	else
		reason = lvs_reply(lnet, skb, packet, lvs_conn_flow(conn, LVS_DIR_REPLY), state);
	lvs_conn_end_single(conn);
	return reason;
}

enum lvs_reason lvs_reply_stray(struct lvs_net *lnet, struct sk_buff *skb,
				const struct lvs_packet *packet, const struct nf_hook_state *state)
{
	if (likely(!READ_ONCE(lnet->config.nat_icmp_send)))
		return LVS_REASON_NO_SERVICE;
	if ((packet->protocol == IPPROTO_TCP &&
	     lvs_tcp_event(packet->tcp_flags) == LVS_TCP_EV_RST) ||
	    (packet->protocol == IPPROTO_SCTP &&
	     lvs_sctp_event(packet->chunk) == LVS_SCTP_EV_ABORT))
		return LVS_REASON_NO_SERVICE;
	if (!lvs_dest_has_sent(lnet, packet))
		return LVS_REASON_NO_SERVICE;
	lvs_xmit_refuse(skb, state);
	return LVS_REASON_STRAY_REPLY;
}
