// SPDX-License-Identifier: GPL-2.0
/*
 * Cached ways to real servers.
 *
 * LOCKING
 *  guards    dest->route changes by exchange: who takes the old one out frees it.
 *  readers   RCU. They use route and dst without a reference of their own.
 *  lifetime  route and the reference that it holds on its dst: a grace period
 *            after it was replaced. A dst whose device or route has gone says
 *            so when asked, and is replaced by the next packet.
 */
#include "route.h"

#include <linux/slab.h>
#include <net/addrconf.h>
#include <net/ip6_fib.h>
#include <net/ip6_route.h>
#include <net/route.h>

static void lvs_route_free(struct rcu_head *head)
{
	struct lvs_route *route = container_of(head, struct lvs_route, rcu);

	dst_release(route->dst);
	kfree(route);
}

static void lvs_route_replace(struct lvs_dest *dest, struct lvs_route *new)
{
	struct lvs_route *old = unrcu_pointer(xchg(&dest->route, RCU_INITIALIZER(new)));

	if (old)
		call_rcu(&old->rcu, lvs_route_free);
}

void lvs_route_drop(struct lvs_dest *dest)
{
	lvs_route_replace(dest, NULL);
}

static bool lvs_route_find_inet(struct lvs_net *lnet, const struct lvs_server *server,
				struct lvs_route *route)
{
	/* The next hop is the server's, whatever destination the packet keeps. */
	struct flowi4 fl4 = { .daddr = server->addr.ip, .flowi4_flags = FLOWI_FLAG_KNOWN_NH };
	struct rtable *rt = ip_route_output_key(lnet->net, &fl4);

	if (IS_ERR(rt))
		return false;
	route->dst = &rt->dst;
	route->saddr.ip = fl4.saddr;
	route->local = rt->rt_flags & RTCF_LOCAL;
	return true;
}

static bool lvs_route_find_inet6(struct lvs_net *lnet, const struct lvs_server *server,
				 struct lvs_route *route)
{
	struct flowi6 fl6 = { .daddr = server->addr.in6, .flowi6_flags = FLOWI_FLAG_KNOWN_NH };
	struct dst_entry *dst = ip6_route_output(lnet->net, NULL, &fl6);
	struct rt6_info *rt;

	if (dst->error) {
		dst_release(dst);
		return false;
	}
	/* Without one, only tunnels cannot be used. */
	if (ipv6_addr_any(&fl6.saddr))
		ipv6_dev_get_saddr(lnet->net, ip6_dst_idev(dst)->dev, &fl6.daddr, 0, &fl6.saddr);
	rt = container_of(dst, struct rt6_info, dst);
	route->saddr.in6 = fl6.saddr;
	route->dst = dst;
	route->cookie = rt6_get_cookie(rt);
	route->local = rt->rt6i_flags & RTF_LOCAL;
	return true;
}

static const struct lvs_route *lvs_route_find(struct lvs_net *lnet, struct lvs_dest *dest)
{
	struct lvs_route *route = kzalloc(sizeof(*route), GFP_ATOMIC | __GFP_NOWARN);
	bool found;

	if (!route)
		return NULL;
	if (dest->server.family == AF_INET6)
		found = lvs_route_find_inet6(lnet, &dest->server, route);
	else
		found = lvs_route_find_inet(lnet, &dest->server, route);
	if (!found) {
		kfree(route);
		return NULL;
	}
	lvs_route_replace(dest, route);
	return route;
}

const struct lvs_route *lvs_route_lookup(struct lvs_net *lnet, struct lvs_dest *dest)
{
	struct lvs_route *route = rcu_dereference(dest->route);

	if (route && dst_check(route->dst, route->cookie))
		return route;
	return lvs_route_find(lnet, dest);
}
