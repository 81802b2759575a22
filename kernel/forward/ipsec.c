// SPDX-License-Identifier: GPL-2.0
#include "ipsec.h"

#include "tunnel.h"

bool lvs_ipsec_check(struct sk_buff *skb, const struct nf_hook_state *state)
{
	return xfrm_policy_check(NULL, XFRM_POLICY_IN, skb, state->pf);
}

/* What policies can go by. */
static void lvs_ipsec_describe(struct flowi *fl, const struct lvs_packet *leaving,
			       const struct dst_entry *dst)
{
	union flowi_uli *ends;

	memset(fl, 0, sizeof(*fl));
	fl->flowi_oif = dst->dev->ifindex;
	fl->flowi_mark = leaving->mark;
	fl->flowi_proto = leaving->protocol;
	if (leaving->family == AF_INET6) {
		fl->u.ip6.saddr = leaving->saddr.in6;
		fl->u.ip6.daddr = leaving->daddr.in6;
		ends = &fl->u.ip6.uli;
	} else {
		fl->u.ip4.saddr = leaving->saddr.ip;
		fl->u.ip4.daddr = leaving->daddr.ip;
		ends = &fl->u.ip4.uli;
	}
	if (leaving->protocol == IPPROTO_TCP || leaving->protocol == IPPROTO_UDP ||
	    leaving->protocol == IPPROTO_SCTP) {
		ends->ports.sport = leaving->sport;
		ends->ports.dport = leaving->dport;
	}
}

bool lvs_ipsec_protect(const struct lvs_net *lnet, const struct lvs_packet *leaving,
		       struct lvs_route *route)
{
	struct dst_entry *dst;
	struct flowi fl;

	lvs_ipsec_describe(&fl, leaving, route->dst);
	dst = xfrm_lookup(lnet->net, route->dst, &fl, NULL, XFRM_LOOKUP_QUEUE);
	if (IS_ERR(dst))
		return false;
	route->dst = dst;
	return true;
}

/* The packet of a request as it will leave. */
static void lvs_ipsec_foresee(struct lvs_packet *leaving, const struct lvs_flow *flow,
			      const struct lvs_route *route)
{
	const struct lvs_conn *conn = lvs_flow_conn(flow);

	if (conn->method == IP_VS_CONN_F_TUNNEL) {
		leaving->protocol = lvs_tunnel_protocol(conn->dest, leaving->family);
		leaving->family = conn->dest->server.family;
		leaving->saddr = route->saddr;
		leaving->daddr = conn->dest->server.addr;
		/* Only GUE has ports; its source port spreads flows and says nothing. */
		leaving->sport = 0;
		leaving->dport = READ_ONCE(conn->dest->config.tun_port);
	} else if (!lvs_conn_is_one_way(conn)) {
		lvs_addr_set(&leaving->daddr, lvs_flow_addr(flow, LVS_FLOW_NEW_DADDR),
			     leaving->family);
		leaving->sport = flow->new_sport;
		leaving->dport = flow->new_dport;
	}
}

bool lvs_ipsec_route(const struct lvs_net *lnet, const struct lvs_packet *packet,
		     const struct lvs_flow *flow, const struct lvs_route *route,
		     struct lvs_route *protected)
{
	struct lvs_packet leaving = *packet;

	lvs_ipsec_foresee(&leaving, flow, route);
	*protected = *route;
	dst_hold(protected->dst);
	return lvs_ipsec_protect(lnet, &leaving, protected);
}
