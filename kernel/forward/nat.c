// SPDX-License-Identifier: GPL-2.0
#include "nat.h"

#include "../base/csum.h"

#include <linux/crc32.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/sctp.h>
#include <linux/tcp.h>
#include <linux/udp.h>

static void lvs_nat_addresses(struct sk_buff *skb, const struct lvs_flow *flow)
{
	const __be32 *saddr = lvs_flow_addr(flow, LVS_FLOW_NEW_SADDR);
	const __be32 *daddr = lvs_flow_addr(flow, LVS_FLOW_NEW_DADDR);
	struct iphdr *iph;

	if (flow->family == AF_INET6) {
		memcpy(&ipv6_hdr(skb)->saddr, saddr, sizeof(struct in6_addr));
		memcpy(&ipv6_hdr(skb)->daddr, daddr, sizeof(struct in6_addr));
		return;
	}
	iph = ip_hdr(skb);
	iph->saddr = saddr[0];
	iph->daddr = daddr[0];
	iph->check = lvs_csum_apply(iph->check, flow->addr_delta);
}

/* A checksum that hardware completes holds the pseudo header's sum only: ports are not in it yet. */
static __sum16 lvs_nat_check(const struct lvs_flow *flow, __sum16 check, bool is_partial)
{
	if (is_partial)
		return lvs_csum_apply_partial(check, flow->addr_delta);
	return lvs_csum_apply(check, flow->full_delta);
}

static void lvs_nat_tcp(struct sk_buff *skb, struct tcphdr *th, const struct lvs_flow *flow)
{
	th->source = flow->new_sport;
	th->dest = flow->new_dport;
	th->check = lvs_nat_check(flow, th->check, skb->ip_summed == CHECKSUM_PARTIAL);
}

/* What is still to be completed can be the checksum of a packet that the datagram carries. */
static bool lvs_nat_is_partial_udp(const struct sk_buff *skb, const struct udphdr *uh)
{
	return skb->ip_summed == CHECKSUM_PARTIAL &&
	       (skb_checksum_start(skb) == (const u8 *)uh ||
		skb_shinfo(skb)->gso_type & SKB_GSO_UDP_TUNNEL_CSUM);
}

static void lvs_nat_udp(struct sk_buff *skb, struct udphdr *uh, const struct lvs_flow *flow)
{
	bool is_partial = lvs_nat_is_partial_udp(skb, uh);

	uh->source = flow->new_sport;
	uh->dest = flow->new_dport;
	/* Zero says that the sender made none (RFC 768). */
	if (!uh->check && !is_partial)
		return;
	uh->check = lvs_nat_check(flow, uh->check, is_partial);
	if (!uh->check && !is_partial)
		uh->check = CSUM_MANGLED_0;
}

/*
 * Ports stand in front of all that the checksum covers, addresses are not
 * among it. A CRC is linear: what other ports change in it is the CRC of the
 * difference, moved past the rest of the packet. So the payload is not read,
 * and a packet that came damaged leaves damaged.
 */
static void lvs_nat_sctp(struct sk_buff *skb, struct sctphdr *sh, const struct lvs_flow *flow,
			 unsigned int length)
{
	__be16 change[2] = { sh->source ^ flow->new_sport, sh->dest ^ flow->new_dport };
	u32 crc;

	sh->source = flow->new_sport;
	sh->dest = flow->new_dport;
	/* Not computed yet: who sends the packet, or each segment of it, will. */
	if (skb->ip_summed == CHECKSUM_PARTIAL || !(change[0] | change[1]))
		return;
	crc = __crc32c_le(0, (const u8 *)change, sizeof(change));
	sh->checksum ^= cpu_to_le32(__crc32c_le_shift(crc, length - sizeof(change)));
}

static unsigned int lvs_nat_header_length(u8 protocol)
{
	switch (protocol) {
	case IPPROTO_TCP:
		return sizeof(struct tcphdr);
	case IPPROTO_SCTP:
		return sizeof(struct sctphdr);
	case IPPROTO_UDP:
		return sizeof(struct udphdr);
	default:
		return 0;
	}
}

bool lvs_nat_translate(struct sk_buff *skb, const struct lvs_packet *packet,
		       const struct lvs_flow *flow)
{
	void *header;

	if (skb_ensure_writable(skb, packet->offset + lvs_nat_header_length(packet->protocol)))
		return false;
	header = skb->data + packet->offset;
	lvs_nat_addresses(skb, flow);
	if (packet->protocol == IPPROTO_TCP)
		lvs_nat_tcp(skb, header, flow);
	else if (packet->protocol == IPPROTO_UDP)
		lvs_nat_udp(skb, header, flow);
	else if (packet->protocol == IPPROTO_SCTP)
		lvs_nat_sctp(skb, header, flow, skb->len - packet->offset);
	/* What the device summed is not what the packet holds any more. */
	if (skb->ip_summed == CHECKSUM_COMPLETE)
		skb->ip_summed = CHECKSUM_NONE;
	return true;
}
