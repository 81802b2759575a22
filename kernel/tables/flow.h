/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_TABLES_FLOW_H
#define LVS_TABLES_FLOW_H

#include "../base/addr.h"
#include "../base/packet.h"

#include <linux/build_bug.h>
#include <linux/cache.h>
#include <linux/list.h>
#include <linux/types.h>

/**
 * struct lvs_flow - one direction of a connection
 * @node: in its bucket of the connection table
 * @sport: source port as packets arrive, network order
 * @dport: destination port as packets arrive
 * @ports: both
 * @new_sport: source port as they leave
 * @new_dport: destination port as they leave
 * @addr_delta: what the change of addresses adds to a checksum
 * @full_delta: what the change of addresses and ports adds
 * @stamp: jiffies of the last packet
 * @family: AF_INET or AF_INET6
 * @protocol: IP protocol number
 * @dir: enum lvs_dir
 * @dead: no packet may use it any more
 * @lines: to its connection, see lvs_flow_conn()
 * @addr: source, destination, new source, new destination; a word each for
 *	IPv4, four for IPv6
 *
 * All that a packet of an established connection needs stands in this one
 * line (two for IPv6). The CPUs that carry the two directions never write
 * the same line.
 */
struct lvs_flow {
	struct hlist_node node;
	union {
		struct {
			__be16 sport;
			__be16 dport;
		};
		__be32 ports;
	};
	__be16 new_sport;
	__be16 new_dport;
	__wsum addr_delta;
	__wsum full_delta;
	u32 stamp;
	u8 family;
	u8 protocol;
	u8 dir;
	u8 dead;
	u8 lines;
	__be32 addr[];
};

/* A flow begins a line, and takes whole ones, whatever the machine's cache has. */
#define LVS_FLOW_LINE 64

enum lvs_flow_addr {
	LVS_FLOW_SADDR,
	LVS_FLOW_DADDR,
	LVS_FLOW_NEW_SADDR,
	LVS_FLOW_NEW_DADDR,
	LVS_FLOW_ADDRS,
};

static_assert(sizeof(struct lvs_flow) + LVS_FLOW_ADDRS * sizeof(__be32) <= LVS_FLOW_LINE);
static_assert(sizeof(struct lvs_flow) + LVS_FLOW_ADDRS * sizeof(struct in6_addr) <=
	      2 * LVS_FLOW_LINE);

/* Room that a flow takes in its connection. */
static inline unsigned int lvs_flow_size(u16 family)
{
	return family == AF_INET6 ? 2 * LVS_FLOW_LINE : LVS_FLOW_LINE;
}

static inline const __be32 *lvs_flow_addr(const struct lvs_flow *flow, enum lvs_flow_addr which)
{
	return &flow->addr[which * lvs_addr_words(flow->family)];
}

static inline bool lvs_flow_matches(const struct lvs_flow *flow, const struct lvs_packet *packet)
{
	return flow->ports == packet->ports && flow->family == packet->family &&
	       flow->protocol == packet->protocol &&
	       lvs_addr_equal(lvs_flow_addr(flow, LVS_FLOW_SADDR), packet->saddr.ip6,
			      packet->family) &&
	       lvs_addr_equal(lvs_flow_addr(flow, LVS_FLOW_DADDR), packet->daddr.ip6,
			      packet->family);
}

/* Same key as another flow? */
static inline bool lvs_flow_same(const struct lvs_flow *a, const struct lvs_flow *b)
{
	return a->ports == b->ports && a->family == b->family && a->protocol == b->protocol &&
	       lvs_addr_equal(lvs_flow_addr(a, LVS_FLOW_SADDR), lvs_flow_addr(b, LVS_FLOW_SADDR),
			      a->family) &&
	       lvs_addr_equal(lvs_flow_addr(a, LVS_FLOW_DADDR), lvs_flow_addr(b, LVS_FLOW_DADDR),
			      a->family);
}

#endif
