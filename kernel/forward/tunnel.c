// SPDX-License-Identifier: GPL-2.0
#include "tunnel.h"

#include <linux/if_ether.h>
#include <linux/ip.h>
#include <linux/ip_vs.h>
#include <linux/ipv6.h>
#include <linux/udp.h>
#include <net/gre.h>
#include <net/gue.h>
#include <net/inet_ecn.h>
#include <net/ip.h>
#include <net/ip6_checksum.h>
#include <net/ip_tunnels.h>
#include <net/ipv6.h>
#include <net/udp.h>

/* Between the outer network header and the packet. */
#define LVS_TUNNEL_GRE_SIZE    4
#define LVS_TUNNEL_GRE_CSUM    4
#define LVS_TUNNEL_GUE_REMCSUM (GUE_LEN_PRIV + GUE_PLEN_REMCSUM)

/**
 * struct lvs_tunnel - one packet's way into a tunnel
 * @skb: packet
 * @route: way of the outer packet
 * @server: its end
 * @type: IP_VS_CONN_F_TUNNEL_TYPE_*, read once: an edit must not change it midway
 * @flags: IP_VS_TUNNEL_ENCAP_FLAG_*, the same
 * @port: of GUE, the same
 * @inner: IP protocol number of the packet as a payload
 * @ethertype: the same as an EtherType
 * @tos: of the packet; the outer header repeats it (RFC 6040, normal mode)
 * @ttl: of the packet, decreased already
 * @df: outer DF bit, IPv4
 */
struct lvs_tunnel {
	struct sk_buff *skb;
	const struct lvs_route *route;
	const struct lvs_server *server;
	u8 type;
	u16 flags;
	__be16 port;
	u8 inner;
	__be16 ethertype;
	u8 tos;
	u8 ttl;
	__be16 df;
};

static unsigned int lvs_tunnel_size(u16 family, u8 type, u16 flags)
{
	unsigned int outer = family == AF_INET6 ? sizeof(struct ipv6hdr) : sizeof(struct iphdr);

	switch (type) {
	case IP_VS_CONN_F_TUNNEL_TYPE_GUE:
		outer += sizeof(struct udphdr) + sizeof(struct guehdr);
		return outer +
		       (flags & IP_VS_TUNNEL_ENCAP_FLAG_REMCSUM ? LVS_TUNNEL_GUE_REMCSUM : 0);
	case IP_VS_CONN_F_TUNNEL_TYPE_GRE:
		outer += LVS_TUNNEL_GRE_SIZE;
		return outer + (flags & IP_VS_TUNNEL_ENCAP_FLAG_CSUM ? LVS_TUNNEL_GRE_CSUM : 0);
	default:
		return outer;
	}
}

unsigned int lvs_tunnel_overhead(const struct lvs_dest *dest)
{
	return lvs_tunnel_size(dest->server.family, READ_ONCE(dest->config.tun_type),
			       READ_ONCE(dest->config.tun_flags));
}

u8 lvs_tunnel_protocol(const struct lvs_dest *dest, u16 family)
{
	switch (READ_ONCE(dest->config.tun_type)) {
	case IP_VS_CONN_F_TUNNEL_TYPE_GUE:
		return IPPROTO_UDP;
	case IP_VS_CONN_F_TUNNEL_TYPE_GRE:
		return IPPROTO_GRE;
	default:
		return family == AF_INET6 ? IPPROTO_IPV6 : IPPROTO_IPIP;
	}
}

/* IPv6 must not be fragmented but where its least does not fit (RFC 4213, 3.2.1). */
static bool lvs_tunnel_has_room6(const struct lvs_tunnel *tunnel)
{
	return dst_mtu(tunnel->route->dst) >=
	       IPV6_MIN_MTU + lvs_tunnel_size(tunnel->server->family, tunnel->type, tunnel->flags);
}

static void lvs_tunnel_inspect(struct lvs_tunnel *tunnel, bool keep_df)
{
	struct sk_buff *skb = tunnel->skb;

	if (skb->protocol == htons(ETH_P_IPV6)) {
		tunnel->inner = IPPROTO_IPV6;
		tunnel->ethertype = htons(ETH_P_IPV6);
		tunnel->tos = ipv6_get_dsfield(ipv6_hdr(skb));
		tunnel->ttl = ipv6_hdr(skb)->hop_limit;
		tunnel->df = keep_df && lvs_tunnel_has_room6(tunnel) ? htons(IP_DF) : 0;
		return;
	}
	tunnel->inner = IPPROTO_IPIP;
	tunnel->ethertype = htons(ETH_P_IP);
	tunnel->tos = ip_hdr(skb)->tos;
	tunnel->ttl = ip_hdr(skb)->ttl;
	tunnel->df = keep_df ? ip_hdr(skb)->frag_off & htons(IP_DF) : 0;
}

static int lvs_tunnel_offload_ip(const struct lvs_tunnel *tunnel)
{
	return tunnel->server->family == AF_INET6 ? SKB_GSO_IPXIP6 : SKB_GSO_IPXIP4;
}

static bool lvs_tunnel_push_ipip(struct lvs_tunnel *tunnel, u8 *protocol)
{
	if (iptunnel_handle_offloads(tunnel->skb, lvs_tunnel_offload_ip(tunnel)))
		return false;
	skb_set_inner_ipproto(tunnel->skb, tunnel->inner);
	*protocol = tunnel->inner;
	return true;
}

/*
 * Checksum offload by the far end is possible where a transport checksum is still to be made. It
 * knows none but the Internet's; and who cuts datagrams makes theirs then.
 */
static bool lvs_tunnel_wants_remcsum(const struct lvs_tunnel *tunnel)
{
	return tunnel->flags & IP_VS_TUNNEL_ENCAP_FLAG_REMCSUM &&
	       tunnel->skb->ip_summed == CHECKSUM_PARTIAL && !skb_csum_is_sctp(tunnel->skb) &&
	       !(skb_shinfo(tunnel->skb)->gso_type & SKB_GSO_UDP_L4);
}

static void lvs_tunnel_push_remcsum(struct sk_buff *skb)
{
	unsigned int start = skb_checksum_start_offset(skb);
	__be16 *field = skb_push(skb, LVS_TUNNEL_GUE_REMCSUM);

	*(__be32 *)field = GUE_PFLAG_REMCSUM;
	field[2] = htons(start);
	field[3] = htons(start + skb->csum_offset);
	if (!skb_is_gso(skb)) {
		skb->ip_summed = CHECKSUM_NONE;
		skb->encapsulation = 0;
	}
}

static void lvs_tunnel_set_udp_csum(struct lvs_tunnel *tunnel, bool nocheck)
{
	const struct lvs_route *route = tunnel->route;
	const struct lvs_server *server = tunnel->server;
	struct sk_buff *skb = tunnel->skb;

	if (server->family == AF_INET6)
		udp6_set_csum(nocheck, skb, &route->saddr.in6, &server->addr.in6, skb->len);
	else
		udp_set_csum(nocheck, skb, route->saddr.ip, server->addr.ip, skb->len);
}

static bool lvs_tunnel_push_gue(struct lvs_tunnel *tunnel, u8 *protocol)
{
	/* A far end that makes the packet's own checksum has nothing else to find damage by. */
	bool csum =
		tunnel->flags & (IP_VS_TUNNEL_ENCAP_FLAG_CSUM | IP_VS_TUNNEL_ENCAP_FLAG_REMCSUM);
	bool remcsum = lvs_tunnel_wants_remcsum(tunnel);
	int offload = csum ? SKB_GSO_UDP_TUNNEL_CSUM : SKB_GSO_UDP_TUNNEL;
	struct sk_buff *skb = tunnel->skb;
	struct guehdr *gue;
	struct udphdr *uh;
	__be16 sport;

	/* Flows spread over the paths behind by the tunnel's source port (RFC 7510, 3). */
	sport = udp_flow_src_port(dev_net(tunnel->route->dst->dev), skb, 0, 0, false);
	offload |= lvs_tunnel_offload_ip(tunnel) | (remcsum ? SKB_GSO_TUNNEL_REMCSUM : 0);
	if (iptunnel_handle_offloads(skb, offload))
		return false;
	skb_set_inner_ipproto(skb, tunnel->inner);
	if (remcsum)
		lvs_tunnel_push_remcsum(skb);
	gue = skb_push(skb, sizeof(*gue));
	gue->word = 0;
	gue->hlen = remcsum ? LVS_TUNNEL_GUE_REMCSUM / 4 : 0;
	gue->proto_ctype = tunnel->inner;
	gue->flags = remcsum ? GUE_FLAG_PRIV : 0;
	uh = skb_push(skb, sizeof(*uh));
	skb_reset_transport_header(skb);
	uh->source = sport;
	uh->dest = tunnel->port;
	uh->len = htons(skb->len);
	uh->check = 0;
	lvs_tunnel_set_udp_csum(tunnel, !csum);
	*protocol = IPPROTO_UDP;
	return true;
}

/* The field is there; offload, the packet's own offload, or we fill it. */
static void lvs_tunnel_set_gre_csum(struct sk_buff *skb, __sum16 *check)
{
	*check = 0;
	if (skb_shinfo(skb)->gso_type & SKB_GSO_GRE_CSUM)
		return;
	if (skb->ip_summed == CHECKSUM_PARTIAL) {
		*check = csum_fold(lco_csum(skb));
		return;
	}
	skb->ip_summed = CHECKSUM_PARTIAL;
	skb->csum_start = skb_transport_header(skb) - skb->head;
	skb->csum_offset = (u8 *)check - skb_transport_header(skb);
}

static bool lvs_tunnel_push_gre(struct lvs_tunnel *tunnel, u8 *protocol)
{
	bool csum = tunnel->flags & IP_VS_TUNNEL_ENCAP_FLAG_CSUM;
	struct sk_buff *skb = tunnel->skb;
	__be16 *gre;

	if (iptunnel_handle_offloads(skb, csum ? SKB_GSO_GRE_CSUM : SKB_GSO_GRE))
		return false;
	skb_set_inner_protocol(skb, tunnel->ethertype);
	gre = skb_push(skb, LVS_TUNNEL_GRE_SIZE + (csum ? LVS_TUNNEL_GRE_CSUM : 0));
	skb_reset_transport_header(skb);
	gre[0] = csum ? GRE_CSUM : 0;
	gre[1] = tunnel->ethertype;
	if (csum) {
		gre[3] = 0;
		lvs_tunnel_set_gre_csum(skb, (__sum16 *)&gre[2]);
	}
	*protocol = IPPROTO_GRE;
	return true;
}

/* 0 where the field is too narrow, for what is to be segmented: as the stack has it (BIG TCP). */
static __be16 lvs_tunnel_length(unsigned int length)
{
	return htons(length <= U16_MAX ? length : 0);
}

static void lvs_tunnel_push_inet(struct lvs_tunnel *tunnel, u8 protocol)
{
	struct sk_buff *skb = tunnel->skb;
	struct iphdr *iph = skb_push(skb, sizeof(*iph));

	skb_reset_network_header(skb);
	memset(IPCB(skb), 0, sizeof(*IPCB(skb)));
	skb->protocol = htons(ETH_P_IP);
	iph->version = 4;
	iph->ihl = sizeof(*iph) / 4;
	iph->tos = tunnel->tos;
	iph->frag_off = tunnel->df;
	iph->ttl = tunnel->ttl;
	iph->protocol = protocol;
	iph->saddr = tunnel->route->saddr.ip;
	iph->daddr = tunnel->server->addr.ip;
	iph->tot_len = lvs_tunnel_length(skb->len);
	ip_select_ident_segs(dev_net(tunnel->route->dst->dev), skb, NULL,
			     skb_shinfo(skb)->gso_segs ?: 1);
	ip_send_check(iph);
}

static void lvs_tunnel_push_inet6(struct lvs_tunnel *tunnel, u8 protocol)
{
	struct sk_buff *skb = tunnel->skb;
	unsigned int length = skb->len;
	struct ipv6hdr *ip6h = skb_push(skb, sizeof(*ip6h));

	skb_reset_network_header(skb);
	memset(IP6CB(skb), 0, sizeof(*IP6CB(skb)));
	IP6CB(skb)->nhoff = offsetof(struct ipv6hdr, nexthdr);
	skb->protocol = htons(ETH_P_IPV6);
	ip6_flow_hdr(ip6h, tunnel->tos, 0);
	ip6h->payload_len = lvs_tunnel_length(length);
	ip6h->nexthdr = protocol;
	ip6h->hop_limit = tunnel->ttl;
	ip6h->saddr = tunnel->route->saddr.in6;
	ip6h->daddr = tunnel->server->addr.in6;
}

static bool lvs_tunnel_push(struct lvs_tunnel *tunnel)
{
	u8 protocol;
	bool pushed;

	switch (tunnel->type) {
	case IP_VS_CONN_F_TUNNEL_TYPE_GUE:
		pushed = lvs_tunnel_push_gue(tunnel, &protocol);
		break;
	case IP_VS_CONN_F_TUNNEL_TYPE_GRE:
		pushed = lvs_tunnel_push_gre(tunnel, &protocol);
		break;
	default:
		pushed = lvs_tunnel_push_ipip(tunnel, &protocol);
		break;
	}
	if (!pushed)
		return false;
	if (tunnel->server->family == AF_INET6)
		lvs_tunnel_push_inet6(tunnel, protocol);
	else
		lvs_tunnel_push_inet(tunnel, protocol);
	return true;
}

/*
 * SCTP's checksum is none that checksums of outer headers could be worked out from while it is
 * still to be made. Of packets to be segmented, who segments them makes it.
 */
static bool lvs_tunnel_finish_crc(struct sk_buff *skb)
{
	return !skb_csum_is_sctp(skb) || !skb_csum_hwoffload_help(skb, 0);
}

bool lvs_tunnel_encapsulate(struct sk_buff *skb, const struct lvs_route *route,
			    const struct lvs_dest *dest, bool keep_df)
{
	struct lvs_tunnel tunnel = {
		.skb = skb,
		.route = route,
		.server = &dest->server,
		.type = READ_ONCE(dest->config.tun_type),
		.flags = READ_ONCE(dest->config.tun_flags),
		.port = READ_ONCE(dest->config.tun_port),
	};
	unsigned int headroom = LL_RESERVED_SPACE(route->dst->dev) + route->dst->header_len +
				lvs_tunnel_size(dest->server.family, tunnel.type, tunnel.flags);

	if (dest->server.family == AF_INET6 ? ipv6_addr_any(&route->saddr.in6) : !route->saddr.ip)
		return false;
	if (!lvs_tunnel_finish_crc(skb))
		return false;
	if (skb_cow_head(skb, headroom))
		return false;
	/* Segmentation takes what stands between the inner link header and the outer transport's. */
	skb_reset_mac_header(skb);
	lvs_tunnel_inspect(&tunnel, keep_df);
	if (!lvs_tunnel_push(&tunnel))
		return false;
	/* Too big for the way: fragments, where the outer header lets them. */
	skb->ignore_df = 1;
	return true;
}
