/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_SCHED_LOCALITY_H
#define LVS_SCHED_LOCALITY_H

#include "affinity.h"

/* Has less load for its weight than another; both usable. */
static inline bool lvs_locality_is_lighter(const struct lvs_server *server,
					   const struct lvs_server *other)
{
	return lvs_load(server) * READ_ONCE(other->weight) <
	       lvs_load(other) * READ_ONCE(server->weight);
}

/*
 * An address leaves its server where that has more active connections than its
 * weight while another has less than half of its own.
 */
static inline bool lvs_locality_is_crowded(const struct lvs_server *server,
					   const struct lvs_server_set *set)
{
	const struct lvs_server *other;
	unsigned int i;

	if (atomic_read(&server->active) <= READ_ONCE(server->weight))
		return false;
	for (i = 0; i < set->count; i++) {
		other = set->server[i];
		if (lvs_server_usable(other) &&
		    2LL * atomic_read(&other->active) < READ_ONCE(other->weight))
			return true;
	}
	return false;
}

/* The least loaded of an address's servers for its weight, NULL where none is usable. */
static inline struct lvs_server *lvs_locality_least(const struct lvs_affinity_entry *entry,
						    unsigned int places)
{
	struct lvs_server *least = NULL;
	struct lvs_server *server;
	unsigned int i;

	for (i = 0; i < places; i++) {
		server = READ_ONCE(entry->server[i]);
		if (server && lvs_server_usable(server) &&
		    (!least || lvs_locality_is_lighter(server, least)))
			least = server;
	}
	return least;
}

/*
 * The one that an address needs least: any that is not usable, else the most
 * loaded. NULL where it has but one.
 */
static inline struct lvs_server *lvs_locality_spare(const struct lvs_affinity_entry *entry,
						    unsigned int places,
						    const struct lvs_server *least)
{
	struct lvs_server *spare = NULL;
	struct lvs_server *server;
	unsigned int i;

	for (i = 0; i < places; i++) {
		server = READ_ONCE(entry->server[i]);
		if (!server || server == least)
			continue;
		if (!lvs_server_usable(server))
			return server;
		if (!spare || lvs_locality_is_lighter(spare, server))
			spare = server;
	}
	return spare;
}

/**
 * lvs_locality_pick() - the server of an address, by locality and least connections
 * @affinity: of the service
 * @set: servers
 * @addr: virtual address
 * @now: jiffies
 * @expiration: jiffies for which addresses are remembered, and after which one whose
 *	servers have not changed loses one of several
 *
 * Context: softirq, RCU read side. Return: NULL where none is usable.
 */
static inline struct lvs_server *lvs_locality_pick(struct lvs_affinity *affinity,
						   const struct lvs_server_set *set,
						   const union nf_inet_addr *addr,
						   unsigned long now, unsigned long expiration)
{
	struct lvs_affinity_entry *entry = lvs_affinity_lookup(affinity, addr, now, expiration);
	struct lvs_server *server = NULL;
	struct lvs_server *spare;

	if (entry) {
		server = lvs_locality_least(entry, affinity->places);
		if (lvs_affinity_age(now, READ_ONCE(entry->changed)) > expiration) {
			spare = lvs_locality_spare(entry, affinity->places, server);
			if (server && spare)
				lvs_affinity_part(affinity, entry, spare, now);
		}
	}
	if (server && !lvs_locality_is_crowded(server, set))
		return server;
	server = lvs_load_least_weighted(set);
	if (server)
		lvs_affinity_remember(affinity, addr, server, now, expiration);
	return server;
}

#endif
