/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_TABLES_DEST_H
#define LVS_TABLES_DEST_H

#include "../base/net.h"
#include "../base/packet.h"
#include "../base/stats.h"

#include <lvs/sched.h>

#include <linux/netlink.h>
#include <linux/rcupdate.h>
#include <linux/rhashtable-types.h>
#include <linux/types.h>

struct lvs_route;
struct lvs_service;

/* Which real server of a service (NULL: of none); hashed and compared as raw bytes. */
struct lvs_dest_key {
	struct lvs_service *service;
	union nf_inet_addr addr;
	u16 family;
	__be16 port;
};

/**
 * struct lvs_dest_config - what a real server is told to be
 * @fwd_method: IP_VS_CONN_F_MASQ and others of <linux/ip_vs.h>, masked already
 * @weight: 0 and more
 * @u_thresh: connections at which it takes no more; 0 is no limit
 * @l_thresh: connections below which it takes them again; 0 is 3/4 of @u_thresh
 * @tun_type: IP_VS_CONN_F_TUNNEL_TYPE_*
 * @tun_port: network order
 * @tun_flags: IP_VS_TUNNEL_ENCAP_FLAG_*
 */
struct lvs_dest_config {
	u32 fwd_method;
	int weight;
	u32 u_thresh;
	u32 l_thresh;
	u8 tun_type;
	__be16 tun_port;
	u16 tun_flags;
};

/**
 * struct lvs_dest - a real server of one service
 * @server: what its scheduler sees
 * @stale: its group's mark in the set that its service's picks see (RCU); NULL where that
 *	has no groups, or for one that is removed; changes under the namespace mutex
 * @key: fixed for life; its service lives as long
 * @node: in the namespace's table of real servers, also when it is removed
 * @sender: in the table of those whose replies no connection knows; in none unless
 *	its service takes packets one by one
 * @origin: in the table of all in use, by address and port
 * @link: in its service's dests (newest first) or departed
 * @config: written under the namespace mutex with WRITE_ONCE per field
 * @persistent: number of templates
 * @id: grows with each real server of the namespace
 * @route: cached way to it, see route.h; NULL at first
 * @stats: counters
 * @rate: rates of @stats
 * @departed_at: jiffies of its removal
 * @added: of one in its service: grows with each that comes into the list of any, also
 *	again; under the mutex
 * @grace: of a removed one: grace period that began with its removal
 * @removed: not in its service any more, lives for its connections
 * @rcu: for freeing
 *
 * A connection holds no reference but counts in server.active or
 * server.inactive, a template in persistent; a removed one is freed a grace
 * period after all are zero.
 */
struct lvs_dest {
	struct lvs_server server;
	bool __rcu *stale;
	struct lvs_dest_key key;
	struct rhash_head node;
	struct hlist_node sender;
	struct hlist_node origin;
	struct list_head link;
	struct lvs_dest_config config;
	atomic_t persistent;
	u32 id;
	struct lvs_route __rcu *route;
	struct lvs_stats stats;
	struct lvs_rate rate;
	unsigned long departed_at;
	union {
		u64 added;
		unsigned long grace;
	};
	bool removed;
	struct rcu_head rcu;
};

/* Module-wide: slab cache. */
int lvs_dest_init(void);
void lvs_dest_exit(void);

static inline struct lvs_dest *lvs_dest_of(struct lvs_server *server)
{
	return container_of(server, struct lvs_dest, server);
}

/**
 * lvs_dest_lookup() - a real server of a service that is not removed
 * @lnet: namespace
 * @service: its service
 * @family: family of @addr
 * @addr: address
 * @port: port, network order
 *
 * Context: namespace mutex.
 */
struct lvs_dest *lvs_dest_lookup(struct lvs_net *lnet, struct lvs_service *service, u16 family,
				 const union nf_inet_addr *addr, __be16 port);

/**
 * lvs_dest_lookup_sender() - the real server that has sent a packet
 * @lnet: namespace
 * @packet: parsed
 * @result: its service
 *
 * Of those that take packets one by one, as no connection remembers them.
 * Context: softirq, RCU read side. Return: NULL for none.
 */
struct lvs_dest *lvs_dest_lookup_sender(struct lvs_net *lnet, const struct lvs_packet *packet,
					const struct lvs_service **result);

/**
 * lvs_dest_has_sent() - is there a real server behind NAT that a packet can be from?
 * @lnet: namespace
 * @packet: parsed
 *
 * Context: softirq, RCU read side.
 */
bool lvs_dest_has_sent(struct lvs_net *lnet, const struct lvs_packet *packet);

/**
 * lvs_dest_create() - add a real server, or bring a removed one back
 * @lnet: namespace
 * @service: its service
 * @family: family of @addr
 * @addr: address
 * @port: port, network order
 * @config: what it shall be, legality checked already
 * @extack: gets a sentence on failure
 *
 * A real server that was removed not long ago comes back with its counters
 * and the connections that it still has.
 *
 * Context: process, namespace mutex held. Return: 0, -EEXIST, -ENOMEM.
 */
int lvs_dest_create(struct lvs_net *lnet, struct lvs_service *service, u16 family,
		    const union nf_inet_addr *addr, __be16 port,
		    const struct lvs_dest_config *config, struct netlink_ext_ack *extack);

/**
 * lvs_dest_create_bypass() - a real server that is whichever host a packet was sent to
 * @lnet: namespace
 * @family: AF_INET or AF_INET6
 *
 * It is of no service. Context: process, namespace mutex held. Return: NULL where memory is
 * short.
 */
struct lvs_dest *lvs_dest_create_bypass(struct lvs_net *lnet, u16 family);

/* Its service takes packets one by one, or not. Context: process, namespace mutex held. */
void lvs_dest_set_sender(struct lvs_net *lnet, struct lvs_dest *dest, bool is_sender);

/* Change weight, thresholds, method. Process, namespace mutex held. 0 or as the scheduler says. */
int lvs_dest_set(struct lvs_net *lnet, struct lvs_dest *dest, const struct lvs_dest_config *config,
		 struct netlink_ext_ack *extack);

/**
 * lvs_dest_destroy() - remove a real server from its service
 * @lnet: namespace
 * @dest: real server
 *
 * Its connections go on. Context: process, namespace mutex held; may sleep.
 * Return: 0, or -ENOMEM or what the scheduler says, with nothing changed.
 */
int lvs_dest_destroy(struct lvs_net *lnet, struct lvs_dest *dest);

/* Leave a service that ends: no more new connections. Process, mutex held. */
void lvs_dest_leave(struct lvs_net *lnet, struct lvs_dest *dest);

/**
 * lvs_dest_collect() - free a removed real server if its time has come
 * @lnet: namespace
 * @dest: removed
 * @keep: jiffies for which it waits to be added again
 *
 * Context: process, namespace mutex held. Return: true if it is off its list
 * and will be gone after a grace period.
 */
bool lvs_dest_collect(struct lvs_net *lnet, struct lvs_dest *dest, unsigned long keep);

/* Free at once; no packet and no connection can know it. Process. */
void lvs_dest_free(struct lvs_dest *dest);

/* Counters begin at 0 again. Namespace mutex. */
void lvs_dest_zero(struct lvs_dest *dest);

/* Counters since the last zeroing. Context: any in which @dest is valid. */
void lvs_dest_read(const struct lvs_dest *dest, struct lvs_totals *totals);

/*
 * Changes that its scheduler may go by set this mark from here on. Process, namespace mutex.
 * Inline since all servers of a service are told whenever there is one less.
 */
static inline void lvs_dest_watch(struct lvs_dest *dest, bool *stale)
{
	rcu_assign_pointer(dest->stale, stale);
}

/* A connection begins or ends at, or changes sides in, a real server. Softirq; RCU. */
void lvs_dest_conn_bind(struct lvs_dest *dest, bool active);
void lvs_dest_conn_unbind(struct lvs_dest *dest, bool active);
void lvs_dest_conn_move(struct lvs_dest *dest, bool active);

#endif
