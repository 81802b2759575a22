/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_SCHED_AFFINITY_H
#define LVS_SCHED_AFFINITY_H

#include "load.h"

#include <linux/random.h>
#include <linux/rcupdate.h>
#include <linux/siphash.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

/*
 * Which servers a virtual address has: what lblc and lblcr remember.
 *
 * LOCKING
 *  guards    lock: buckets, count, sweep, and the servers of entries.
 *  readers   RCU: lookup, the servers of an entry.
 *  lifetime  entry: until a grace period after it was unlinked. Server: see
 *            struct lvs_server; lvs_affinity_forget() takes it out of all
 *            entries, and none that leaves comes in.
 *  contexts  softirq; process with bottom halves off.
 *  order     the lock alone.
 */

#define LVS_AFFINITY_BUCKETS 1024

/* Addresses that are remembered: beyond, new ones take the place of older ones. */
#define LVS_AFFINITY_MAX (16 * LVS_AFFINITY_BUCKETS)

/**
 * struct lvs_affinity_entry - the servers of an address
 * @next: in its bucket
 * @rcu: for freeing
 * @addr: the virtual address
 * @used: jiffies of the last lookup
 * @changed: jiffies when a server was last added or taken off
 * @server: of the address; a place that is free is NULL
 */
struct lvs_affinity_entry {
	struct lvs_affinity_entry __rcu *next;
	struct rcu_head rcu;
	union nf_inet_addr addr;
	unsigned long used;
	unsigned long changed;
	struct lvs_server *server[];
};

/**
 * struct lvs_affinity - what is remembered for a service
 * @lock: see above
 * @places: servers that an address can have
 * @key: of the buckets' hash, so that no client can fill one on purpose
 * @count: entries
 * @sweep: bucket that is cleared of old entries next
 * @bucket: entries by hash of their address
 */
struct lvs_affinity {
	spinlock_t lock;
	unsigned int places;
	hsiphash_key_t key;
	unsigned int count;
	unsigned int sweep;
	struct lvs_affinity_entry __rcu *bucket[LVS_AFFINITY_BUCKETS];
};

static inline unsigned int lvs_affinity_hash(const struct lvs_affinity *affinity,
					     const union nf_inet_addr *addr)
{
	return hsiphash(addr, sizeof(*addr), &affinity->key) % LVS_AFFINITY_BUCKETS;
}

/* Jiffies since then, 0 where it was written by another CPU whose clock has just ticked. */
static inline unsigned long lvs_affinity_age(unsigned long now, unsigned long then)
{
	return (long)(now - then) > 0 ? now - then : 0;
}

static inline bool lvs_affinity_is_old(const struct lvs_affinity_entry *entry, unsigned long now,
				       unsigned long expiration)
{
	return lvs_affinity_age(now, READ_ONCE(entry->used)) > expiration;
}

/**
 * lvs_affinity_lookup() - what is remembered of an address
 * @affinity: all addresses
 * @addr: this one, unused words zero
 * @now: jiffies
 * @expiration: jiffies for which an address that nobody asks for is remembered
 *
 * Context: RCU read side. Return: NULL for nothing.
 */
static inline struct lvs_affinity_entry *lvs_affinity_lookup(struct lvs_affinity *affinity,
							     const union nf_inet_addr *addr,
							     unsigned long now,
							     unsigned long expiration)
{
	struct lvs_affinity_entry *entry =
		rcu_dereference(affinity->bucket[lvs_affinity_hash(affinity, addr)]);

	while (entry && memcmp(&entry->addr, addr, sizeof(*addr)))
		entry = rcu_dereference(entry->next);
	if (!entry || lvs_affinity_is_old(entry, now, expiration))
		return NULL;
	if (READ_ONCE(entry->used) != now)
		WRITE_ONCE(entry->used, now);
	return entry;
}

/* Off its bucket; readers may still see it. */
static inline void lvs_affinity_unlink(struct lvs_affinity *affinity,
				       struct lvs_affinity_entry __rcu **link,
				       struct lvs_affinity_entry *entry)
{
	lockdep_assert_held(&affinity->lock);
	rcu_assign_pointer(
		*link, rcu_dereference_protected(entry->next, lockdep_is_held(&affinity->lock)));
	affinity->count--;
	kfree_rcu(entry, rcu);
}

/* No timer expires entries: whoever adds one clears a bucket of old ones, each in turn. */
static inline void lvs_affinity_clear_next(struct lvs_affinity *affinity, unsigned long now,
					   unsigned long expiration)
{
	struct lvs_affinity_entry __rcu **link = &affinity->bucket[affinity->sweep];
	struct lvs_affinity_entry *entry;

	affinity->sweep = (affinity->sweep + 1) % LVS_AFFINITY_BUCKETS;
	while ((entry = rcu_dereference_protected(*link, lockdep_is_held(&affinity->lock)))) {
		if (lvs_affinity_is_old(entry, now, expiration))
			lvs_affinity_unlink(affinity, link, entry);
		else
			link = &entry->next;
	}
}

/* Make room in a bucket: its least recently used entry goes. */
static inline void lvs_affinity_evict(struct lvs_affinity *affinity,
				      struct lvs_affinity_entry __rcu **link, unsigned long now)
{
	struct lvs_affinity_entry __rcu **oldest = NULL;
	struct lvs_affinity_entry *entry;
	unsigned long age = 0;

	while ((entry = rcu_dereference_protected(*link, lockdep_is_held(&affinity->lock)))) {
		if (!oldest || lvs_affinity_age(now, READ_ONCE(entry->used)) > age) {
			oldest = link;
			age = lvs_affinity_age(now, READ_ONCE(entry->used));
		}
		link = &entry->next;
	}
	if (oldest)
		lvs_affinity_unlink(
			affinity, oldest,
			rcu_dereference_protected(*oldest, lockdep_is_held(&affinity->lock)));
}

/* A new entry without servers, NULL where there is no room for one. */
static inline struct lvs_affinity_entry *
lvs_affinity_add(struct lvs_affinity *affinity, const union nf_inet_addr *addr, unsigned long now)
{
	struct lvs_affinity_entry __rcu **link =
		&affinity->bucket[lvs_affinity_hash(affinity, addr)];
	struct lvs_affinity_entry *entry;

	if (affinity->count >= LVS_AFFINITY_MAX)
		lvs_affinity_evict(affinity, link, now);
	if (affinity->count >= LVS_AFFINITY_MAX)
		return NULL;
	entry = kzalloc(struct_size(entry, server, affinity->places), GFP_ATOMIC | __GFP_NOWARN);
	if (!entry)
		return NULL;
	entry->addr = *addr;
	entry->used = now;
	RCU_INIT_POINTER(entry->next,
			 rcu_dereference_protected(*link, lockdep_is_held(&affinity->lock)));
	rcu_assign_pointer(*link, entry);
	affinity->count++;
	return entry;
}

/* The place for one more server: its own, a free one, or the last. */
static inline unsigned int lvs_affinity_place(const struct lvs_affinity *affinity,
					      const struct lvs_affinity_entry *entry,
					      const struct lvs_server *server)
{
	unsigned int place = affinity->places - 1;
	unsigned int i;

	for (i = affinity->places; i--;) {
		if (entry->server[i] == server)
			return i;
		if (!entry->server[i])
			place = i;
	}
	return place;
}

/**
 * lvs_affinity_remember() - an address has this server from now on
 * @affinity: all addresses
 * @addr: this one, unused words zero
 * @server: takes a free place, or that of the last where there is none
 * @now: jiffies
 * @expiration: as in lvs_affinity_lookup()
 *
 * It may fail, for want of memory or room; nothing is remembered then.
 * Context: softirq, RCU read side.
 */
static inline void lvs_affinity_remember(struct lvs_affinity *affinity,
					 const union nf_inet_addr *addr, struct lvs_server *server,
					 unsigned long now, unsigned long expiration)
{
	struct lvs_affinity_entry *entry;
	unsigned int place;

	spin_lock(&affinity->lock);
	lvs_affinity_clear_next(affinity, now, expiration);
	entry = lvs_affinity_lookup(affinity, addr, now, expiration);
	if (!entry && !READ_ONCE(server->leaving))
		entry = lvs_affinity_add(affinity, addr, now);
	if (entry && !READ_ONCE(server->leaving)) {
		place = lvs_affinity_place(affinity, entry, server);
		if (entry->server[place] != server) {
			WRITE_ONCE(entry->server[place], server);
			WRITE_ONCE(entry->changed, now);
		}
	}
	spin_unlock(&affinity->lock);
}

/* An address has this server no more. Softirq, RCU read side. */
static inline void lvs_affinity_part(struct lvs_affinity *affinity,
				     struct lvs_affinity_entry *entry,
				     const struct lvs_server *server, unsigned long now)
{
	unsigned int i;

	spin_lock(&affinity->lock);
	for (i = 0; i < affinity->places; i++) {
		if (entry->server[i] == server)
			WRITE_ONCE(entry->server[i], NULL);
	}
	WRITE_ONCE(entry->changed, now);
	spin_unlock(&affinity->lock);
}

/* No address has this server any more, which leaves. Process. */
static inline void lvs_affinity_forget(struct lvs_affinity *affinity,
				       const struct lvs_server *server)
{
	struct lvs_affinity_entry *entry;
	unsigned int bucket;
	unsigned int i;

	for (bucket = 0; bucket < LVS_AFFINITY_BUCKETS; bucket++) {
		spin_lock_bh(&affinity->lock);
		entry = rcu_dereference_protected(affinity->bucket[bucket],
						  lockdep_is_held(&affinity->lock));
		while (entry) {
			for (i = 0; i < affinity->places; i++) {
				if (entry->server[i] == server)
					WRITE_ONCE(entry->server[i], NULL);
			}
			entry = rcu_dereference_protected(entry->next,
							  lockdep_is_held(&affinity->lock));
		}
		spin_unlock_bh(&affinity->lock);
	}
}

/* Process; sleeps. NULL for no memory. */
static inline struct lvs_affinity *lvs_affinity_create(unsigned int places)
{
	struct lvs_affinity *affinity = kzalloc(sizeof(*affinity), GFP_KERNEL_ACCOUNT);

	if (!affinity)
		return NULL;
	spin_lock_init(&affinity->lock);
	affinity->places = places;
	get_random_bytes(&affinity->key, sizeof(affinity->key));
	return affinity;
}

/* Nobody looks it up any more. Process. */
static inline void lvs_affinity_destroy(struct lvs_affinity *affinity)
{
	struct lvs_affinity_entry *entry;
	unsigned int bucket;

	spin_lock_bh(&affinity->lock);
	for (bucket = 0; bucket < LVS_AFFINITY_BUCKETS; bucket++) {
		while ((entry = rcu_dereference_protected(affinity->bucket[bucket],
							  lockdep_is_held(&affinity->lock))))
			lvs_affinity_unlink(affinity, &affinity->bucket[bucket], entry);
	}
	spin_unlock_bh(&affinity->lock);
	kfree(affinity);
}

#endif
