/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_BASE_OWNED_H
#define LVS_BASE_OWNED_H

#include "net.h"

#include <net/netfilter/nf_conntrack.h>
#include <linux/skbuff.h>

/*
 * A packet that the director has translated carries the kernel's own mark for
 * it, so that no later hook of ours looks at it again. Kernels built without
 * IPVS have no such bit; there the lookup comes out empty instead.
 */
static inline bool lvs_packet_owned(const struct sk_buff *skb)
{
#if IS_ENABLED(CONFIG_IP_VS)
	return skb->ipvs_property;
#else
	return false;
#endif
}

/* Ours from now on, and no business of connection tracking unless the operator says so. */
static inline void lvs_packet_own(const struct lvs_net *lnet, struct sk_buff *skb)
{
#if IS_ENABLED(CONFIG_IP_VS)
	skb->ipvs_property = 1;
#endif
	if (READ_ONCE(lnet->config.conntrack))
		return;
	nf_reset_ct(skb);
	nf_ct_set(skb, NULL, IP_CT_UNTRACKED);
}

#endif
