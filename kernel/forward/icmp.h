/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_FORWARD_ICMP_H
#define LVS_FORWARD_ICMP_H

#include "../base/net.h"
#include "../base/packet.h"

#include <linux/netfilter.h>

/**
 * lvs_icmp() - a packet of no protocol that the director balances
 * @lnet: namespace
 * @skb: packet
 * @packet: parsed as far as its protocol
 * @state: hook
 *
 * An ICMP error goes to the end of the connection whose packet it quotes,
 * with outer and quoted addresses as that end knows them (RFC 5508, 4.2).
 * Everything else is the host's.
 *
 * Context: softirq or bottom halves off, RCU read side.
 */
enum lvs_reason lvs_icmp(struct lvs_net *lnet, struct sk_buff *skb, const struct lvs_packet *packet,
			 const struct nf_hook_state *state);

#endif
