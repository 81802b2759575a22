/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_FORWARD_NAT_H
#define LVS_FORWARD_NAT_H

#include "../base/packet.h"
#include "../tables/flow.h"

#include <linux/skbuff.h>

/**
 * lvs_nat_translate() - give a packet its flow's new addresses and ports
 * @skb: packet
 * @packet: as parsed from it
 * @flow: of that packet
 *
 * Checksums are updated, not computed: the payload is not read, whatever its
 * length (RFC 1624). Cloned and non-linear packets get headers of their own.
 * What follows a connection without ports of its own, as ESP does, gets addresses.
 *
 * Return: false where memory is short; the packet is as it was.
 */
bool lvs_nat_translate(struct sk_buff *skb, const struct lvs_packet *packet,
		       const struct lvs_flow *flow);

#endif
