// SPDX-License-Identifier: GPL-2.0
#include "track.h"

#include "../tables/conn.h"

#include <net/netfilter/nf_conntrack.h>
#include <net/netfilter/nf_conntrack_core.h>
#include <net/netfilter/nf_conntrack_zones.h>

/* NULL, too, for what follows a connection of another protocol, as ESP does: it has no ports. */
static struct nf_conn *lvs_track_find(const struct sk_buff *skb, const struct lvs_flow *flow,
				      enum ip_conntrack_info *info)
{
	struct nf_conn *ct = nf_ct_get(skb, info);

	return ct && nf_ct_protonum(ct) == flow->protocol ? ct : NULL;
}

bool lvs_track_expect_reply(struct sk_buff *skb, const struct lvs_flow *flow)
{
	const __be32 *daddr = lvs_flow_addr(flow, LVS_FLOW_NEW_DADDR);
	struct nf_conntrack_tuple *reply;
	enum ip_conntrack_info info;
	struct nf_conn *ct = lvs_track_find(skb, flow, &info);

	/* Where the server has called, this is the answer. */
	if (!ct || CTINFO2DIR(info) != IP_CT_DIR_ORIGINAL)
		return true;
	reply = &ct->tuplehash[IP_CT_DIR_REPLY].tuple;
	if (nf_ct_is_confirmed(ct))
		return reply->src.u.all == flow->new_dport &&
		       lvs_addr_equal(reply->src.u3.ip6, daddr, flow->family);
	/* Not in the table yet: this packet alone knows it. */
	lvs_addr_copy(reply->src.u3.ip6, daddr, flow->family);
	reply->src.u.all = flow->new_dport;
	reply->dst.u.all = flow->new_sport;
	return true;
}

/* Has the operator sent it elsewhere than it wanted to go? Here we see the address that it got. */
static bool lvs_track_is_redirected(const struct nf_conn *ct)
{
	return READ_ONCE(ct->status) & IPS_DST_NAT;
}

/* As when it came in, but without the rules: they have said of it before what they have to say. */
static enum lvs_reason lvs_track_again(struct sk_buff *skb, const struct lvs_flow *flow,
				       const struct nf_hook_state *state)
{
	enum ip_conntrack_info info;
	struct nf_conn *ct;

	if (nf_conntrack_in(skb, state) != NF_ACCEPT)
		return LVS_REASON_NO_MEMORY;
	ct = nf_ct_get(skb, &info);
	if (ct && !nf_ct_is_confirmed(ct))
		set_bit(IPS_DST_NAT_DONE_BIT, &ct->status);
	lvs_track_expect_reply(skb, flow);
	return LVS_REASON_NONE;
}

enum lvs_reason lvs_track_anew(struct sk_buff *skb, const struct lvs_flow *flow,
			       const struct nf_hook_state *state)
{
	enum ip_conntrack_info info;
	struct nf_conn *ct = nf_ct_get(skb, &info);
	bool is_redirected = lvs_track_is_redirected(ct);

	WRITE_ONCE(ct->timeout, nfct_time_stamp);
	if (state->hook == NF_INET_LOCAL_IN) {
		nf_reset_ct(skb);
		skb_dst_drop(skb);
		netif_rx(skb);
		return LVS_REASON_TRACK_ANEW;
	}
	/* Only the socket knows where it wanted to go. */
	if (is_redirected)
		return LVS_REASON_TRACK_STALE;
	nf_reset_ct(skb);
	return lvs_track_again(skb, flow, state);
}

enum lvs_reason lvs_track_apart(struct sk_buff *skb, const struct lvs_flow *flow,
				const struct nf_hook_state *state)
{
	struct nf_conntrack_zone zone;
	enum ip_conntrack_info info;
	struct nf_conn *ct = nf_ct_get(skb, &info);

	/* Where the operator has zones, replies come with them; what he redirects is its own. */
	if (nf_ct_zone(ct)->id != NF_CT_DEFAULT_ZONE_ID || lvs_track_is_redirected(ct))
		return LVS_REASON_NONE;
	nf_ct_zone_init(&zone, 1 + lvs_flow_conn(flow)->dest->id % U16_MAX, NF_CT_ZONE_DIR_ORIG, 0);
	/* Who carries a template is tracked by its zone, and has it taken away. */
	ct = nf_ct_tmpl_alloc(state->net, &zone, GFP_ATOMIC);
	if (!ct)
		return LVS_REASON_NO_MEMORY;
	nf_reset_ct(skb);
	nf_ct_set(skb, ct, IP_CT_NEW);
	return lvs_track_again(skb, flow, state);
}

bool lvs_track_leave(struct sk_buff *skb)
{
	if (nf_conntrack_confirm(skb) != NF_ACCEPT)
		return false;
	nf_reset_ct(skb);
	return true;
}

void lvs_track_expect_request(struct sk_buff *skb, const struct lvs_flow *flow)
{
	struct nf_conntrack_tuple *request;
	enum ip_conntrack_info info;
	struct nf_conn *ct = lvs_track_find(skb, flow, &info);

	if (!ct || nf_ct_is_confirmed(ct))
		return;
	request = &ct->tuplehash[IP_CT_DIR_REPLY].tuple;
	memcpy(&request->dst.u3, lvs_flow_addr(flow, LVS_FLOW_NEW_SADDR),
	       lvs_addr_words(flow->family) * sizeof(__be32));
	request->dst.u.all = flow->new_sport;
}

void lvs_track_be_liberal(struct sk_buff *skb)
{
	enum ip_conntrack_info info;
	struct nf_conn *ct = nf_ct_get(skb, &info);
	struct ip_ct_tcp *tcp;

	if (!ct)
		return;
	tcp = &ct->proto.tcp;
	spin_lock_bh(&ct->lock);
	tcp->seen[IP_CT_DIR_ORIGINAL].flags |= IP_CT_TCP_FLAG_BE_LIBERAL;
	tcp->seen[IP_CT_DIR_REPLY].flags |= IP_CT_TCP_FLAG_BE_LIBERAL;
	spin_unlock_bh(&ct->lock);
}
