// SPDX-License-Identifier: GPL-2.0
#include "xmit.h"

#include "bypass.h"
#include "ipsec.h"
#include "nat.h"
#include "track.h"
#include "tunnel.h"

#include "../base/compat.h"
#include "../base/owned.h"
#include "../tables/route.h"

#include <linux/icmpv6.h>
#include <linux/netfilter_ipv4.h>
#include <linux/netfilter_ipv6.h>
#include <net/icmp.h>
#include <net/ip.h>
#include <net/ipv6.h>
#include <net/l3mdev.h>

/* Errors are sent from the device that a packet came in by; a local sender's came in by none. */
static void lvs_xmit_set_dev(struct sk_buff *skb, const struct nf_hook_state *state)
{
	if (!skb->dev)
		skb->dev = state->net->loopback_dev;
}

void lvs_xmit_refuse(struct sk_buff *skb, const struct nf_hook_state *state)
{
	lvs_xmit_set_dev(skb, state);
	if (state->pf == NFPROTO_IPV6)
		icmpv6_send(skb, ICMPV6_DEST_UNREACH, ICMPV6_PORT_UNREACH, 0);
	else
		icmp_send(skb, ICMP_DEST_UNREACH, ICMP_PORT_UNREACH, 0);
}

static bool lvs_xmit_ttl_spent(struct sk_buff *skb, const struct nf_hook_state *state)
{
	/* The director's own packets have not been forwarded by anybody. */
	if (state->hook == NF_INET_LOCAL_OUT)
		return false;
	if (state->pf == NFPROTO_IPV6) {
		if (ipv6_hdr(skb)->hop_limit > 1)
			return false;
		icmpv6_send(skb, ICMPV6_TIME_EXCEED, ICMPV6_EXC_HOPLIMIT, 0);
		return true;
	}
	if (ip_hdr(skb)->ttl > 1)
		return false;
	icmp_send(skb, ICMP_TIME_EXCEEDED, ICMP_EXC_TTL, 0);
	return true;
}

static void lvs_xmit_decrease_ttl(struct sk_buff *skb, const struct nf_hook_state *state)
{
	if (state->hook == NF_INET_LOCAL_OUT)
		return;
	if (state->pf == NFPROTO_IPV6) {
		ipv6_hdr(skb)->hop_limit--;
		return;
	}
	ip_decrease_ttl(ip_hdr(skb));
	/* On its way in the stack wrote into them, and left the checksum to who sends it on. */
	if (unlikely(IPCB(skb)->opt.is_changed)) {
		IPCB(skb)->opt.is_changed = 0;
		ip_send_check(ip_hdr(skb));
	}
}

/*
 * What came in fragments goes on in such, no larger than they were. So does what an IPv6 socket
 * lets; IPv4's have said so by the bit.
 */
static bool lvs_xmit_may_fragment(const struct sk_buff *skb, unsigned int mtu,
				  const struct nf_hook_state *state)
{
	if (!skb->ignore_df)
		return false;
	if (state->pf == NFPROTO_IPV6)
		return IP6CB(skb)->frag_max_size <= mtu;
	return IPCB(skb)->frag_max_size && IPCB(skb)->frag_max_size <= mtu;
}

bool lvs_xmit_too_big(struct sk_buff *skb, unsigned int mtu, const struct nf_hook_state *state)
{
	if (skb->len <= mtu || (skb_is_gso(skb) && skb_gso_validate_network_len(skb, mtu)))
		return false;
	if (lvs_xmit_may_fragment(skb, mtu, state))
		return false;
	lvs_xmit_set_dev(skb, state);
	if (state->pf == NFPROTO_IPV6) {
		icmpv6_send(skb, ICMPV6_PKT_TOOBIG, 0, mtu);
		return true;
	}
	/* Without DF it is fragmented on its way out. */
	if (!(ip_hdr(skb)->frag_off & htons(IP_DF)))
		return false;
	icmp_send(skb, ICMP_DEST_UNREACH, ICMP_FRAG_NEEDED, htonl(mtu));
	return true;
}

bool lvs_xmit_reroute(struct sk_buff *skb, const struct nf_hook_state *state)
{
	if (state->pf == NFPROTO_IPV6)
		return !ip6_route_me_harder(state->net, state->sk, skb);
	return !ip_route_me_harder(state->net, state->sk, skb, RTN_UNSPEC);
}

/*
 * From outside to a loopback address: no answer could ever come back (RFC 1122, 3.2.1.3). One that
 * is not translated is still for the virtual address, wherever the host says that it serves it.
 */
static bool lvs_xmit_is_martian(const struct sk_buff *skb, const struct lvs_conn *conn,
				const struct nf_hook_state *state)
{
	const struct lvs_server *server = &conn->dest->server;

	if (state->hook == NF_INET_LOCAL_OUT || skb->dev->flags & IFF_LOOPBACK ||
	    lvs_conn_is_one_way(conn))
		return false;
	if (server->family == AF_INET6)
		return ipv6_addr_loopback(&server->addr.in6);
	return ipv4_is_loopback(server->addr.ip);
}

/*
 * Path MTU discovery may be switched off for tunnels: then they fragment. They do so, too, where
 * less is left than every path of IPv6 has: its senders go no lower (RFC 2473, 7.1).
 */
static enum lvs_reason lvs_xmit_check_tunnel(struct lvs_net *lnet, struct sk_buff *skb,
					     const struct lvs_route *route,
					     const struct lvs_dest *dest,
					     const struct nf_hook_state *state)
{
	unsigned int overhead = lvs_tunnel_overhead(dest);
	unsigned int mtu = dst_mtu(route->dst);

	if (mtu < IPV4_MIN_MTU + overhead)
		return LVS_REASON_TUNNEL_MTU;
	if (!READ_ONCE(lnet->config.pmtu_disc))
		return LVS_REASON_NONE;
	mtu -= overhead;
	if (state->pf == NFPROTO_IPV6)
		mtu = max_t(unsigned int, mtu, IPV6_MIN_MTU);
	return lvs_xmit_too_big(skb, mtu, state) ? LVS_REASON_TOO_BIG : LVS_REASON_NONE;
}

enum lvs_reason lvs_xmit_check(struct lvs_net *lnet, struct sk_buff *skb,
			       const struct lvs_route *route, const struct lvs_conn *conn,
			       const struct nf_hook_state *state)
{
	if (!route)
		return LVS_REASON_NO_ROUTE;
	if (route->local)
		return lvs_xmit_is_martian(skb, conn, state) ? LVS_REASON_LOCAL_MISMATCH
							     : LVS_REASON_NONE;
	if (lvs_xmit_ttl_spent(skb, state))
		return LVS_REASON_TTL_EXCEEDED;
	if (conn->method == IP_VS_CONN_F_TUNNEL)
		return lvs_xmit_check_tunnel(lnet, skb, route, conn->dest, state);
	if (lvs_xmit_too_big(skb, dst_mtu(route->dst), state))
		return LVS_REASON_TOO_BIG;
	return LVS_REASON_NONE;
}

static void lvs_xmit_leave_by(struct sk_buff *skb, struct dst_entry *dst)
{
	skb_dst_drop(skb);
	skb_dst_set_noref(skb, dst);
	skb_clear_tstamp(skb);
	skb_forward_csum(skb);
}

static int lvs_xmit_output(struct net *net, struct sock *sk, struct sk_buff *skb)
{
	return dst_output(net, sk, skb);
}

/*
 * A VRF whose device has a queue takes packets there, and looks for their way once more, by what
 * they are for: one that goes to a server as it came would come back. All leave by their own
 * device, as what is forwarded does.
 */
static noinline struct sk_buff *lvs_xmit_out_of_vrf(struct sk_buff *skb, u8 pf)
{
	struct dst_entry *dst = dst_clone(skb_dst(skb));

	skb = l3mdev_l3_out(skb->sk, skb, pf);
	if (!skb || !netif_is_l3_master(skb_dst(skb)->dev)) {
		dst_release(dst);
		return skb;
	}
	skb_dst_drop(skb);
	skb_dst_set(skb, dst);
	return skb;
}

/* Its header is whole, checksum and length: what ip_local_out() would do but for those. */
void lvs_xmit_send(struct sk_buff *skb, const struct nf_hook_state *state)
{
	/* Of a tunnel's end, perhaps, which need not be the one that the packet came with. */
	u8 pf = skb->protocol == htons(ETH_P_IPV6) ? NFPROTO_IPV6 : NFPROTO_IPV4;

	if (unlikely(netif_is_l3_slave(skb_dst(skb)->dev)))
		skb = lvs_xmit_out_of_vrf(skb, pf);
	if (skb)
		NF_HOOK(pf, NF_INET_LOCAL_OUT, state->net, skb->sk, skb, NULL, skb_dst(skb)->dev,
			lvs_xmit_output);
}

void lvs_xmit_release(struct sk_buff *skb, const struct lvs_route *route, enum lvs_reason reason)
{
	if (reason == LVS_REASON_REQUEST_SENT)
		skb_dst_force(skb);
	dst_release(route->dst);
}

/* A socket that the stack has found early is not the one of the address that it goes to. */
static void lvs_xmit_forget_socket(struct sk_buff *skb, const struct nf_hook_state *state)
{
	if (state->hook == NF_INET_LOCAL_IN)
		skb_orphan(skb);
}

enum lvs_reason lvs_xmit_translated(struct lvs_net *lnet, struct sk_buff *skb,
				    const struct lvs_route *route,
				    const struct nf_hook_state *state)
{
	lvs_packet_own(lnet, skb);
	lvs_xmit_forget_socket(skb, state);
	if (state->hook == NF_INET_LOCAL_OUT)
		return lvs_xmit_reroute(skb, state) ? LVS_REASON_REQUEST_LOCAL
						    : LVS_REASON_REROUTE_FAILED;
	if (route->local)
		return LVS_REASON_REQUEST_LOCAL;
	lvs_xmit_decrease_ttl(skb, state);
	lvs_xmit_leave_by(skb, route->dst);
	return LVS_REASON_REQUEST_SENT;
}

static enum lvs_reason lvs_xmit_into_tunnel(struct lvs_net *lnet, struct sk_buff *skb,
					    const struct lvs_route *route,
					    const struct lvs_conn *conn)
{
	if (unlikely(READ_ONCE(lnet->config.conntrack)) && !lvs_track_leave(skb))
		return LVS_REASON_NO_MEMORY;
	if (!lvs_tunnel_encapsulate(skb, route, conn->dest, READ_ONCE(lnet->config.pmtu_disc)))
		return LVS_REASON_NOT_WRITABLE;
	return LVS_REASON_NONE;
}

enum lvs_reason lvs_xmit_unchanged(struct lvs_net *lnet, struct sk_buff *skb,
				   const struct lvs_route *route, const struct lvs_conn *conn,
				   const struct nf_hook_state *state)
{
	unsigned int header =
		state->pf == NFPROTO_IPV6 ? sizeof(struct ipv6hdr) : sizeof(struct iphdr);
	enum lvs_reason reason = LVS_REASON_NONE;

	/*
	 * The host is the real server: it takes the packet as it came, tracked as it was. Else
	 * its answer, which is not ours to see, would be new to connection tracking.
	 */
	if (route->local) {
		lvs_packet_sign(skb);
		return LVS_REASON_REQUEST_LOCAL;
	}
	if (skb_ensure_writable(skb, header))
		return LVS_REASON_NOT_WRITABLE;
	lvs_xmit_forget_socket(skb, state);
	lvs_xmit_decrease_ttl(skb, state);
	if (conn->method == IP_VS_CONN_F_TUNNEL)
		reason = lvs_xmit_into_tunnel(lnet, skb, route, conn);
	if (reason != LVS_REASON_NONE)
		return reason;
	lvs_packet_own(lnet, skb);
	lvs_xmit_leave_by(skb, route->dst);
	return LVS_REASON_REQUEST_SENT;
}

/* Once more where policies of IPsec are: without them, it costs no call. */
static __always_inline enum lvs_reason lvs_xmit_along(struct lvs_net *lnet, struct sk_buff *skb,
						      const struct lvs_packet *packet,
						      const struct lvs_flow *flow,
						      const struct lvs_route *route,
						      const struct nf_hook_state *state)
{
	const struct lvs_conn *conn = lvs_flow_conn(flow);
	enum lvs_reason reason = lvs_xmit_check(lnet, skb, route, conn, state);

	if (reason != LVS_REASON_NONE)
		return reason;
	if (lvs_conn_is_one_way(conn))
		return lvs_xmit_unchanged(lnet, skb, route, conn, state);
	if (!lvs_nat_translate(skb, packet, flow))
		return LVS_REASON_NOT_WRITABLE;
	return lvs_xmit_translated(lnet, skb, route, state);
}

static noinline enum lvs_reason lvs_xmit_protected(struct lvs_net *lnet, struct sk_buff *skb,
						   const struct lvs_packet *packet,
						   const struct lvs_flow *flow,
						   const struct lvs_route *route,
						   const struct nf_hook_state *state)
{
	struct lvs_route protected;
	enum lvs_reason reason;

	if (!lvs_ipsec_route(lnet, packet, flow, route, &protected))
		return LVS_REASON_IPSEC;
	reason = lvs_xmit_along(lnet, skb, packet, flow, &protected, state);
	lvs_xmit_release(skb, &protected, reason);
	return reason;
}

enum lvs_reason lvs_xmit_request(struct lvs_net *lnet, struct sk_buff *skb,
				 const struct lvs_packet *packet, const struct lvs_flow *flow,
				 const struct nf_hook_state *state)
{
	const struct lvs_conn *conn = lvs_flow_conn(flow);
	const struct lvs_route *route;

	if (unlikely(conn->method == IP_VS_CONN_F_BYPASS))
		return lvs_bypass_xmit(lnet, skb, packet, conn, state);
	route = lvs_route_lookup(lnet, conn->dest);
	if (unlikely(lvs_ipsec_is_used(lnet)) && route && !route->local)
		return lvs_xmit_protected(lnet, skb, packet, flow, route, state);
	return lvs_xmit_along(lnet, skb, packet, flow, route, state);
}
