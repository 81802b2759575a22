// SPDX-License-Identifier: GPL-2.0
#include "frame.h"
#include "wire.h"

#include <arpa/inet.h>
#include <net/ethernet.h>
#include <net/if_arp.h>
#include <netinet/icmp6.h>
#include <netinet/ip.h>
#include <netinet/ip6.h>
#include <string.h>

#define TTL	   64
#define NS_TTL	   255
#define GRE_HEADER 4
#define GUE_HEADER 4

static void ip4_header(uint8_t *packet, const union probe_addr *from, const union probe_addr *to,
		       uint8_t protocol, size_t size)
{
	struct iphdr header = {
		.version = 4,
		.ihl = 5,
		.tot_len = htons((uint16_t)(sizeof(header) + size)),
		.frag_off = htons(IP_DF),
		.ttl = TTL,
		.protocol = protocol,
		.saddr = from->in.sin_addr.s_addr,
		.daddr = to->in.sin_addr.s_addr,
	};

	memcpy(packet, &header, sizeof(header));
	header.check = wire_checksum(packet, sizeof(header), 0);
	memcpy(packet, &header, sizeof(header));
}

static void ip6_header(uint8_t *packet, const union probe_addr *from, const union probe_addr *to,
		       uint8_t protocol, size_t size)
{
	struct ip6_hdr header = { 0 };

	header.ip6_vfc = 6 << 4;
	header.ip6_plen = htons((uint16_t)size);
	header.ip6_nxt = protocol;
	header.ip6_hlim = TTL;
	header.ip6_src = from->in6.sin6_addr;
	header.ip6_dst = to->in6.sin6_addr;
	memcpy(packet, &header, sizeof(header));
}

size_t frame_ip(uint8_t *packet, const union probe_addr *from, const union probe_addr *to,
		uint8_t protocol, size_t size)
{
	const struct probe_family *family = probe_family_of(to->any.sa_family);

	(family->af == AF_INET ? ip4_header : ip6_header)(packet, from, to, protocol, size);
	return family->header + size;
}

size_t frame_overhead(enum frame_tunnel tunnel, const struct probe_family *family)
{
	switch (tunnel) {
	case FRAME_IPIP:
		return family->header;
	case FRAME_GUE:
		return family->header + WIRE_UDP_HEADER + GUE_HEADER;
	case FRAME_GRE:
		return family->header + GRE_HEADER;
	default:
		return 0;
	}
}

size_t frame_wrap(uint8_t *packet, size_t size, int inner, enum frame_tunnel tunnel,
		  const union probe_addr *from, const union probe_addr *to)
{
	const struct probe_family *family = probe_family_of(to->any.sa_family);
	uint8_t carried = inner == AF_INET ? IPPROTO_IPIP : IPPROTO_IPV6;
	uint16_t type = htons(inner == AF_INET ? ETHERTYPE_IP : ETHERTYPE_IPV6);
	size_t overhead = frame_overhead(tunnel, family);
	uint8_t protocol = carried;

	if (tunnel == FRAME_PLAIN)
		return 0;
	if (tunnel == FRAME_GRE) {
		memset(packet - GRE_HEADER, 0, GRE_HEADER);
		memcpy(packet - sizeof(type), &type, sizeof(type));
		protocol = IPPROTO_GRE;
	} else if (tunnel == FRAME_GUE) {
		memset(packet - GUE_HEADER, 0, GUE_HEADER);
		packet[1 - GUE_HEADER] = carried;
		wire_udp(packet - GUE_HEADER - WIRE_UDP_HEADER, from, to, IPPROTO_UDP, 0, 0,
			 GUE_HEADER + size);
		protocol = IPPROTO_UDP;
	}
	frame_ip(packet - overhead, from, to, protocol, overhead - family->header + size);
	return overhead;
}

size_t frame_arp(uint8_t *packet, const uint8_t *link, const union probe_addr *target)
{
	struct arphdr header = {
		.ar_hrd = htons(ARPHRD_ETHER),
		.ar_pro = htons(ETHERTYPE_IP),
		.ar_hln = ETHER_ADDR_LEN,
		.ar_pln = sizeof(struct in_addr),
		.ar_op = htons(ARPOP_REQUEST),
	};

	memset(packet, 0, FRAME_ARP);
	memcpy(packet, &header, sizeof(header));
	memcpy(packet + sizeof(header), link, ETHER_ADDR_LEN);
	memcpy(packet + FRAME_ARP - sizeof(struct in_addr), &target->in.sin_addr,
	       sizeof(struct in_addr));
	return FRAME_ARP;
}

size_t frame_solicit(uint8_t *packet, const union probe_addr *target)
{
	union probe_addr from = { .in6 = { .sin6_family = AF_INET6 } };
	union probe_addr group = from;
	struct nd_neighbor_solicit ask = { 0 };
	size_t header = sizeof(struct ip6_hdr);

	/* RFC 4291 2.7.1: ff02::1:ffXX:XXXX of the last three bytes. */
	inet_pton(AF_INET6, "ff02::1:ff00:0", &group.in6.sin6_addr);
	memcpy(&group.in6.sin6_addr.s6_addr[13], &target->in6.sin6_addr.s6_addr[13], 3);
	ask.nd_ns_type = ND_NEIGHBOR_SOLICIT;
	ask.nd_ns_target = target->in6.sin6_addr;
	memcpy(packet + header, &ask, sizeof(ask));
	ask.nd_ns_cksum =
		wire_checksum(packet + header, sizeof(ask),
			      wire_pseudo_sum(&from, &group, IPPROTO_ICMPV6, sizeof(ask)));
	memcpy(packet + header, &ask, sizeof(ask));
	ip6_header(packet, &from, &group, IPPROTO_ICMPV6, sizeof(ask));
	packet[offsetof(struct ip6_hdr, ip6_hlim)] = NS_TTL;
	return header + sizeof(ask);
}
