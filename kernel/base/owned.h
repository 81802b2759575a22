/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_BASE_OWNED_H
#define LVS_BASE_OWNED_H

#include "net.h"

#include <net/flow.h>
#include <net/netfilter/nf_conntrack.h>
#include <linux/netfilter.h>
#include <linux/skbuff.h>

/*
 * A packet that the director has sent on its way carries the kernel's own mark
 * for it, so that no later hook of ours looks at it again: direct routing would
 * send it for ever. Kernels built without IPVS have no such bit. There, it is
 * known at LOCAL_OUT as having come in by a device, which what others send there
 * has not.
 */
static inline bool lvs_packet_owned(const struct sk_buff *skb, unsigned int hook)
{
#if IS_ENABLED(CONFIG_IP_VS)
	return skb->ipvs_property;
#else
	return hook == NF_INET_LOCAL_OUT && skb->skb_iif;
#endif
}

/* Ours from now on. */
static inline void lvs_packet_sign(struct sk_buff *skb)
{
#if IS_ENABLED(CONFIG_IP_VS)
	skb->ipvs_property = 1;
#else
	/* The host's own: as if by loopback. Where it comes in, the device says anew which it is. */
	if (!skb->skb_iif)
		skb->skb_iif = LOOPBACK_IFINDEX;
#endif
}

/* The same, and no business of connection tracking unless the operator says so. */
static inline void lvs_packet_own(const struct lvs_net *lnet, struct sk_buff *skb)
{
	lvs_packet_sign(skb);
	if (READ_ONCE(lnet->config.conntrack))
		return;
	nf_reset_ct(skb);
	nf_ct_set(skb, NULL, IP_CT_UNTRACKED);
}

#endif
