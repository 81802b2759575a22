// SPDX-License-Identifier: GPL-2.0
#include "icmp.h"

#include "bypass.h"
#include "ftp.h"
#include "ipsec.h"
#include "reply.h"
#include "schedule.h"
#include "tunnel_error.h"
#include "xmit.h"

#include "../base/csum.h"
#include "../base/owned.h"
#include "../proto/tcp.h"

#include <linux/icmp.h>
#include <linux/icmpv6.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/sctp.h>
#include <linux/tcp.h>
#include <linux/udp.h>

/* Both families' headers are as long, with type and checksum at the same places. */
static_assert(sizeof(struct icmphdr) == sizeof(struct icmp6hdr));
static_assert(offsetof(struct icmphdr, checksum) == offsetof(struct icmp6hdr, icmp6_cksum));

static bool lvs_icmp_is_error(const struct sk_buff *skb, const struct lvs_packet *packet)
{
	u8 buffer;
	const u8 *type = skb_header_pointer(skb, packet->offset, sizeof(buffer), &buffer);

	if (!type)
		return false;
	if (packet->family == AF_INET6)
		return packet->protocol == IPPROTO_ICMPV6 &&
		       (*type == ICMPV6_DEST_UNREACH || *type == ICMPV6_PKT_TOOBIG ||
			*type == ICMPV6_TIME_EXCEED || *type == ICMPV6_PARAMPROB);
	return packet->protocol == IPPROTO_ICMP &&
	       (*type == ICMP_DEST_UNREACH || *type == ICMP_SOURCE_QUENCH ||
		*type == ICMP_TIME_EXCEEDED || *type == ICMP_PARAMETERPROB);
}

static void lvs_icmp_set_addr(void *header, bool source, const struct lvs_flow *flow,
			      enum lvs_flow_addr which)
{
	const __be32 *addr = lvs_flow_addr(flow, which);
	struct ipv6hdr *ip6h = header;
	struct iphdr *iph = header;

	if (flow->family == AF_INET6) {
		memcpy(source ? &ip6h->saddr : &ip6h->daddr, addr, sizeof(struct in6_addr));
		return;
	}
	csum_replace4(&iph->check, source ? iph->saddr : iph->daddr, *addr);
	if (source)
		iph->saddr = *addr;
	else
		iph->daddr = *addr;
}

/*
 * The quoted packet travelled against the flow: its source is where the flow
 * leads to. The words that change are the flow's in another order, so what
 * they add to the quoted checksum is the same. What follows the flow of another
 * protocol has no ports.
 */
static void lvs_icmp_translate_quoted(void *network, void *transport, unsigned int length,
				      const struct lvs_packet *quoted, const struct lvs_flow *flow)
{
	struct tcphdr *th = transport;
	struct udphdr *uh = transport;
	__be16 *ports = transport;

	lvs_icmp_set_addr(network, true, flow, LVS_FLOW_NEW_DADDR);
	lvs_icmp_set_addr(network, false, flow, LVS_FLOW_NEW_SADDR);
	if (quoted->protocol != flow->protocol)
		return;
	ports[0] = flow->new_dport;
	ports[1] = flow->new_sport;
	if (flow->dir == LVS_DIR_REQUEST && unlikely(lvs_conn_is_control(lvs_flow_conn(flow))))
		lvs_ftp_translate_quoted(th, length, lvs_flow_conn(flow));
	if (quoted->protocol == IPPROTO_TCP && length >= offsetofend(struct tcphdr, check))
		th->check = lvs_csum_apply(th->check, flow->full_delta);
	if (quoted->protocol == IPPROTO_UDP && length >= sizeof(*uh) && uh->check)
		uh->check = lvs_csum_apply(uh->check, flow->full_delta) ?: CSUM_MANGLED_0;
}

/*
 * An error that goes to the client comes from the virtual address, whoever
 * sent it: the path behind the director is nothing that the client knows.
 */
static void lvs_icmp_translate_outer(struct sk_buff *skb, const struct lvs_flow *flow)
{
	void *header = skb_network_header(skb);

	if (flow->dir == LVS_DIR_REPLY)
		lvs_icmp_set_addr(header, true, flow, LVS_FLOW_NEW_SADDR);
	lvs_icmp_set_addr(header, false, flow, LVS_FLOW_NEW_DADDR);
}

/* What counts in the error's own checksum and can change: quoted headers, IPv6 addresses. */
static __wsum lvs_icmp_sum(const struct sk_buff *skb, unsigned int from, unsigned int to,
			   u16 family)
{
	__wsum sum = csum_partial(skb->data + from, to - from, 0);

	if (family == AF_INET6)
		sum = csum_partial(&ipv6_hdr(skb)->saddr, 2 * sizeof(struct in6_addr), sum);
	return sum;
}

/* False where memory is short. */
static bool lvs_icmp_translate(struct sk_buff *skb, const struct lvs_packet *packet,
			       const struct lvs_packet *quoted, const struct lvs_flow *flow)
{
	unsigned int network = packet->offset + sizeof(struct icmphdr);
	unsigned int end = min_t(unsigned int, skb->len, quoted->offset + sizeof(struct tcphdr));
	struct icmphdr *icmph;
	__wsum before;
	__wsum after;

	if (skb->ip_summed == CHECKSUM_PARTIAL && skb_checksum_help(skb))
		return false;
	if (skb_ensure_writable(skb, end))
		return false;
	before = lvs_icmp_sum(skb, network, end, packet->family);
	lvs_icmp_translate_quoted(skb->data + network, skb->data + quoted->offset,
				  end - quoted->offset, quoted, flow);
	lvs_icmp_translate_outer(skb, flow);
	after = lvs_icmp_sum(skb, network, end, packet->family);
	icmph = (struct icmphdr *)(skb->data + packet->offset);
	icmph->checksum = lvs_csum_apply(icmph->checksum, csum_sub(after, before));
	if (skb->ip_summed == CHECKSUM_COMPLETE)
		skb->ip_summed = CHECKSUM_NONE;
	return true;
}

static enum lvs_reason lvs_icmp_along(struct lvs_net *lnet, struct sk_buff *skb,
				      const struct lvs_packet *packet,
				      const struct lvs_packet *quoted, const struct lvs_flow *flow,
				      const struct lvs_route *route,
				      const struct nf_hook_state *state)
{
	const struct lvs_conn *conn = lvs_flow_conn(flow);
	enum lvs_reason reason = lvs_xmit_check(lnet, skb, route, conn, state);

	if (reason != LVS_REASON_NONE)
		return reason;
	lvs_stats_count_in(&conn->dest->stats, skb->len);
	lvs_stats_count_in(&lnet->stats, skb->len);
	if (lvs_conn_is_one_way(conn))
		return lvs_xmit_unchanged(lnet, skb, route, conn, state);
	if (!lvs_icmp_translate(skb, packet, quoted, flow))
		return LVS_REASON_NOT_WRITABLE;
	reason = lvs_xmit_translated(lnet, skb, route, state);
	return reason == LVS_REASON_REQUEST_LOCAL ? LVS_REASON_ICMP_RELATED : reason;
}

/* About a reply that has left: on to the real server. */
static enum lvs_reason lvs_icmp_to_server(struct lvs_net *lnet, struct sk_buff *skb,
					  const struct lvs_packet *packet,
					  const struct lvs_packet *quoted,
					  const struct lvs_flow *flow,
					  const struct nf_hook_state *state)
{
	const struct lvs_conn *conn = lvs_flow_conn(flow);
	const struct lvs_route *route;
	struct lvs_route protected;
	enum lvs_reason reason;

	if (!lvs_ipsec_admits(lnet, skb, state))
		return LVS_REASON_IPSEC;
	if (conn->method == IP_VS_CONN_F_BYPASS)
		return lvs_bypass_xmit(lnet, skb, packet, conn, state);
	route = lvs_route_lookup(lnet, conn->dest);
	if (likely(!lvs_ipsec_is_used(lnet)) || !route || route->local)
		return lvs_icmp_along(lnet, skb, packet, quoted, flow, route, state);
	if (!lvs_ipsec_route(lnet, packet, flow, route, &protected))
		return LVS_REASON_IPSEC;
	reason = lvs_icmp_along(lnet, skb, packet, quoted, flow, &protected, state);
	lvs_xmit_release(skb, &protected, reason);
	return reason;
}

/* About a request that has left: on to the client. */
static enum lvs_reason lvs_icmp_to_client(struct lvs_net *lnet, struct sk_buff *skb,
					  const struct lvs_packet *packet,
					  const struct lvs_packet *quoted,
					  const struct lvs_flow *flow,
					  const struct nf_hook_state *state)
{
	struct lvs_dest *dest = lvs_flow_conn(flow)->dest;
	enum lvs_reason reason;

	lvs_stats_count_out(&dest->stats, skb->len);
	lvs_stats_count_out(&lnet->stats, skb->len);
	if (!lvs_icmp_translate(skb, packet, quoted, flow))
		return LVS_REASON_NOT_WRITABLE;
	lvs_packet_own(lnet, skb);
	reason = lvs_reply_route(lnet, skb, state);
	return reason == LVS_REASON_NONE ? LVS_REASON_ICMP_RELATED : reason;
}

/*
 * Where many directors share a virtual address, an error can reach one that
 * knows nothing of its connection: it goes where that connection would go.
 */
static struct lvs_flow *lvs_icmp_schedule(struct lvs_net *lnet, struct sk_buff *skb,
					  struct lvs_packet *quoted,
					  const struct nf_hook_state *state)
{
	struct lvs_flow *flow = NULL;

	if (state->hook == NF_INET_FORWARD || !READ_ONCE(lnet->config.schedule_icmp) ||
	    !lvs_ipsec_admits(lnet, skb, state))
		return NULL;
	/* What the client sent is not known: a start, as far as scheduling is concerned. */
	quoted->tcp_flags = LVS_TCP_FLAG_SYN;
	quoted->chunk = SCTP_CID_INIT;
	lvs_schedule(lnet, quoted, state->in, &flow);
	/* Packets that are scheduled one by one have no server that an error could go to. */
	if (flow && lvs_conn_is_single(lvs_flow_conn(flow))) {
		lvs_conn_end_single(lvs_flow_conn(flow));
		flow = NULL;
	}
	return flow;
}

enum lvs_reason lvs_icmp(struct lvs_net *lnet, struct sk_buff *skb, const struct lvs_packet *packet,
			 const struct nf_hook_state *state)
{
	unsigned int network = packet->offset + sizeof(struct icmphdr);
	struct lvs_packet quoted;
	struct lvs_flow *flow;

	if (!lvs_icmp_is_error(skb, packet))
		return LVS_REASON_OTHER_PROTOCOL;
	if (lvs_packet_parse_quoted(&quoted, skb, network, packet->family) != LVS_REASON_NONE)
		return LVS_REASON_NO_SERVICE;
	/* An honest error goes to the sender of what it quotes (RFC 1122, 3.2.2). */
	if (!lvs_addr_equal(packet->daddr.ip6, quoted.saddr.ip6, packet->family))
		return LVS_REASON_NO_SERVICE;
	/* The connection is one whose other end sends what answers the quoted packet. */
	lvs_packet_reverse(&quoted);
	flow = lvs_conn_lookup(lnet, &quoted) ?: lvs_conn_lookup_exchange(lnet, &quoted);
	if (!flow && state->hook == NF_INET_LOCAL_IN &&
	    lvs_tunnel_error(lnet, skb, packet, &quoted))
		return LVS_REASON_ICMP_RELATED;
	if (!flow)
		flow = lvs_icmp_schedule(lnet, skb, &quoted, state);
	if (!flow)
		return LVS_REASON_NO_SERVICE;
	if (flow->dir == LVS_DIR_REPLY)
		return lvs_icmp_to_client(lnet, skb, packet, &quoted, flow, state);
	return lvs_icmp_to_server(lnet, skb, packet, &quoted, flow, state);
}
