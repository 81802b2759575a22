// SPDX-License-Identifier: GPL-2.0
#include "tunnel_error.h"

#include "tunnel.h"

#include "../tables/conn.h"

#include <linux/icmp.h>
#include <linux/icmpv6.h>
#include <linux/ip_vs.h>
#include <net/gre.h>
#include <net/gue.h>
#include <net/icmp.h>
#include <net/ip6_route.h>
#include <net/l3mdev.h>
#include <net/route.h>

/* Routers of old do not say how narrow a path is (RFC 1191, 5): every host takes so much (RFC 791). */
#define LVS_TUNNEL_ERROR_MTU 576

/* What the error says, in terms of both families. */
struct lvs_tunnel_error {
	unsigned int mtu; /* of a path that is too narrow, else 0 */
	bool ttl_spent;
};

static bool lvs_tunnel_error_read(const struct sk_buff *skb, const struct lvs_packet *packet,
				  struct lvs_tunnel_error *error)
{
	struct icmphdr buffer;
	const struct icmphdr *icmph;

	icmph = skb_header_pointer(skb, packet->offset, sizeof(buffer), &buffer);
	if (!icmph)
		return false;
	memset(error, 0, sizeof(*error));
	if (packet->family == AF_INET6) {
		/* The MTU is the word that follows the checksum in both families. */
		if (icmph->type == ICMPV6_PKT_TOOBIG)
			error->mtu = ntohl(icmph->un.gateway);
		error->ttl_spent = icmph->type == ICMPV6_TIME_EXCEED;
		return icmph->type != ICMPV6_PARAMPROB;
	}
	if (icmph->type == ICMP_DEST_UNREACH && icmph->code == ICMP_FRAG_NEEDED)
		error->mtu = ntohs(icmph->un.frag.mtu) ?: LVS_TUNNEL_ERROR_MTU;
	error->ttl_spent = icmph->type == ICMP_TIME_EXCEEDED;
	return icmph->type == ICMP_DEST_UNREACH || error->ttl_spent;
}

/* Bytes between the outer network header and the packet; negative for no tunnel of ours. */
static int lvs_tunnel_error_gre(const struct sk_buff *skb, unsigned int offset)
{
	struct gre_base_hdr buffer;
	const struct gre_base_hdr *greh;

	greh = skb_header_pointer(skb, offset, sizeof(buffer), &buffer);
	if (!greh || greh->flags & ~GRE_CSUM)
		return -EPROTO;
	return sizeof(*greh) + (greh->flags & GRE_CSUM ? 4 : 0);
}

static int lvs_tunnel_error_gue(const struct sk_buff *skb, unsigned int offset)
{
	const struct guehdr *gueh;
	struct guehdr buffer;

	offset += sizeof(struct udphdr);
	gueh = skb_header_pointer(skb, offset, sizeof(buffer), &buffer);
	if (!gueh || gueh->version || gueh->control)
		return -EPROTO;
	return sizeof(struct udphdr) + sizeof(*gueh) + gueh->hlen * 4;
}

static int lvs_tunnel_error_skip(const struct sk_buff *skb, const struct lvs_packet *quoted)
{
	switch (quoted->protocol) {
	case IPPROTO_IPIP:
	case IPPROTO_IPV6:
		return 0;
	case IPPROTO_GRE:
		return lvs_tunnel_error_gre(skb, quoted->offset);
	case IPPROTO_UDP:
		return lvs_tunnel_error_gue(skb, quoted->offset);
	default:
		return -EPROTO;
	}
}

/* The connection whose packet was in the tunnel. Nothing quoted is trusted. */
static const struct lvs_conn *lvs_tunnel_error_conn(struct lvs_net *lnet, const struct sk_buff *skb,
						    const struct lvs_packet *quoted,
						    unsigned int offset, struct lvs_packet *inner)
{
	const struct lvs_conn *conn;
	struct lvs_flow *flow;
	const u8 *version;
	u8 buffer;

	version = skb_header_pointer(skb, offset, sizeof(buffer), &buffer);
	if (!version || (*version >> 4 != 4 && *version >> 4 != 6))
		return NULL;
	if (lvs_packet_parse_quoted(inner, skb, offset, *version >> 4 == 4 ? AF_INET : AF_INET6) !=
	    LVS_REASON_NONE)
		return NULL;
	flow = lvs_conn_lookup(lnet, inner) ?: lvs_conn_lookup_exchange(lnet, inner);
	if (!flow || flow->dir != LVS_DIR_REQUEST)
		return NULL;
	conn = lvs_flow_conn(flow);
	if (conn->method != IP_VS_CONN_F_TUNNEL || conn->dest->server.family != quoted->family ||
	    !lvs_addr_equal(conn->dest->server.addr.ip6, quoted->saddr.ip6, quoted->family))
		return NULL;
	return conn;
}

static void lvs_tunnel_error_update_path(struct lvs_net *lnet, struct sk_buff *outer,
					 const struct lvs_packet *packet, unsigned int mtu)
{
	/* A path inside a VRF is none that anybody else knows. */
	int vrf = l3mdev_master_ifindex(outer->dev);

	if (packet->family == AF_INET6)
		ip6_update_pmtu(outer, lnet->net, htonl(mtu), vrf, 0, INVALID_UID);
	else
		ipv4_update_pmtu(outer, lnet->net, mtu, vrf, 0);
}

/* An error comes from the virtual address, which the route of the packet tells. */
static bool lvs_tunnel_error_route(struct sk_buff *skb, const struct lvs_packet *packet,
				   const struct lvs_packet *inner)
{
	if (packet->family == inner->family)
		return true;
	skb_dst_drop(skb);
	if (inner->family == AF_INET6)
		return true;
	return !ip_route_input(skb, inner->daddr.ip, inner->saddr.ip, 0, skb->dev);
}

static void lvs_tunnel_error_tell(struct sk_buff *skb, const struct lvs_packet *inner,
				  const struct lvs_tunnel_error *error, unsigned int overhead)
{
	unsigned int mtu = error->mtu > overhead ? error->mtu - overhead : 0;

	if (inner->family == AF_INET6) {
		if (error->mtu)
			icmpv6_send(skb, ICMPV6_PKT_TOOBIG, 0,
				    max_t(unsigned int, mtu, IPV6_MIN_MTU));
		else if (error->ttl_spent)
			icmpv6_send(skb, ICMPV6_TIME_EXCEED, ICMPV6_EXC_HOPLIMIT, 0);
		else
			icmpv6_send(skb, ICMPV6_DEST_UNREACH, ICMPV6_ADDR_UNREACH, 0);
		return;
	}
	if (error->mtu)
		icmp_send(skb, ICMP_DEST_UNREACH, ICMP_FRAG_NEEDED, htonl(mtu));
	else if (error->ttl_spent)
		icmp_send(skb, ICMP_TIME_EXCEEDED, ICMP_EXC_TTL, 0);
	else
		icmp_send(skb, ICMP_DEST_UNREACH, ICMP_HOST_UNREACH, 0);
}

bool lvs_tunnel_error(struct lvs_net *lnet, struct sk_buff *skb, const struct lvs_packet *packet,
		      const struct lvs_packet *quoted)
{
	unsigned int network = packet->offset + sizeof(struct icmphdr);
	int skip = lvs_tunnel_error_skip(skb, quoted);
	struct lvs_tunnel_error error;
	const struct lvs_conn *conn;
	struct lvs_packet inner;
	struct sk_buff *copy;
	unsigned int offset;

	if (skip < 0 || !lvs_tunnel_error_read(skb, packet, &error))
		return false;
	offset = quoted->offset + skip;
	conn = lvs_tunnel_error_conn(lnet, skb, quoted, offset, &inner);
	if (!conn)
		return false;
	copy = skb_copy(skb, GFP_ATOMIC);
	if (!copy)
		return true;
	memset(copy->cb, 0, sizeof(copy->cb));
	__skb_pull(copy, network);
	if (error.mtu)
		lvs_tunnel_error_update_path(lnet, copy, packet, error.mtu);
	__skb_pull(copy, offset - network);
	skb_reset_network_header(copy);
	copy->protocol = inner.family == AF_INET6 ? htons(ETH_P_IPV6) : htons(ETH_P_IP);
	if (lvs_tunnel_error_route(copy, packet, &inner))
		lvs_tunnel_error_tell(copy, &inner, &error, lvs_tunnel_overhead(conn->dest));
	kfree_skb(copy);
	return true;
}
