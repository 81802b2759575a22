/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_FORWARD_XMIT_H
#define LVS_FORWARD_XMIT_H

#include "../base/net.h"
#include "../base/packet.h"
#include "../tables/conn.h"

#include <linux/netfilter.h>

/**
 * lvs_xmit_request() - translate a client's packet and send it to its server
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

/* Tell the client that nobody takes its connection (ICMP port unreachable). */
void lvs_xmit_refuse(struct sk_buff *skb, const struct nf_hook_state *state);

/* Choose the way of a translated packet that was routed with other addresses. */
bool lvs_xmit_reroute(struct sk_buff *skb, const struct nf_hook_state *state);

#endif
