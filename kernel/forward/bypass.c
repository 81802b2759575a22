// SPDX-License-Identifier: GPL-2.0
#include "bypass.h"

#include "ipsec.h"
#include "xmit.h"

#include "../tables/service.h"

#include <net/addrconf.h>
#include <net/ip6_fib.h>
#include <net/ip6_route.h>
#include <net/route.h>

/* What is this host's is so in the VRF that a packet came in by. */
static bool lvs_bypass_is_elsewhere(const struct lvs_net *lnet, const struct lvs_packet *packet,
				    const struct net_device *in)
{
	if (packet->family == AF_INET6)
		return ipv6_addr_type(&packet->daddr.in6) & IPV6_ADDR_UNICAST &&
		       !ipv6_chk_addr(lnet->net, &packet->daddr.in6, in, 0);
	switch (inet_addr_type_dev_table(lnet->net, in, packet->daddr.ip)) {
	case RTN_LOCAL:
	case RTN_BROADCAST:
	case RTN_MULTICAST:
		return false;
	default:
		/* Whatever a VRF says of others, which may have a way around it. */
		return true;
	}
}

struct lvs_dest *lvs_bypass_dest(struct lvs_net *lnet, const struct lvs_service *service,
				 const struct lvs_packet *packet, const struct net_device *in)
{
	if (!service->key.fwmark || !READ_ONCE(lnet->config.cache_bypass) ||
	    !lvs_bypass_is_elsewhere(lnet, packet, in))
		return NULL;
	return lvs_services_bypass(lnet, packet->family);
}

/*
 * The way is found without the mark, whose rules have brought the packet here,
 * and for each packet: there are as many destinations as there are hosts.
 */
static bool lvs_bypass_route(const struct lvs_net *lnet, const struct lvs_packet *packet,
			     struct lvs_route *route)
{
	struct flowi4 fl4 = { .daddr = packet->daddr.ip };
	struct flowi6 fl6 = { .daddr = packet->daddr.in6 };
	struct rtable *rt;

	if (packet->family == AF_INET) {
		rt = ip_route_output_key(lnet->net, &fl4);
		if (IS_ERR(rt))
			return false;
		route->dst = &rt->dst;
		route->local = rt->rt_flags & RTCF_LOCAL;
		return true;
	}
	route->dst = ip6_route_output(lnet->net, NULL, &fl6);
	if (route->dst->error) {
		dst_release(route->dst);
		return false;
	}
	route->local = container_of(route->dst, struct rt6_info, dst)->rt6i_flags & RTF_LOCAL;
	return true;
}

/*
 * Rules brought the packet in as if it were for this host. An error about it would come from
 * where it goes to, if it still looked so, which IPv4 does not send for others.
 */
static void lvs_bypass_disown(struct sk_buff *skb, const struct lvs_route *route,
			      const struct nf_hook_state *state)
{
	if (state->pf == NFPROTO_IPV6)
		return;
	skb_dst_drop(skb);
	skb_dst_set_noref(skb, route->dst);
}

enum lvs_reason lvs_bypass_xmit(struct lvs_net *lnet, struct sk_buff *skb,
				const struct lvs_packet *packet, const struct lvs_conn *conn,
				const struct nf_hook_state *state)
{
	struct lvs_route route = {};
	enum lvs_reason reason;

	if (!lvs_bypass_route(lnet, packet, &route))
		return LVS_REASON_NO_ROUTE;
	if (unlikely(lvs_ipsec_is_used(lnet)) && !route.local &&
	    !lvs_ipsec_protect(lnet, packet, &route))
		return LVS_REASON_IPSEC;
	if (!route.local)
		lvs_bypass_disown(skb, &route, state);
	reason = lvs_xmit_check(lnet, skb, &route, conn, state);
	if (reason == LVS_REASON_NONE)
		reason = lvs_xmit_unchanged(lnet, skb, &route, conn, state);
	lvs_xmit_release(skb, &route, reason);
	return reason;
}
