/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_FORWARD_IPSEC_H
#define LVS_FORWARD_IPSEC_H

#include "../base/net.h"
#include "../base/packet.h"
#include "../tables/conn.h"
#include "../tables/route.h"

#include <linux/netfilter.h>
#include <net/xfrm.h>

/* Are there policies for what leaves the namespace? Context: any. */
static inline bool lvs_ipsec_is_used(const struct lvs_net *lnet)
{
#ifdef CONFIG_XFRM
	const struct netns_xfrm *xfrm = &lnet->net->xfrm;

	return READ_ONCE(xfrm->policy_count[XFRM_POLICY_OUT]) ||
	       READ_ONCE(xfrm->policy_default[XFRM_POLICY_OUT]) != XFRM_USERPOLICY_ACCEPT;
#else
	return false;
#endif
}

/* Do policies admit a packet that came in? Context: softirq. */
bool lvs_ipsec_check(struct sk_buff *skb, const struct nf_hook_state *state);

/*
 * Has a packet come as policies want it? Who takes one at LOCAL_IN has to ask:
 * the socket that would have asked never sees it. Context: softirq.
 */
static inline bool lvs_ipsec_admits(const struct lvs_net *lnet, struct sk_buff *skb,
				    const struct nf_hook_state *state)
{
#ifdef CONFIG_XFRM
	const struct netns_xfrm *xfrm = &lnet->net->xfrm;

	if (state->hook != NF_INET_LOCAL_IN)
		return true;
	if (likely(!READ_ONCE(xfrm->policy_count[XFRM_POLICY_IN]) && !secpath_exists(skb) &&
		   READ_ONCE(xfrm->policy_default[XFRM_POLICY_IN]) == XFRM_USERPOLICY_ACCEPT))
		return true;
	return lvs_ipsec_check(skb, state);
#else
	return true;
#endif
}

/**
 * lvs_ipsec_protect() - the way that policies want for a packet
 * @lnet: namespace
 * @leaving: the packet as it will leave
 * @route: its way, with a reference of its own on dst, which is replaced
 *
 * Context: softirq or bottom halves off, RCU read side.
 * Return: false where it must not leave; the reference is gone then.
 */
bool lvs_ipsec_protect(const struct lvs_net *lnet, const struct lvs_packet *leaving,
		       struct lvs_route *route);

/**
 * lvs_ipsec_route() - the way that policies want for a request
 * @lnet: namespace
 * @packet: the request, or an ICMP error that goes with it, as it came
 * @flow: request flow of its connection
 * @route: way to the real server
 * @protected: filled; the caller lets go of it by lvs_xmit_release()
 *
 * Context: as above. Return: false where it must not leave.
 */
bool lvs_ipsec_route(const struct lvs_net *lnet, const struct lvs_packet *packet,
		     const struct lvs_flow *flow, const struct lvs_route *route,
		     struct lvs_route *protected);

#endif
