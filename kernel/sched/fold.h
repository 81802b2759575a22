/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_SCHED_FOLD_H
#define LVS_SCHED_FOLD_H

#include <lvs/sched.h>

/*
 * Directors agree on a client's server only if all of them compute the same,
 * in-tree ip_vs among them: what is hashed is the wire contract of sh, dh and mh.
 */

/*
 * One word for an address. Of a server of the other family, behind a tunnel of
 * an IPv4 service, the first word only.
 */
static inline u32 lvs_fold_addr(const union nf_inet_addr *addr, u16 family)
{
	__be32 folded = addr->ip6[0];

	if (family == AF_INET6)
		folded ^= addr->ip6[1] ^ addr->ip6[2] ^ addr->ip6[3];
	return ntohl(folded);
}

/* The client, its port too where the service wants that and the protocol has ports. */
static inline u32 lvs_fold_client(const struct lvs_request *request, bool with_port)
{
	u32 folded = lvs_fold_addr(request->caddr, request->family);

	if (with_port && (request->protocol == IPPROTO_TCP || request->protocol == IPPROTO_UDP ||
			  request->protocol == IPPROTO_SCTP))
		folded += ntohs(request->cport);
	return folded;
}

#endif
