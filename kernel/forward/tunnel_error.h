/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_FORWARD_TUNNEL_ERROR_H
#define LVS_FORWARD_TUNNEL_ERROR_H

#include "../base/net.h"
#include "../base/packet.h"

#include <linux/skbuff.h>

/**
 * lvs_tunnel_error() - an ICMP error about a packet in one of our tunnels
 * @lnet: namespace
 * @skb: the error, on its way to this host
 * @packet: parsed
 * @quoted: what it quotes, reversed: from the real server to us
 *
 * The client cannot see the tunnel: it is told of its own packet, of a path
 * narrower by what the tunnel takes, and of a server that is out of reach
 * where the tunnel's end is (RFC 2003, 4; RFC 2473, 8). The host's own idea
 * of the path to the server is set right, too.
 *
 * Context: softirq, RCU read side. Return: was it about a tunnel of a
 * connection? The error is left as it came.
 */
bool lvs_tunnel_error(struct lvs_net *lnet, struct sk_buff *skb, const struct lvs_packet *packet,
		      const struct lvs_packet *quoted);

#endif
