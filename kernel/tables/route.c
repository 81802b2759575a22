// SPDX-License-Identifier: GPL-2.0
/*
 * Cached ways to real servers.
 *
 * LOCKING
 *  guards    lvs_routes_lock: dest->route, the list of all routes. Who takes a
 *            route out frees it.
 *  readers   RCU. They use route and dst without a reference of their own.
 *  lifetime  route and the references that it holds: a grace period
 *            after it was replaced. A dst whose device or route has gone says
 *            so when asked, and is replaced by the next packet; or, where none
 *            comes, by the event that its device goes down: a device waits for
 *            all that refers to it, even by a route that is no more.
 *  contexts  softirq, process.
 *  order     lvs_routes_lock is taken below any other lock of ours.
 */
#include "route.h"

#include "../base/object.h"

#include <linux/netdevice.h>
#include <linux/slab.h>
#include <net/addrconf.h>
#include <net/ip6_fib.h>
#include <net/ip6_route.h>
#include <net/route.h>

static LIST_HEAD(lvs_routes);
static DEFINE_SPINLOCK(lvs_routes_lock);

static void lvs_route_free(struct lvs_route *route)
{
	dst_release(route->dst);
	dst_release(route->entry);
	lvs_object_destroyed("route", route);
	kfree(route);
}

static void lvs_route_free_rcu(struct rcu_head *head)
{
	lvs_route_free(container_of(head, struct lvs_route, rcu));
}

/* Return: the old one, which is the caller's to free. */
static struct lvs_route *lvs_route_replace(struct lvs_dest *dest, struct lvs_route *new)
{
	struct lvs_route *old;

	spin_lock_bh(&lvs_routes_lock);
	old = rcu_replace_pointer(dest->route, new, lockdep_is_held(&lvs_routes_lock));
	if (old)
		list_del(&old->link);
	if (new)
		list_add(&new->link, &lvs_routes);
	spin_unlock_bh(&lvs_routes_lock);
	return old;
}

void lvs_route_drop(struct lvs_dest *dest)
{
	struct lvs_route *route = lvs_route_replace(dest, NULL);

	if (route)
		lvs_route_free(route);
}

static bool lvs_route_find_inet(struct lvs_net *lnet, const struct lvs_server *server, int oif,
				struct lvs_route *route)
{
	/* The next hop is the server's, whatever destination the packet keeps. */
	struct flowi4 fl4 = {
		.daddr = server->addr.ip,
		.flowi4_flags = FLOWI_FLAG_KNOWN_NH,
		.flowi4_oif = oif,
	};
	struct rtable *rt = ip_route_output_key(lnet->net, &fl4);

	if (IS_ERR(rt))
		return false;
	route->dst = &rt->dst;
	route->saddr.ip = fl4.saddr;
	route->local = rt->rt_flags & RTCF_LOCAL;
	return true;
}

static bool lvs_route_find_inet6(struct lvs_net *lnet, const struct lvs_server *server, int oif,
				 struct lvs_route *route)
{
	struct flowi6 fl6 = {
		.daddr = server->addr.in6,
		.flowi6_flags = FLOWI_FLAG_KNOWN_NH,
		.flowi6_oif = oif,
	};
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

static bool lvs_route_find_by(struct lvs_net *lnet, const struct lvs_server *server, int oif,
			      struct lvs_route *route)
{
	if (server->family == AF_INET6)
		return lvs_route_find_inet6(lnet, server, oif, route);
	return lvs_route_find_inet(lnet, server, oif, route);
}

/*
 * A way that leads into a VRF is followed to its end. The VRF's device would look it up by the
 * packet's destination, which need not be the server's, and knows no MTU. Only a packet to
 * this host goes by that device, out of which it comes in again.
 */
static bool lvs_route_follow(struct lvs_net *lnet, const struct lvs_server *server,
			     struct lvs_route *route)
{
	struct dst_entry *entry = route->dst;
	u32 cookie = route->cookie;

	if (!netif_is_l3_master(entry->dev))
		return true;
	if (!lvs_route_find_by(lnet, server, entry->dev->ifindex, route)) {
		dst_release(entry);
		return false;
	}
	if (route->local) {
		dst_release(route->dst);
		route->dst = entry;
		route->cookie = cookie;
		route->local = false;
		return true;
	}
	route->entry = entry;
	route->entry_cookie = cookie;
	return true;
}

static const struct lvs_route *lvs_route_find(struct lvs_net *lnet, struct lvs_dest *dest)
{
	struct lvs_route *route = kzalloc(sizeof(*route), GFP_ATOMIC | __GFP_NOWARN);
	struct lvs_route *old;

	if (!route)
		return NULL;
	route->net = lnet->net;
	route->dest = dest;
	if (!lvs_route_find_by(lnet, &dest->server, 0, route) ||
	    !lvs_route_follow(lnet, &dest->server, route)) {
		kfree(route);
		return NULL;
	}
	lvs_object_created("route", route);
	old = lvs_route_replace(dest, route);
	if (old)
		call_rcu(&old->rcu, lvs_route_free_rcu);
	return route;
}

static bool lvs_route_is_good(const struct lvs_route *route)
{
	return dst_check(route->dst, route->cookie) &&
	       (likely(!route->entry) || dst_check(route->entry, route->entry_cookie));
}

const struct lvs_route *lvs_route_lookup(struct lvs_net *lnet, struct lvs_dest *dest)
{
	struct lvs_route *route = rcu_dereference(dest->route);

	if (route && lvs_route_is_good(route))
		return route;
	return lvs_route_find(lnet, dest);
}

/* Links seldom fall: all routes of the namespace are found anew, whatever their device. */
static int lvs_route_on_device(struct notifier_block *block, unsigned long event, void *data)
{
	const struct net *net = dev_net(netdev_notifier_info_to_dev(data));
	struct lvs_route *route;
	struct lvs_route *next;

	if (event != NETDEV_DOWN && event != NETDEV_UNREGISTER)
		return NOTIFY_DONE;
	spin_lock_bh(&lvs_routes_lock);
	list_for_each_entry_safe(route, next, &lvs_routes, link) {
		if (route->net != net)
			continue;
		list_del(&route->link);
		RCU_INIT_POINTER(route->dest->route, NULL);
		call_rcu(&route->rcu, lvs_route_free_rcu);
	}
	spin_unlock_bh(&lvs_routes_lock);
	return NOTIFY_DONE;
}

static struct notifier_block lvs_route_notifier = {
	.notifier_call = lvs_route_on_device,
};

int lvs_route_init(void)
{
	return register_netdevice_notifier(&lvs_route_notifier);
}

void lvs_route_exit(void)
{
	unregister_netdevice_notifier(&lvs_route_notifier);
}
