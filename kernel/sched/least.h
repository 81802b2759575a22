/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_SCHED_LEAST_H
#define LVS_SCHED_LEAST_H

#include <lvs/sched.h>

#include <linux/compiler.h>
#include <linux/minmax.h>
#include <linux/spinlock.h>

/**
 * struct lvs_least - the least of the servers that have been looked at
 * @server: NULL as long as none was usable
 * @cost: there; 1 at first: whatever a server costs is less than that for no weight
 * @weight: of it
 */
struct lvs_least {
	struct lvs_server *server;
	u64 cost;
	u32 weight;
};

/*
 * Look at one more server. Always inline, as all here, so that the cost is no call.
 * Return: true if nothing can be less.
 */
static __always_inline bool lvs_least_weigh(struct lvs_least *least, struct lvs_server *server,
					    u64 (*cost)(const struct lvs_server *server),
					    bool weighted)
{
	u32 weight = weighted ? READ_ONCE(server->weight) : 1;
	u64 here = cost(server);

	/*
	 * a/wa < b/wb is a*wb < b*wa. Most servers are not less than the least so far: only
	 * one that is need be usable.
	 */
	if (likely(here * least->weight >= least->cost * weight) || !lvs_server_usable(server))
		return false;
	least->server = server;
	least->cost = here;
	least->weight = weight;
	return !here;
}

/* lvs_least() among so many servers, one after the other. */
static __always_inline struct lvs_server *
lvs_least_among(struct lvs_server *const *next, unsigned int count,
		u64 (*cost)(const struct lvs_server *server), bool weighted)
{
	struct lvs_server *const *end = next + count;
	struct lvs_least least = { .cost = 1 };

	for (; next < end; next++) {
		if (lvs_least_weigh(&least, *next, cost, weighted))
			break;
	}
	return least.server;
}

/* Look for the least server of a group again. */
static __always_inline void lvs_least_refresh(struct lvs_server_groups *groups, unsigned int group,
					      u64 (*cost)(const struct lvs_server *server),
					      bool weighted)
{
	unsigned int first = group * LVS_SERVER_GROUP;
	unsigned int end = first + LVS_SERVER_GROUP;
	struct lvs_server *least;

	WRITE_ONCE(groups->stale[group], false);
	/* What changes or comes from here on makes it stale again: lvs_dest_note_change(). */
	smp_mb();
	first = max_t(unsigned int, first, READ_ONCE(groups->first));
	least = lvs_least_among(groups->server + first, end - first, cost, weighted);
	if (least)
		WRITE_ONCE(groups->least[group], least);
}

/* lvs_least() by the least of each group, each of which is looked for again if need be. */
static __always_inline struct lvs_server *
lvs_least_of_groups(struct lvs_server_groups *groups, u64 (*cost)(const struct lvs_server *server),
		    bool weighted, bool refresh)
{
	unsigned int end = groups->slots / LVS_SERVER_GROUP;
	const bool *stale = groups->stale;
	struct lvs_least least = { .cost = 1 };
	size_t i;

	for (i = READ_ONCE(groups->first) / LVS_SERVER_GROUP; i < end; i++) {
		if (refresh && unlikely(READ_ONCE(stale[i])))
			lvs_least_refresh(groups, i, cost, weighted);
		if (lvs_least_weigh(&least, READ_ONCE(groups->least[i]), cost, weighted))
			break;
	}
	return least.server;
}

/**
 * lvs_least() - the usable server of the smallest cost
 * @set: servers
 * @cost: what a connection more would meet there; goes by the server's connections and
 *	weight, and is the same function for all picks of a set
 * @weighted: cost for weight, not cost alone
 *
 * In a large set only groups are looked at where something has changed. Return: the first
 * of equals, NULL where none is usable. While another CPU looks for a group's least, it
 * may be the one before.
 */
static __always_inline struct lvs_server *lvs_least(const struct lvs_server_set *set,
						    u64 (*cost)(const struct lvs_server *server),
						    bool weighted)
{
	struct lvs_server_groups *groups = set->groups;
	struct lvs_server *least = NULL;

	if (groups && spin_trylock(&groups->refresh)) {
		least = lvs_least_of_groups(groups, cost, weighted, true);
		spin_unlock(&groups->refresh);
	} else if (groups) {
		least = lvs_least_of_groups(groups, cost, weighted, false);
	}
	/* Few, or none that can be used: another CPU may be about to find one. */
	return least ?: lvs_least_among(set->server, set->count, cost, weighted);
}

#endif
