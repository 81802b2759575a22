/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_FORWARD_REPLY_H
#define LVS_FORWARD_REPLY_H

#include "../base/net.h"
#include "../base/packet.h"
#include "../tables/conn.h"

#include <linux/netfilter.h>

/**
 * lvs_reply() - a packet on its way from a real server to a client
 * @lnet: namespace
 * @skb: packet
 * @packet: as parsed from it
 * @flow: of its connection
 * @state: hook
 *
 * Context: softirq or bottom halves off, RCU read side.
 */
enum lvs_reason lvs_reply(struct lvs_net *lnet, struct sk_buff *skb,
			  const struct lvs_packet *packet, struct lvs_flow *flow,
			  const struct nf_hook_state *state);

/**
 * lvs_reply_single() - what may answer a packet that was scheduled alone
 * @lnet: namespace
 * @skb: packet
 * @packet: as parsed from it, of no connection
 * @state: hook
 *
 * Nothing remembers the request: it is told by the real server that speaks.
 * Context: softirq, RCU read side.
 */
enum lvs_reason lvs_reply_single(struct lvs_net *lnet, struct sk_buff *skb,
				 const struct lvs_packet *packet,
				 const struct nf_hook_state *state);

/**
 * lvs_reply_route() - choose the way of a translated reply, where it can depend on the source
 * @lnet: namespace
 * @skb: it
 * @state: hook
 *
 * Context: as above. Return: LVS_REASON_NONE, or why it has none.
 */
enum lvs_reason lvs_reply_route(struct lvs_net *lnet, struct sk_buff *skb,
				const struct nf_hook_state *state);

/**
 * lvs_reply_stray() - a packet that belongs to no connection, on its way past us
 * @lnet: namespace
 * @skb: it
 * @packet: parsed
 * @state: FORWARD
 *
 * With nat_icmp_send, a real server behind NAT is told so, and need not wait
 * for a client that has gone. What ends a connection calls for no answer.
 *
 * Context: softirq. Return: LVS_REASON_STRAY_REPLY, or LVS_REASON_NO_SERVICE.
 */
enum lvs_reason lvs_reply_stray(struct lvs_net *lnet, struct sk_buff *skb,
				const struct lvs_packet *packet, const struct nf_hook_state *state);

#endif
