// SPDX-License-Identifier: GPL-2.0
#include "track.h"

#include <net/netfilter/nf_conntrack.h>

void lvs_track_expect_reply(struct sk_buff *skb, const struct lvs_flow *flow)
{
	struct nf_conntrack_tuple *reply;
	enum ip_conntrack_info info;
	struct nf_conn *ct = nf_ct_get(skb, &info);

	if (!ct || nf_ct_is_confirmed(ct))
		return;
	/* Not in the table yet: this packet alone knows it. */
	reply = &ct->tuplehash[IP_CT_DIR_REPLY].tuple;
	memcpy(&reply->src.u3, lvs_flow_addr(flow, LVS_FLOW_NEW_DADDR),
	       lvs_addr_words(flow->family) * sizeof(__be32));
	reply->src.u.all = flow->new_dport;
}
