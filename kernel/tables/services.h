/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_TABLES_SERVICES_H
#define LVS_TABLES_SERVICES_H

#include "../base/net.h"

#include <linux/hashtable.h>
#include <linux/rhashtable-types.h>
#include <linux/workqueue.h>
#include <linux/xarray.h>

/* Few services take packets one by one, and theirs are the only servers in this table. */
#define LVS_SENDERS_BITS 8

/* All servers: looked up for packets that belong to no connection, and only if asked to. */
#define LVS_ORIGINS_BITS 10

/* Most services stay for longer than their connections. */
#define LVS_ENDED_BITS 8

/**
 * struct lvs_services - all virtual services of a namespace
 * @lnet: namespace
 * @by_key: services by struct lvs_service_key (RCU; changes: namespace mutex)
 * @dests: real servers by struct lvs_dest_key, removed ones too; namespace mutex
 * @senders: of those in use, those of services of packets one by one, by address and port (RCU)
 * @origins: all in use, by address and port (RCU)
 * @by_id: services by id, which is in order of creation
 * @ended: services that have ended, by key, for the sake of their real servers; namespace mutex
 * @count: how many services
 * @marked: of them, known by a firewall mark; by family slot
 * @any_port: of them, of port 0
 * @ftp: of them, of TCP port 21
 * @one_packet: of them, of UDP packets one by one
 * @bypass: stands for the host that a packet was sent to, by family slot; NULL until there
 *	is a service that is known by a mark, then until the namespace ends
 * @last_id: highest id given to a service
 * @last_dest_id: highest number given to a real server, as its id or for its coming
 * @estimating: did the last tick know that rates are wanted?
 * @tick: steps rates and frees real servers that nobody uses any more
 */
struct lvs_services {
	struct lvs_net *lnet;
	struct rhashtable by_key;
	struct rhashtable dests;
	DECLARE_HASHTABLE(senders, LVS_SENDERS_BITS);
	DECLARE_HASHTABLE(origins, LVS_ORIGINS_BITS);
	struct xarray by_id;
	DECLARE_HASHTABLE(ended, LVS_ENDED_BITS);
	unsigned int count;
	unsigned int marked[LVS_FAMILIES];
	unsigned int any_port;
	unsigned int ftp;
	unsigned int one_packet;
	struct lvs_dest *bypass[LVS_FAMILIES];
	u32 last_id;
	u64 last_dest_id;
	bool estimating;
	struct delayed_work tick;
};

extern const struct rhashtable_params lvs_service_params;
extern const struct rhashtable_params lvs_dest_params;

#endif
