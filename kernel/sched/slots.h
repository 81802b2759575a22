/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_SCHED_SLOTS_H
#define LVS_SCHED_SLOTS_H

#include <lvs/sched.h>

#include <linux/rcupdate.h>

#define LVS_SLOTS_BITS	8
#define LVS_SLOTS_COUNT (1U << LVS_SLOTS_BITS)

/* 2^32 divided by the golden ratio: neighbours are thrown far apart. */
#define LVS_SLOTS_FACTOR 0x61c88647U

/**
 * struct lvs_slots - servers by hash value, for sh and dh
 * @server: of each slot, NULL in all where there are no servers
 * @rcu: for freeing; it never changes, a new one takes its place
 */
struct lvs_slots {
	struct lvs_server *server[LVS_SLOTS_COUNT];
	struct rcu_head rcu;
};

static inline unsigned int lvs_slots_hash(u32 key)
{
	return (key * LVS_SLOTS_FACTOR) >> (32 - LVS_SLOTS_BITS);
}

/*
 * Fill the slots, server after server and over again: each gets as many in a
 * row as its weight where @weighted, but one at least, so that the others'
 * clients stay where they are when a server's weight falls to 1 and then to 0.
 */
static inline void lvs_slots_fill(struct lvs_slots *slots, const struct lvs_server_set *set,
				  bool weighted)
{
	unsigned int server = 0;
	unsigned int slot;
	int row = 0;

	for (slot = 0; slot < LVS_SLOTS_COUNT; slot++) {
		slots->server[slot] = set->count ? set->server[server] : NULL;
		if (++row < (weighted && set->count ? READ_ONCE(set->server[server]->weight) : 1))
			continue;
		row = 0;
		if (++server >= set->count)
			server = 0;
	}
}

/* The server of a key, NULL where it is not usable. */
static inline struct lvs_server *lvs_slots_pick(const struct lvs_slots *slots, u32 key)
{
	struct lvs_server *server = slots->server[lvs_slots_hash(key)];

	return server && lvs_server_usable(server) ? server : NULL;
}

/*
 * The same, but where it is not usable the first one that is. In-tree ip_vs
 * begins to look for it at twice the slot's number, and so does this.
 */
static inline struct lvs_server *lvs_slots_pick_any(const struct lvs_slots *slots, u32 key)
{
	unsigned int slot = lvs_slots_hash(key);
	struct lvs_server *server = lvs_slots_pick(slots, key);
	unsigned int i;

	for (i = 0; !server && i < LVS_SLOTS_COUNT; i++) {
		server = slots->server[(2 * slot + i) % LVS_SLOTS_COUNT];
		if (server && !lvs_server_usable(server))
			server = NULL;
	}
	return server;
}

#endif
