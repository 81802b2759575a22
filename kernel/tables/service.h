/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_TABLES_SERVICE_H
#define LVS_TABLES_SERVICE_H

#include "../base/net.h"
#include "../base/packet.h"
#include "../base/port.h"
#include "../base/stats.h"

#include <lvs/sched.h>

#include <linux/in.h>
#include <linux/ip_vs.h>
#include <linux/list.h>
#include <linux/netlink.h>
#include <linux/rcupdate.h>
#include <linux/rhashtable-types.h>
#include <linux/types.h>

struct lvs_binding;

#define LVS_PE_NAME_MAX 16

#define LVS_PORT_FTP_DATA 20
#define LVS_PORT_FTP	  21

/*
 * What a virtual service is known by; hashed and compared as raw bytes.
 * Either @fwmark alone with @family, or protocol, address and port.
 */
struct lvs_service_key {
	union nf_inet_addr addr;
	u32 fwmark;
	u16 family;
	u16 protocol;
	__be16 port;
	u16 zero;
};

/**
 * struct lvs_service_config - what a virtual service is told to be
 * @sched_name: scheduler, "none" for none
 * @pe_name: persistence engine, empty for none
 * @flags: IP_VS_SVC_F_*, the whole new value, IP_VS_SVC_F_HASHED left out
 * @timeout: of persistence, in jiffies
 * @netmask: of persistence: IPv4 mask in network order, IPv6 prefix length
 */
struct lvs_service_config {
	char sched_name[LVS_SCHED_NAME_MAX];
	char pe_name[LVS_PE_NAME_MAX + 1];
	u32 flags;
	u32 timeout;
	u32 netmask;
};

/**
 * struct lvs_service - a virtual service
 * @key: fixed for life
 * @id: grows with each service of the namespace; used again after four billion only
 * @node: in the namespace's table of services
 * @config: written under the namespace mutex with WRITE_ONCE() per field;
 *	names are read under the mutex only
 * @binding: its scheduler in use with the servers it sees (RCU); NULL once it has ended
 * @dests: real servers, newest first; namespace mutex
 * @departed: removed ones that still have connections or are young; mutex
 * @dest_count: length of @dests
 * @mixed: has it ever had a real server of the other family? mutex
 * @retired: totals of real servers that are gone for good; mutex
 * @rate: rates; mutex
 * @ended: of one that has ended, in the table of those; mutex
 * @rcu: for freeing
 *
 * One that has ended stays for its real servers, as these for their connections. Made
 * anew meanwhile, it is the same again, but for its number, configuration and counters.
 */
struct lvs_service {
	struct lvs_service_key key;
	u32 id;
	struct rhash_head node;
	struct lvs_service_config config;
	struct lvs_binding __rcu *binding;
	struct list_head dests;
	struct list_head departed;
	unsigned int dest_count;
	bool mixed;
	struct lvs_totals retired;
	struct lvs_rate rate;
	union {
		struct hlist_node ended;
		struct rcu_head rcu;
	};
};

/* Are packets of this protocol scheduled one by one? */
static inline bool lvs_service_is_one_packet(const struct lvs_service *service, u8 protocol)
{
	return protocol == IPPROTO_UDP && READ_ONCE(service->config.flags) & IP_VS_SVC_F_ONEPACKET;
}

/* Does any service schedule packets one by one? Context: any. */
bool lvs_services_have_one_packet(const struct lvs_net *lnet);

/* Module-wide: slab cache. */
int lvs_service_init(void);
void lvs_service_exit(void);

/* Free at once; no packet and no real server can know it. Process, or after a grace period. */
void lvs_service_free(struct lvs_service *service);

/* Module-wide: slab caches of both. Exit comes after the last callback that frees. */
int lvs_services_init(void);
void lvs_services_exit(void);

/* Who takes what is not for a real server; NULL for none. Context: RCU read side. */
struct lvs_dest *lvs_services_bypass(const struct lvs_net *lnet, u16 family);

/* Of a namespace. */
int lvs_services_net_init(struct lvs_net *lnet);
void lvs_services_net_exit(struct lvs_net *lnet);

/**
 * lvs_service_lookup() - the service of a key
 * @lnet: namespace
 * @key: unused bytes zero
 *
 * Context: RCU read side or namespace mutex.
 */
struct lvs_service *lvs_service_lookup(struct lvs_net *lnet, const struct lvs_service_key *key);

/**
 * lvs_service_match() - the service that a packet asks for
 * @lnet: namespace
 * @packet: parsed
 *
 * In this order: firewall mark; protocol, address and port; the FTP service of
 * the address, for what may be its data; any port. Context: softirq, RCU read side. Return: NULL for none.
 */
struct lvs_service *lvs_service_match(struct lvs_net *lnet, const struct lvs_packet *packet);

/**
 * lvs_service_next() - walk the services in order of creation
 * @lnet: namespace
 * @id: the last one seen, 0 to begin
 *
 * Context: RCU read side or namespace mutex. Return: the next, NULL at the end.
 */
struct lvs_service *lvs_service_next(struct lvs_net *lnet, u32 id);

/**
 * lvs_service_create() - publish a virtual service
 * @lnet: namespace
 * @key: what it is known by
 * @config: what it shall be, checked already
 * @result: the service, for the caller that holds the mutex on
 * @extack: gets a sentence on failure
 *
 * Real servers of one that has ended, if added again, have the connections that they had.
 *
 * Context: process, namespace mutex held; may sleep and load a module.
 * Return: 0, -EEXIST, -ENOENT (no such scheduler or engine), -ENOMEM or
 * what the scheduler says.
 */
int lvs_service_create(struct lvs_net *lnet, const struct lvs_service_key *key,
		       const struct lvs_service_config *config, struct lvs_service **result,
		       struct netlink_ext_ack *extack);

/* Change a service in place; unchanged where it fails. As lvs_service_create(). */
int lvs_service_set(struct lvs_net *lnet, struct lvs_service *service,
		    const struct lvs_service_config *config, struct netlink_ext_ack *extack);

/* Unpublish with its real servers; connections go on. Process, mutex; sleeps. */
void lvs_service_destroy(struct lvs_net *lnet, struct lvs_service *service);

/* Destroy all services, with one grace period for all. Process, mutex; sleeps. */
void lvs_services_flush(struct lvs_net *lnet);

/* Scheduler in use, "none" without. Context: namespace mutex. */
const char *lvs_service_sched_name(const struct lvs_net *lnet, const struct lvs_service *service);

/* Sum over its real servers, past and present. Context: namespace mutex. */
void lvs_service_read(const struct lvs_service *service, struct lvs_totals *totals);

/* Counters of the service and its real servers begin at 0 again. Namespace mutex. */
void lvs_service_zero(struct lvs_service *service);

#endif
