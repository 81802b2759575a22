// SPDX-License-Identifier: GPL-2.0
/*
 * Where packets meet us.
 *
 * LOCKING
 *  guards    namespace mutex: lnet->hooked and registration.
 *  readers   the hooks run in an RCU read side that netfilter opens.
 *  contexts  softirq, and process at LOCAL_OUT, where bottom halves are
 *            switched off first: counters are per CPU.
 */
#include "hooks.h"

#include "icmp.h"
#include "reply.h"
#include "request.h"
#include "xmit.h"

#include "../base/owned.h"
#include "../base/reason.h"
#include "../tables/conns.h"
#include "../tables/expected.h"
#include "../tables/service.h"

#include <linux/if_arp.h>
#include <linux/ipv6.h>
#include <linux/netdevice.h>
#include <linux/netfilter_ipv4.h>
#include <linux/netfilter_ipv6.h>
#include <net/ip.h>
#include <net/netfilter/ipv4/nf_defrag_ipv4.h>
#include <net/netfilter/ipv6/nf_defrag_ipv6.h>

/* The device that a packet came in by; a VRF puts itself in its place. */
static const struct net_device *lvs_hooks_device(const struct sk_buff *skb,
						 const struct nf_hook_state *state)
{
	int iif = state->pf == NFPROTO_IPV6 ? inet6_sdif(skb) : inet_sdif(skb);

	return (iif ? dev_get_by_index_rcu(state->net, iif) : NULL) ?: skb->dev;
}

/*
 * A director can be the real server of another one, and must not schedule what it gets from
 * that again. Packets keep no sign of their tunnel but the device that they come out of.
 */
static bool lvs_hooks_is_tunneled(const struct lvs_net *lnet, const struct sk_buff *skb,
				  const struct nf_hook_state *state)
{
	if (likely(!READ_ONCE(lnet->config.ignore_tunneled)) || state->hook != NF_INET_LOCAL_IN)
		return false;
	switch (lvs_hooks_device(skb, state)->type) {
	case ARPHRD_TUNNEL:
	case ARPHRD_TUNNEL6:
	case ARPHRD_SIT:
	case ARPHRD_IPGRE:
	case ARPHRD_IP6GRE:
		return true;
	default:
		return false;
	}
}

/* Could it answer a packet that was scheduled alone? */
static bool lvs_hooks_may_answer_single(const struct lvs_net *lnet, const struct lvs_packet *packet,
					const struct lvs_flow *flow)
{
	return !flow && packet->protocol == IPPROTO_UDP && lvs_services_have_one_packet(lnet);
}

/* What is no known answer: a request, or the answer to one that nothing remembers. */
static enum lvs_reason lvs_hooks_decide_request(struct lvs_net *lnet, struct sk_buff *skb,
						const struct lvs_packet *packet,
						struct lvs_flow *flow,
						const struct nf_hook_state *state)
{
	bool is_single = lvs_hooks_may_answer_single(lnet, packet, flow);
	enum lvs_reason reason;

	/* To this host, most are requests: real servers answer its own clients only. */
	if (is_single && state->hook != NF_INET_LOCAL_IN) {
		reason = lvs_reply_single(lnet, skb, packet, state);
		if (reason != LVS_REASON_NO_SERVICE)
			return reason;
	}
	/* A virtual address is one of this host: nothing that it forwards asks for a service. */
	if (state->hook == NF_INET_FORWARD)
		return flow ? LVS_REASON_NO_SERVICE : lvs_reply_stray(lnet, skb, packet, state);
	if (!flow && lvs_hooks_is_tunneled(lnet, skb, state))
		return LVS_REASON_TUNNELED;
	reason = lvs_request(lnet, skb, packet, flow, state);
	if (is_single && reason == LVS_REASON_NO_SERVICE && state->hook == NF_INET_LOCAL_IN)
		reason = lvs_reply_single(lnet, skb, packet, state);
	return reason;
}

/* What has no ports: errors, and what belongs to a connection that has. */
static enum lvs_reason lvs_hooks_decide_other(struct lvs_net *lnet, struct sk_buff *skb,
					      const struct lvs_packet *packet,
					      const struct nf_hook_state *state)
{
	struct lvs_flow *flow = lvs_conn_lookup_exchange(lnet, packet);

	if (!flow)
		return lvs_icmp(lnet, skb, packet, state);
	if (flow->dir == LVS_DIR_REPLY)
		return lvs_reply(lnet, skb, packet, flow, state);
	return lvs_hooks_decide_request(lnet, skb, packet, flow, state);
}

static enum lvs_reason lvs_hooks_decide(struct lvs_net *lnet, struct sk_buff *skb,
					const struct nf_hook_state *state)
{
	/* Filled by whoever parses it. */
	struct lvs_packet packet __uninitialized;
	enum lvs_reason reason;
	struct lvs_flow *flow;

	if (state->hook != NF_INET_LOCAL_OUT && skb->pkt_type != PACKET_HOST)
		return LVS_REASON_NOT_FOR_HOST;
	reason = lvs_packet_parse(&packet, skb, state->pf);
	if (reason == LVS_REASON_OTHER_PROTOCOL)
		return lvs_hooks_decide_other(lnet, skb, &packet, state);
	if (reason != LVS_REASON_NONE)
		return reason;
	flow = lvs_conn_lookup(lnet, &packet);
	if (!flow && unlikely(lvs_expected_any(lnet))) {
		reason = lvs_expected_begin(lnet, &packet, &flow);
		if (reason != LVS_REASON_NONE)
			return reason;
	}
	if (flow && flow->dir == LVS_DIR_REPLY)
		return lvs_reply(lnet, skb, &packet, flow, state);
	return lvs_hooks_decide_request(lnet, skb, &packet, flow, state);
}

/* Each request that was sent comes by again, at LOCAL_OUT. */
static unsigned int lvs_hooks_own_packet(const struct nf_hook_state *state)
{
	lvs_reason_count(lvs_net(state->net), LVS_REASON_OWN_PACKET);
	return NF_ACCEPT;
}

static unsigned int lvs_hooks_packet(void *priv, struct sk_buff *skb,
				     const struct nf_hook_state *state)
{
	static const u8 to_netfilter[LVS_VERDICTS] = {
		[LVS_VERDICT_PASS] = NF_ACCEPT,
		[LVS_VERDICT_ACCEPT] = NF_ACCEPT,
		[LVS_VERDICT_DROP] = NF_DROP,
		[LVS_VERDICT_STOLEN] = NF_STOLEN,
	};
	struct lvs_net *lnet;
	enum lvs_reason reason;

	if (lvs_packet_owned(skb, state->hook))
		return lvs_hooks_own_packet(state);
	lnet = lvs_net(state->net);
	local_bh_disable();
	reason = lvs_hooks_decide(lnet, skb, state);
	lvs_reason_count(lnet, reason);
	local_bh_enable();
	/*
	 * From here, not from where it was made ready: a processor foresees a dozen or two of
	 * nested returns only, and the way out to the device takes as many.
	 */
	if (reason == LVS_REASON_REQUEST_SENT) {
		lvs_xmit_send(skb, state);
		return NF_STOLEN;
	}
	return to_netfilter[lvs_reason_info(reason)->verdict];
}

/* clang-format off */
static const struct nf_hook_ops lvs_hooks_inet[] = {
	/* After the filter rules of INPUT, so that they guard virtual addresses too. */
	{
		.hook = lvs_hooks_packet, .pf = NFPROTO_IPV4,
		.hooknum = NF_INET_LOCAL_IN, .priority = NF_IP_PRI_NAT_SRC - 1,
	},
	/* Replies, after the filter rules of FORWARD, which see the real server as their source. */
	{
		.hook = lvs_hooks_packet, .pf = NFPROTO_IPV4,
		.hooknum = NF_INET_FORWARD, .priority = NF_IP_PRI_NAT_SRC,
	},
	/* The director's own clients and real servers, after destination NAT. */
	{
		.hook = lvs_hooks_packet, .pf = NFPROTO_IPV4,
		.hooknum = NF_INET_LOCAL_OUT, .priority = NF_IP_PRI_NAT_DST + 1,
	},
};

/* The same for IPv6. */
static const struct nf_hook_ops lvs_hooks_inet6[] = {
	{
		.hook = lvs_hooks_packet, .pf = NFPROTO_IPV6,
		.hooknum = NF_INET_LOCAL_IN, .priority = NF_IP6_PRI_NAT_SRC - 1,
	},
	{
		.hook = lvs_hooks_packet, .pf = NFPROTO_IPV6,
		.hooknum = NF_INET_FORWARD, .priority = NF_IP6_PRI_NAT_SRC,
	},
	{
		.hook = lvs_hooks_packet, .pf = NFPROTO_IPV6,
		.hooknum = NF_INET_LOCAL_OUT, .priority = NF_IP6_PRI_NAT_DST + 1,
	},
};
/* clang-format on */

/* Whole packets only reach us: fragments have no ports to look up. */
static int lvs_hooks_defrag_enable(struct net *net, u16 family)
{
	return family == AF_INET6 ? nf_defrag_ipv6_enable(net) : nf_defrag_ipv4_enable(net);
}

static void lvs_hooks_defrag_disable(struct net *net, u16 family)
{
	if (family == AF_INET6)
		nf_defrag_ipv6_disable(net);
	else
		nf_defrag_ipv4_disable(net);
}

static int lvs_hooks_publish(struct net *net, u16 family)
{
	int ret = lvs_hooks_defrag_enable(net, family);

	if (ret)
		return ret;
	if (family == AF_INET6)
		ret = nf_register_net_hooks(net, lvs_hooks_inet6, ARRAY_SIZE(lvs_hooks_inet6));
	else
		ret = nf_register_net_hooks(net, lvs_hooks_inet, ARRAY_SIZE(lvs_hooks_inet));
	if (ret)
		lvs_hooks_defrag_disable(net, family);
	return ret;
}

static void lvs_hooks_withdraw(struct net *net, u16 family)
{
	if (family == AF_INET6)
		nf_unregister_net_hooks(net, lvs_hooks_inet6, ARRAY_SIZE(lvs_hooks_inet6));
	else
		nf_unregister_net_hooks(net, lvs_hooks_inet, ARRAY_SIZE(lvs_hooks_inet));
	lvs_hooks_defrag_disable(net, family);
}

int lvs_hooks_get(struct lvs_net *lnet, u16 family)
{
	unsigned int slot = lvs_family_slot(family);
	int ret;

	lockdep_assert_held(&lnet->mutex);
	if (!lnet->conns) {
		ret = lvs_conns_net_init(lnet);
		if (ret)
			return ret;
	}
	if (!lnet->hooked[slot]) {
		ret = lvs_hooks_publish(lnet->net, family);
		if (ret)
			return ret;
	}
	lnet->hooked[slot]++;
	return 0;
}

void lvs_hooks_put(struct lvs_net *lnet, u16 family)
{
	lockdep_assert_held(&lnet->mutex);
	if (!--lnet->hooked[lvs_family_slot(family)])
		lvs_hooks_withdraw(lnet->net, family);
}

void lvs_hooks_net_exit(struct lvs_net *lnet)
{
	if (lnet->hooked[LVS_FAMILY_INET])
		lvs_hooks_withdraw(lnet->net, AF_INET);
	if (lnet->hooked[LVS_FAMILY_INET6])
		lvs_hooks_withdraw(lnet->net, AF_INET6);
	memset(lnet->hooked, 0, sizeof(lnet->hooked));
}
