// SPDX-License-Identifier: GPL-2.0
#include "packet.h"

#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/sctp.h>
#include <linux/tcp.h>
#include <linux/udp.h>
#include <net/ip.h>
#include <net/ipv6.h>

/* Byte of the TCP header that holds the flags. */
#define LVS_TCP_FLAGS_AT 13

static enum lvs_reason lvs_packet_parse_inet(struct lvs_packet *packet, const struct sk_buff *skb)
{
	const struct iphdr *iph = ip_hdr(skb);

	/* Raw sockets send headers at LOCAL_OUT that no one has checked. */
	if (iph->ihl * 4 < sizeof(*iph))
		return LVS_REASON_UNPARSED;
	if (ip_is_fragment(iph))
		return LVS_REASON_FRAGMENT;
	lvs_addr_set(&packet->saddr, &iph->saddr, AF_INET);
	lvs_addr_set(&packet->daddr, &iph->daddr, AF_INET);
	packet->protocol = iph->protocol;
	packet->offset = skb_network_offset(skb) + iph->ihl * 4;
	return LVS_REASON_NONE;
}

/*
 * What is inside of AH is not for us to look at, far less to change: no more than in IPv4.
 * @offset is that of the IPv6 header.
 */
static void lvs_packet_stop_at_auth(struct lvs_packet *packet, const struct sk_buff *skb,
				    unsigned int offset)
{
	if (ipv6_find_hdr(skb, &offset, NEXTHDR_AUTH, NULL, NULL) != NEXTHDR_AUTH)
		return;
	packet->protocol = NEXTHDR_AUTH;
	packet->offset = offset;
}

/* Is this host but a stop on the way that its routing header tells? */
static bool lvs_packet_is_underway(const struct sk_buff *skb)
{
	unsigned int offset = skb_network_offset(skb);
	int flags = IP6_FH_F_SKIP_RH; /* those that are done */

	return ipv6_find_hdr(skb, &offset, NEXTHDR_ROUTING, NULL, &flags) == NEXTHDR_ROUTING;
}

static enum lvs_reason lvs_packet_parse_inet6(struct lvs_packet *packet, const struct sk_buff *skb)
{
	const struct ipv6hdr *ip6h = ipv6_hdr(skb);
	u8 next = ip6h->nexthdr;
	__be16 fragment = 0;
	int offset;

	offset = ipv6_skip_exthdr(skb, skb_network_offset(skb) + sizeof(*ip6h), &next, &fragment);
	if (offset < 0)
		return LVS_REASON_UNPARSED;
	if (fragment)
		return LVS_REASON_FRAGMENT;
	lvs_addr_set(&packet->saddr, ip6h->saddr.s6_addr32, AF_INET6);
	lvs_addr_set(&packet->daddr, ip6h->daddr.s6_addr32, AF_INET6);
	packet->protocol = next;
	packet->offset = offset;
	if (likely(next == ip6h->nexthdr))
		return LVS_REASON_NONE;
	if (lvs_packet_is_underway(skb))
		return LVS_REASON_NOT_FOR_HOST;
	lvs_packet_stop_at_auth(packet, skb, skb_network_offset(skb));
	return LVS_REASON_NONE;
}

static unsigned int lvs_packet_transport_length(u8 protocol)
{
	switch (protocol) {
	case IPPROTO_TCP:
		return sizeof(struct tcphdr);
	case IPPROTO_UDP:
		return sizeof(struct udphdr);
	case IPPROTO_SCTP:
		return sizeof(struct sctphdr) + sizeof(struct sctp_chunkhdr);
	default:
		return 0;
	}
}

/* More than stacks bundle; hostile packets have room for thousands. */
#define LVS_PACKET_CHUNKS 8

/* Control chunks stand before data, and these not at all beside others (RFC 9260, 6.10). */
static bool lvs_packet_chunk_is_bundled(u8 type)
{
	switch (type) {
	case SCTP_CID_DATA:
	case SCTP_CID_I_DATA:
	case SCTP_CID_INIT:
	case SCTP_CID_INIT_ACK:
	case SCTP_CID_SHUTDOWN_COMPLETE:
		return false;
	default:
		return true;
	}
}

/*
 * Of those that are bundled: does it move an association? Others acknowledge, or tend the path;
 * an ERROR says what it is about only where no other chunk does.
 */
static bool lvs_packet_chunk_decides(u8 type)
{
	return type >= SCTP_CID_ABORT && type <= SCTP_CID_COOKIE_ACK && type != SCTP_CID_ERROR;
}

/*
 * The chunk that a packet is about: the first that decides, but an ABORT before
 * all. Who takes a cookie, say, can still refuse the association in the same
 * packet. Lengths are the sender's word: one past the end ends the search, and
 * so does one that would not get on.
 */
static u8 lvs_packet_sctp_chunk(const struct sk_buff *skb, unsigned int offset,
				const struct sctp_chunkhdr *chunk)
{
	unsigned int left = LVS_PACKET_CHUNKS;
	struct sctp_chunkhdr buffer;
	u8 type = chunk->type;

	while (lvs_packet_chunk_is_bundled(chunk->type) && --left) {
		if (ntohs(chunk->length) < sizeof(*chunk))
			break;
		offset += round_up(ntohs(chunk->length), 4);
		chunk = skb_header_pointer(skb, offset, sizeof(buffer), &buffer);
		if (!chunk)
			break;
		if (chunk->type == SCTP_CID_ABORT)
			return SCTP_CID_ABORT;
		if (!lvs_packet_chunk_decides(type) && lvs_packet_chunk_decides(chunk->type))
			type = chunk->type;
	}
	return type;
}

/* The ports stand first in every transport header that we know. */
static enum lvs_reason lvs_packet_parse_transport(struct lvs_packet *packet,
						  const struct sk_buff *skb)
{
	unsigned int length = lvs_packet_transport_length(packet->protocol);
	u8 buffer[sizeof(struct tcphdr)] __aligned(4) __uninitialized;
	const u8 *header;

	packet->ports = 0;
	packet->tcp_flags = 0;
	packet->chunk = 0;
	if (!length)
		return LVS_REASON_OTHER_PROTOCOL;
	header = skb_header_pointer(skb, packet->offset, length, buffer);
	if (!header)
		return LVS_REASON_UNPARSED;
	packet->ports = *(const __be32 *)header;
	if (packet->protocol == IPPROTO_TCP)
		packet->tcp_flags = header[LVS_TCP_FLAGS_AT];
	if (packet->protocol == IPPROTO_SCTP)
		packet->chunk = lvs_packet_sctp_chunk(
			skb, packet->offset + sizeof(struct sctphdr),
			(const struct sctp_chunkhdr *)(header + sizeof(struct sctphdr)));
	return LVS_REASON_NONE;
}

static enum lvs_reason lvs_packet_parse_quoted_inet(struct lvs_packet *packet,
						    const struct sk_buff *skb, unsigned int offset)
{
	struct iphdr buffer;
	const struct iphdr *iph = skb_header_pointer(skb, offset, sizeof(buffer), &buffer);

	if (!iph || iph->version != 4 || iph->ihl * 4 < sizeof(*iph))
		return LVS_REASON_UNPARSED;
	if (iph->frag_off & htons(IP_OFFSET))
		return LVS_REASON_FRAGMENT;
	lvs_addr_set(&packet->saddr, &iph->saddr, AF_INET);
	lvs_addr_set(&packet->daddr, &iph->daddr, AF_INET);
	packet->protocol = iph->protocol;
	packet->offset = offset + iph->ihl * 4;
	return LVS_REASON_NONE;
}

static enum lvs_reason lvs_packet_parse_quoted_inet6(struct lvs_packet *packet,
						     const struct sk_buff *skb, unsigned int offset)
{
	struct ipv6hdr buffer;
	const struct ipv6hdr *ip6h = skb_header_pointer(skb, offset, sizeof(buffer), &buffer);
	__be16 fragment = 0;
	int transport;
	u8 next;

	if (!ip6h || ip6h->version != 6)
		return LVS_REASON_UNPARSED;
	next = ip6h->nexthdr;
	transport = ipv6_skip_exthdr(skb, offset + sizeof(*ip6h), &next, &fragment);
	if (transport < 0)
		return LVS_REASON_UNPARSED;
	if (fragment & htons(IP6_OFFSET))
		return LVS_REASON_FRAGMENT;
	lvs_addr_set(&packet->saddr, ip6h->saddr.s6_addr32, AF_INET6);
	lvs_addr_set(&packet->daddr, ip6h->daddr.s6_addr32, AF_INET6);
	packet->protocol = next;
	packet->offset = transport;
	if (unlikely(next != ip6h->nexthdr))
		lvs_packet_stop_at_auth(packet, skb, offset);
	return LVS_REASON_NONE;
}

/* Of a transport header, errors quote so much at least (RFC 792). */
#define LVS_PACKET_QUOTED 8

enum lvs_reason lvs_packet_parse_quoted(struct lvs_packet *packet, const struct sk_buff *skb,
					unsigned int offset, u16 family)
{
	enum lvs_reason reason;
	__be16 buffer[LVS_PACKET_QUOTED / sizeof(__be16)];
	__be16 *ports;

	packet->family = family;
	packet->mark = skb->mark;
	packet->tcp_flags = 0;
	packet->chunk = 0;
	reason = family == AF_INET6 ? lvs_packet_parse_quoted_inet6(packet, skb, offset)
				    : lvs_packet_parse_quoted_inet(packet, skb, offset);
	if (reason != LVS_REASON_NONE)
		return reason;
	ports = skb_header_pointer(skb, packet->offset, sizeof(buffer), buffer);
	if (!ports)
		return LVS_REASON_UNPARSED;
	packet->sport = ports[0];
	packet->dport = ports[1];
	return LVS_REASON_NONE;
}

void lvs_packet_reverse(struct lvs_packet *packet)
{
	swap(packet->saddr, packet->daddr);
	swap(packet->sport, packet->dport);
}

enum lvs_reason lvs_packet_parse(struct lvs_packet *packet, const struct sk_buff *skb, u16 family)
{
	enum lvs_reason reason;

	packet->family = family;
	packet->mark = skb->mark;
	reason = family == AF_INET6 ? lvs_packet_parse_inet6(packet, skb)
				    : lvs_packet_parse_inet(packet, skb);
	if (reason != LVS_REASON_NONE)
		return reason;
	return lvs_packet_parse_transport(packet, skb);
}
