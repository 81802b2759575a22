/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_TABLES_ROUTE_H
#define LVS_TABLES_ROUTE_H

#include "dest.h"

#include <linux/list.h>
#include <linux/rcupdate.h>
#include <net/dst.h>

/**
 * struct lvs_route - a cached way to a real server
 * @link: in the list of all
 * @net: its namespace
 * @dest: the real server, which holds it
 * @dst: held
 * @entry: held; for a way inside a VRF, the one that leads there, else NULL
 * @saddr: this host's address on it, the source of tunnels
 * @cookie: with which to ask whether dst is still good
 * @entry_cookie: the same of @entry
 * @local: the real server is this host
 * @rcu: for freeing
 */
struct lvs_route {
	struct list_head link;
	const struct net *net;
	struct lvs_dest *dest;
	struct dst_entry *dst;
	struct dst_entry *entry;
	union nf_inet_addr saddr;
	u32 cookie;
	u32 entry_cookie;
	bool local;
	struct rcu_head rcu;
};

/**
 * lvs_route_lookup() - the way to a real server
 * @lnet: namespace
 * @dest: real server
 *
 * Looks it up once and keeps it until routing changes.
 *
 * Context: softirq, RCU read side, which bounds the use of the result.
 * Return: NULL where there is none.
 */
const struct lvs_route *lvs_route_lookup(struct lvs_net *lnet, struct lvs_dest *dest);

/* Free the cached way of a real server that no packet can know any more. Context: any. */
void lvs_route_drop(struct lvs_dest *dest);

/* Module-wide: devices that go down. */
int lvs_route_init(void);
void lvs_route_exit(void);

#endif
