/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_BASE_NET_H
#define LVS_BASE_NET_H

#include "addr.h"
#include "config.h"
#include "stats.h"

#include <linux/mutex.h>
#include <linux/types.h>
#include <net/net_namespace.h>

struct lvs_conns;
struct lvs_services;

/**
 * struct lvs_net - all that lvs keeps for one network namespace
 * @net: the namespace itself
 * @mutex: serialises every change of services, real servers and settings;
 *	first in the global lock order
 * @config: settings, written by the control plane, read anywhere (READ_ONCE)
 * @services: virtual services; set for the namespace's whole life
 * @conns: connections; set before the first hook is published, freed after
 *	the last one is gone, so that hooks read it plainly
 * @stats: counters of the namespace
 * @rate: rates of @stats, under @mutex
 * @reasons: per-CPU counter of each exit from the datapath, indexed by
 *	enum lvs_reason
 * @hooked: number of services that need the netfilter hooks, by family slot,
 *	under @mutex
 *
 * The upper layers' tables are opaque here: a layer sees those below it only.
 */
struct lvs_net {
	struct net *net;
	struct mutex mutex;
	struct lvs_config config;
	struct lvs_services *services;
	struct lvs_conns *conns;
	struct lvs_stats stats;
	struct lvs_rate rate;
	u64 __percpu *reasons;
	unsigned int hooked[LVS_FAMILIES];
	/* control plane's own registrations, freed with the namespace */
	struct ctl_table_header *sysctl_header;
	struct ctl_table *sysctl_table;
};

extern unsigned int lvs_net_id;

/**
 * lvs_net() - the state of a namespace
 * @net: namespace
 *
 * Context: any; valid while the namespace is.
 */
struct lvs_net *lvs_net(const struct net *net);

int lvs_net_base_init(struct lvs_net *lnet, struct net *net);
void lvs_net_base_exit(struct lvs_net *lnet);

#endif
