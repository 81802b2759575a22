/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_FORWARD_BYPASS_H
#define LVS_FORWARD_BYPASS_H

#include "../base/net.h"
#include "../base/packet.h"
#include "../tables/conn.h"

#include <linux/netfilter.h>

/**
 * lvs_bypass_dest() - who takes what a service has no real server for
 * @lnet: namespace
 * @service: that the packet asks for
 * @packet: parsed
 * @in: device that it came in by, or NULL
 *
 * With cache_bypass, where the packet's own destination is another host: a mark
 * has caught it for a cache, and without one it goes where it wanted to go.
 *
 * Context: softirq, RCU read side. Return: NULL for none.
 */
struct lvs_dest *lvs_bypass_dest(struct lvs_net *lnet, const struct lvs_service *service,
				 const struct lvs_packet *packet, const struct net_device *in);

/**
 * lvs_bypass_xmit() - make a packet ready for its original destination
 * @lnet: namespace
 * @skb: packet
 * @packet: as parsed from it
 * @conn: whose method is to bypass
 * @state: hook
 *
 * Context: softirq or bottom halves off, RCU read side. Return: how it went.
 */
enum lvs_reason lvs_bypass_xmit(struct lvs_net *lnet, struct sk_buff *skb,
				const struct lvs_packet *packet, const struct lvs_conn *conn,
				const struct nf_hook_state *state);

#endif
