/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_FORWARD_TUNNEL_H
#define LVS_FORWARD_TUNNEL_H

#include "../tables/dest.h"
#include "../tables/route.h"

#include <linux/skbuff.h>

/* Bytes that a real server's tunnel adds to a packet. Context: any. */
unsigned int lvs_tunnel_overhead(const struct lvs_dest *dest);

/* IP protocol number of the tunnel that a packet of this family goes by. Context: any. */
u8 lvs_tunnel_protocol(const struct lvs_dest *dest, u16 family);

/**
 * lvs_tunnel_encapsulate() - put a packet into the tunnel to its real server
 * @skb: packet, its network header writable
 * @route: way to the real server, not local
 * @dest: real server
 * @keep_df: the outer packet may not be fragmented where the inner one may not
 *
 * IPIP (RFC 2003, 2473, 4213), GRE (RFC 2784) or GUE (draft-ietf-intarea-gue),
 * with or without checksum; segmentation is left to the device. The outer header
 * is whole then, length and checksum.
 *
 * Context: softirq or bottom halves off, RCU read side. Return: false where
 * memory is short or this host has no address for the outer packet.
 */
bool lvs_tunnel_encapsulate(struct sk_buff *skb, const struct lvs_route *route,
			    const struct lvs_dest *dest, bool keep_df);

#endif
