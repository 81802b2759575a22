/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_FORWARD_XMIT_H
#define LVS_FORWARD_XMIT_H

#include "../base/net.h"
#include "../base/packet.h"
#include "../tables/conn.h"
#include "../tables/route.h"

#include <linux/netfilter.h>

/*
 * Who makes a packet ready to leave does not send it: it says LVS_REASON_REQUEST_SENT, and
 * the hook sends it when all else is done.
 */

/**
 * lvs_xmit_send() - send a packet that is ready
 * @skb: packet, its header whole, with the way that it goes by
 * @state: hook that it came by
 *
 * Context: any, RCU read side.
 */
void lvs_xmit_send(struct sk_buff *skb, const struct nf_hook_state *state);

/**
 * lvs_xmit_request() - translate a client's packet, and make it ready for its server
 * @lnet: namespace
 * @skb: packet
 * @packet: as parsed from it
 * @flow: its flow
 * @state: hook
 *
 * Context: softirq or bottom halves off, RCU read side. Return: how it went.
 */
enum lvs_reason lvs_xmit_request(struct lvs_net *lnet, struct sk_buff *skb,
				 const struct lvs_packet *packet, const struct lvs_flow *flow,
				 const struct nf_hook_state *state);

/**
 * lvs_xmit_check() - may a packet go to a connection's real server?
 * @lnet: namespace
 * @skb: packet, untouched so far
 * @route: way to the real server, or NULL
 * @conn: connection
 * @state: hook
 *
 * Where it may not, its sender has been told by ICMP. Context: as above.
 * Return: LVS_REASON_NONE, or why not.
 */
enum lvs_reason lvs_xmit_check(struct lvs_net *lnet, struct sk_buff *skb,
			       const struct lvs_route *route, const struct lvs_conn *conn,
			       const struct nf_hook_state *state);

/* Make a packet ready that is translated already. Context: as above. Return: how it went. */
enum lvs_reason lvs_xmit_translated(struct lvs_net *lnet, struct sk_buff *skb,
				    const struct lvs_route *route,
				    const struct nf_hook_state *state);

/* Make one ready that is not to be translated: direct, by tunnel, to this host. As above. */
enum lvs_reason lvs_xmit_unchanged(struct lvs_net *lnet, struct sk_buff *skb,
				   const struct lvs_route *route, const struct lvs_conn *conn,
				   const struct nf_hook_state *state);

/**
 * lvs_xmit_release() - let go of a way that was found for one packet
 * @skb: packet
 * @route: its way, whose reference on dst goes
 * @reason: what has become of the packet; if it is to leave by @route, it keeps the way
 *
 * Context: as above.
 */
void lvs_xmit_release(struct sk_buff *skb, const struct lvs_route *route, enum lvs_reason reason);

/* Tell the client that nobody takes its connection (ICMP port unreachable). */
void lvs_xmit_refuse(struct sk_buff *skb, const struct nf_hook_state *state);

/* Is a packet larger than its way lets it be? Its sender has been told then. Context: as above. */
bool lvs_xmit_too_big(struct sk_buff *skb, unsigned int mtu, const struct nf_hook_state *state);

/* Choose the way of a translated packet that was routed with other addresses. */
bool lvs_xmit_reroute(struct sk_buff *skb, const struct nf_hook_state *state);

#endif
