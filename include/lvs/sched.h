/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_SCHED_H
#define LVS_SCHED_H

#include <linux/atomic.h>
#include <linux/device/driver.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/netfilter.h>
#include <linux/spinlock.h>
#include <linux/types.h>

/*
 * All that a scheduler module may include. A scheduler chooses the real
 * server of a new connection; everything else is the director's.
 *
 * A module holds one struct lvs_sched, here lvs_name_sched, and says
 *
 *	module_driver(lvs_name_sched, lvs_sched_register, lvs_sched_unregister);
 *	LVS_SCHED_MODULE("name");  -- the alias that loads it on first use
 *
 * `ipvsadm -A ... -s name` then uses it.
 */

#define LVS_SCHED_NAME_MAX 16

#define LVS_SCHED_MODULE(name) MODULE_ALIAS("lvs-sched-" name)

/**
 * struct lvs_server - what a scheduler sees of a real server
 * @addr: address, unused words zero
 * @weight: share of new connections; 0 takes none. Changes under way: READ_ONCE()
 * @last_weight: the last weight that was not 0, 0 if there was none. READ_ONCE()
 * @active: connections in an active state
 * @inactive: all others
 * @conns: both in one word, the director's own, so that none is missed that changes sides
 * @port: port, network order
 * @family: AF_INET or AF_INET6
 * @overloaded: at its upper threshold, takes no new connection. READ_ONCE()
 * @leaving: not in the set any more or soon not: a pick that still sees it may
 *	return it, but not remember it for later ones. Set before dest_removed is
 *	called, so whoever remembers servers under a lock that dest_removed takes
 *	too, and reads this under it, remembers none that is gone.
 *
 * A server is valid until a grace period after dest_removed.
 */
struct lvs_server {
	union nf_inet_addr addr;
	int weight;
	int last_weight;
	union {
		struct {
			atomic_t active;
			atomic_t inactive;
		};
		atomic64_t conns;
	};
	__be16 port;
	u16 family;
	bool overloaded;
	bool leaving;
};

/* How many servers of a large set, one after the other, are a group. */
#define LVS_SERVER_GROUP 64

/**
 * struct lvs_server_groups - what picks have found in a large set, see lvs_least()
 * @refresh: held by the pick that looks again
 * @first: slot of the newest server; each that is added takes the one before. READ_ONCE()
 * @slots: how many, whole groups; none is free behind @first
 * @stale: per group: a load, a weight or a mark has changed there since somebody looked
 * @server: in slots, those of a group one after the other
 * @least: per group: the server of the smallest cost when somebody looked, or any
 *
 * Sets that grow from one another share it, and it is always the newest one's.
 */
struct lvs_server_groups {
	spinlock_t refresh;
	unsigned int first;
	unsigned int slots;
	bool *stale;
	struct lvs_server **server;
	struct lvs_server *least[];
};

/**
 * struct lvs_server_set - the real servers of a service, newest first
 * @count: how many
 * @groups: of a set of more than one group, else NULL
 * @server: each of them; the set never changes, a new one takes its place
 *
 * Valid, beside the picks that see it, until the scheduler has accepted the next one.
 */
struct lvs_server_set {
	unsigned int count;
	struct lvs_server_groups *groups;
	struct lvs_server *const *server;
};

/**
 * struct lvs_request - the packet that asks for a connection
 * @caddr: client address
 * @vaddr: virtual address
 * @cport: client port, network order
 * @vport: virtual port, network order
 * @family: AF_INET or AF_INET6
 * @protocol: IP protocol number
 */
struct lvs_request {
	const union nf_inet_addr *caddr;
	const union nf_inet_addr *vaddr;
	__be16 cport;
	__be16 vport;
	u16 family;
	u8 protocol;
};

/**
 * struct lvs_sched_service - a service as its scheduler sees it
 * @net: its namespace
 * @flags: service flags of <linux/ip_vs.h>, the scheduler's own among them
 * @family: AF_INET or AF_INET6; real servers behind tunnels may be of the other
 * @priv: the scheduler's own, freed by its fini
 */
struct lvs_sched_service {
	struct net *net;
	u32 flags;
	u16 family;
	void *priv;
};

/**
 * struct lvs_sched - a scheduler
 * @name: as in `ipvsadm -s`, at most 15 characters
 * @owner: THIS_MODULE
 * @init: optional; a service begins to use the scheduler with these servers.
 *	May sleep; namespace mutex held. 0 or a negative errno.
 * @fini: optional; the service stops using it. No pick runs any more. May sleep.
 * @dest_added: optional; @set is what picks see after the call, @server is
 *	new in it. May sleep; namespace mutex held; picks go on meanwhile, with the
 *	old set or the new. 0, or a negative errno: the operator's command fails,
 *	the server stays away, and the scheduler must be as it was.
 * @dest_removed: optional; likewise, @server is not in @set any more.
 * @dest_changed: optional; likewise, @server's weight has changed.
 * @pick: the server of a new connection, or NULL where none may take it. Softirq,
 *	RCU read side: may not sleep. Must not return a server of weight 0 or
 *	one that is overloaded, see lvs_server_usable(). Runs on many CPUs at once.
 * @node: the director's
 */
struct lvs_sched {
	const char *name;
	struct module *owner;
	int (*init)(struct lvs_sched_service *service, const struct lvs_server_set *set);
	void (*fini)(struct lvs_sched_service *service);
	int (*dest_added)(struct lvs_sched_service *service, const struct lvs_server_set *set,
			  struct lvs_server *server);
	int (*dest_removed)(struct lvs_sched_service *service, const struct lvs_server_set *set,
			    struct lvs_server *server);
	int (*dest_changed)(struct lvs_sched_service *service, const struct lvs_server_set *set,
			    struct lvs_server *server);
	struct lvs_server *(*pick)(struct lvs_sched_service *service,
				   const struct lvs_server_set *set,
				   const struct lvs_request *request);
	struct list_head node;
};

/**
 * lvs_server_usable() - may a new connection go to this server?
 * @server: candidate
 */
static inline bool lvs_server_usable(const struct lvs_server *server)
{
	return READ_ONCE(server->weight) > 0 && !READ_ONCE(server->overloaded);
}

/**
 * lvs_sched_register() - offer a scheduler
 * @sched: stays valid until lvs_sched_unregister()
 *
 * Context: process; may sleep.
 * Return: 0, -EINVAL for an incomplete scheduler, -EEXIST for a name in use.
 */
int lvs_sched_register(struct lvs_sched *sched);

/**
 * lvs_sched_unregister() - withdraw a scheduler
 * @sched: registered before; no service uses it, since each holds its module
 *
 * Context: process; may sleep.
 */
void lvs_sched_unregister(struct lvs_sched *sched);

#endif
