// SPDX-License-Identifier: GPL-2.0
#include "reply.h"

#include "nat.h"
#include "xmit.h"

#include "../base/owned.h"

#include <net/ip6_fib.h>
#include <net/ip_fib.h>

/* Can the route of a packet depend on its source, which has just changed? */
static bool lvs_reply_route_depends(const struct nf_hook_state *state)
{
	if (state->pf == NFPROTO_IPV6)
		return fib6_has_custom_rules(state->net) || fib6_routes_require_src(state->net);
	return fib4_has_custom_rules(state->net);
}

bool lvs_reply_route(struct lvs_net *lnet, struct sk_buff *skb, const struct nf_hook_state *state)
{
	if (state->hook == NF_INET_LOCAL_IN || !READ_ONCE(lnet->config.snat_reroute))
		return true;
	return !lvs_reply_route_depends(state) || lvs_xmit_reroute(skb, state);
}

enum lvs_reason lvs_reply(struct lvs_net *lnet, struct sk_buff *skb,
			  const struct lvs_packet *packet, struct lvs_flow *flow,
			  const struct nf_hook_state *state)
{
	struct lvs_dest *dest = lvs_flow_conn(flow)->dest;

	lvs_stats_count_out(&dest->stats, skb->len);
	lvs_stats_count_out(&lnet->stats, skb->len);
	lvs_conn_track(lnet, flow, packet);
	if (!lvs_nat_translate(skb, packet, flow))
		return LVS_REASON_NOT_WRITABLE;
	lvs_packet_own(skb);
	return lvs_reply_route(lnet, skb, state) ? LVS_REASON_REPLY : LVS_REASON_REROUTE_FAILED;
}
