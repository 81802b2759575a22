/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_SCHED_MAGLEV_H
#define LVS_SCHED_MAGLEV_H

#include "fold.h"

#include <linux/bitops.h>
#include <linux/gcd.h>
#include <linux/rcupdate.h>
#include <linux/siphash.h>

/*
 * Maglev hashing (Eisenbud et al., NSDI 2016): each server has a permutation of
 * all entries of a table, and in its turn takes the next one that is free. A
 * server that comes or goes moves few entries of the others.
 */

/*
 * Entries: a prime. In-tree ip_vs, built as usual, has the first size and refuses
 * more servers than that; they get the second one here.
 */
#define LVS_MAGLEV_SIZE	     4093U
#define LVS_MAGLEV_SIZE_MANY 131071U

/* A round gives no server more turns than a number of so many bits, half of the size's. */
#define LVS_MAGLEV_TURN_BITS	  6
#define LVS_MAGLEV_TURN_BITS_MANY 8

/* How often another entry is tried for a client whose server is not usable. */
#define LVS_MAGLEV_TRIES LVS_MAGLEV_SIZE

/* The keys are no secret: directors that share them agree. */
static const hsiphash_key_t lvs_maglev_key = { { 2654435761UL, 2654435761UL } };
static const hsiphash_key_t lvs_maglev_skip_key = { { 2654446892UL, 2654446892UL } };

/**
 * struct lvs_maglev - servers by hash value
 * @rcu: for freeing; a new one takes its place
 * @size: entries
 * @server: of each, NULL in all where no server ever had a weight, and in those of
 *	servers that have left since it was filled. READ_ONCE()
 */
struct lvs_maglev {
	struct rcu_head rcu;
	u32 size;
	struct lvs_server *server[];
};

/**
 * struct lvs_maglev_seat - a server while the table is filled
 * @at: next entry of its permutation
 * @skip: from one entry to the next
 * @turns: entries that it takes in a round
 */
struct lvs_maglev_seat {
	u32 at;
	u32 skip;
	u32 turns;
};

/* Entries that a table for so many servers has, 0 where they are too many. */
static inline u32 lvs_maglev_size(unsigned int servers)
{
	if (servers <= LVS_MAGLEV_SIZE)
		return LVS_MAGLEV_SIZE;
	return servers <= LVS_MAGLEV_SIZE_MANY ? LVS_MAGLEV_SIZE_MANY : 0;
}

static inline void lvs_maglev_seat_server(struct lvs_maglev_seat *seat,
					  const struct lvs_server *server, u16 family, u32 size)
{
	u32 key = lvs_fold_addr(&server->addr, family) + ntohs(server->port);

	seat->at = hsiphash_1u32(key, &lvs_maglev_key) % size;
	seat->skip = hsiphash_1u32(key, &lvs_maglev_skip_key) % (size - 1) + 1;
}

/*
 * Turns by the last weight that was not 0: a server that is quiesced keeps its
 * entries, so that no other's client moves and its own ones come back.
 */
static inline void lvs_maglev_share(struct lvs_maglev_seat *seats, const struct lvs_server_set *set,
				    u32 size)
{
	int bits = size == LVS_MAGLEV_SIZE ? LVS_MAGLEV_TURN_BITS : LVS_MAGLEV_TURN_BITS_MANY;
	unsigned long step = 0;
	u32 heaviest = 0;
	unsigned int i;
	int shift;

	for (i = 0; i < set->count; i++) {
		seats[i].turns = READ_ONCE(set->server[i]->last_weight);
		if (seats[i].turns)
			step = step ? gcd(step, seats[i].turns) : seats[i].turns;
		if (seats[i].turns > heaviest)
			heaviest = seats[i].turns;
	}
	if (!step)
		return;
	shift = fls(heaviest / step) - bits;
	for (i = 0; i < set->count; i++) {
		if (seats[i].turns)
			seats[i].turns = (seats[i].turns / step >> (shift > 0 ? shift : 0)) ?: 1;
	}
}

/* The next entry of a permutation that is free; there is one. */
static inline void lvs_maglev_take(struct lvs_maglev *table, struct lvs_maglev_seat *seat,
				   struct lvs_server *server)
{
	while (table->server[seat->at]) {
		seat->at += seat->skip;
		if (seat->at >= table->size)
			seat->at -= table->size;
	}
	table->server[seat->at] = server;
}

/**
 * lvs_maglev_fill() - let the servers take their turns until no entry is free
 * @table: all entries NULL, of the size for this many servers
 * @seats: as many as servers, for use meanwhile
 * @set: servers
 * @family: of the service
 */
static inline void lvs_maglev_fill(struct lvs_maglev *table, struct lvs_maglev_seat *seats,
				   const struct lvs_server_set *set, u16 family)
{
	u32 filled = 0;
	u32 before;
	u32 turn;
	u32 i;

	for (i = 0; i < set->count; i++)
		lvs_maglev_seat_server(&seats[i], set->server[i], family, table->size);
	lvs_maglev_share(seats, set, table->size);
	do {
		before = filled;
		for (i = 0; i < set->count; i++) {
			for (turn = 0; turn < seats[i].turns && filled < table->size; turn++) {
				lvs_maglev_take(table, &seats[i], set->server[i]);
				filled++;
			}
		}
		/* Nobody took any: there is no server of any weight. */
	} while (filled > before && filled < table->size);
}

/**
 * lvs_maglev_leave() - forget a server; its entries stay free until the next fill
 * @table: picks may go on
 * @server: not to be picked any more
 */
static inline void lvs_maglev_leave(struct lvs_maglev *table, const struct lvs_server *server)
{
	u32 i;

	for (i = 0; i < table->size; i++) {
		if (table->server[i] == server)
			WRITE_ONCE(table->server[i], NULL);
	}
}

/* The server of a client, usable or not, NULL where it has none. */
static inline struct lvs_server *lvs_maglev_at(const struct lvs_maglev *table, u32 key)
{
	return READ_ONCE(table->server[hsiphash_1u32(key, &lvs_maglev_key) % table->size]);
}

/* The server of a client, NULL where it is not usable. */
static inline struct lvs_server *lvs_maglev_pick(const struct lvs_maglev *table, u32 key)
{
	struct lvs_server *server = lvs_maglev_at(table, key);

	return server && lvs_server_usable(server) ? server : NULL;
}

/* A server to fall back on when all tries have failed, NULL where none is usable. */
static inline struct lvs_server *lvs_maglev_spare(const struct lvs_server_set *set, u32 hash)
{
	unsigned int at = set->count ? hash % set->count : 0;
	unsigned int i;

	for (i = 0; i < set->count; i++, at++) {
		if (at >= set->count)
			at = 0;
		if (lvs_server_usable(set->server[at]))
			return set->server[at];
	}
	return NULL;
}

/*
 * The same, but where it is not usable one that is. The client's key is
 * hashed again with a number added, which begins at its entry as in in-tree
 * ip_vs does. That may miss the few servers that are left, and has no end in
 * sight where there are none; hence the spare.
 */
static inline struct lvs_server *lvs_maglev_pick_any(const struct lvs_maglev *table,
						     const struct lvs_server_set *set, u32 key)
{
	u32 hash = hsiphash_1u32(key, &lvs_maglev_key) % table->size;
	struct lvs_server *server = lvs_maglev_pick(table, key);
	struct lvs_server *spare;
	u32 i;

	if (server)
		return server;
	spare = lvs_maglev_spare(set, hash);
	for (i = 0; spare && i < LVS_MAGLEV_TRIES; i++) {
		server = lvs_maglev_pick(table, key + (hash + i) % table->size);
		if (server)
			return server;
	}
	return spare;
}

#endif
