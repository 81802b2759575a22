/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_BASE_PACKET_H
#define LVS_BASE_PACKET_H

#include "addr.h"

#include <linux/skbuff.h>
#include <linux/types.h>

#include <uapi/linux/lvs.h>

/**
 * struct lvs_packet - a packet as its headers tell, parsed once
 * @saddr: source address
 * @daddr: destination address
 * @sport: source port, network order
 * @dport: destination port, network order
 * @ports: both
 * @offset: of the transport header from skb->data
 * @mark: firewall mark
 * @family: AF_INET or AF_INET6
 * @protocol: of the transport header
 * @tcp_flags: byte 13 of a TCP header, else 0
 * @chunk: type of the chunk that an SCTP packet is about: an ABORT, or the
 *	first that moves an association, or just its first; else 0
 */
struct lvs_packet {
	union nf_inet_addr saddr;
	union nf_inet_addr daddr;
	union {
		struct {
			__be16 sport;
			__be16 dport;
		};
		__be32 ports;
	};
	unsigned int offset;
	u32 mark;
	u16 family;
	u8 protocol;
	u8 tcp_flags;
	u8 chunk;
};

/**
 * lvs_packet_parse() - read a packet's headers
 * @packet: filled
 * @skb: skb->data is at the network header, as in every inet hook
 * @family: AF_INET or AF_INET6
 *
 * Reads only, trusts nothing past the network header that the stack has
 * checked. Fragments must have been reassembled before.
 *
 * Return: LVS_REASON_NONE, or why the packet is not for us.
 */
enum lvs_reason lvs_packet_parse(struct lvs_packet *packet, const struct sk_buff *skb, u16 family);

/**
 * lvs_packet_parse_quoted() - read the packet that an ICMP error quotes
 * @packet: filled; @offset is that of the quoted transport header
 * @skb: the error
 * @offset: of the quoted network header from skb->data
 * @family: AF_INET or AF_INET6, of both
 *
 * Only the first eight bytes past the quoted network header can be relied on
 * (RFC 792): ports are read, flags are not. The first fragment has them, a
 * later one has not. Nothing quoted is trusted. What quotes less tells nothing,
 * so that who changes these eight need not ask whether they are there.
 *
 * Return: LVS_REASON_NONE, or why the quotation tells no connection.
 */
enum lvs_reason lvs_packet_parse_quoted(struct lvs_packet *packet, const struct sk_buff *skb,
					unsigned int offset, u16 family);

/* As the other end would send it: source and destination change places. */
void lvs_packet_reverse(struct lvs_packet *packet);

#endif
