// SPDX-License-Identifier: GPL-2.0
/*
 * Real servers.
 *
 * LOCKING
 *  guards    namespace mutex: lists, tables, configuration.
 *  readers   RCU. Counts of connections are atomics; the overload mark
 *            follows them and may lag by a packet. A change is followed by
 *            the mark of its group of servers, which a pick takes away.
 *  lifetime  in use: by its service. Removed: until a grace period has passed
 *            since the removal (so no packet can pick it any more), then its
 *            connections are none, then another grace period (connections that
 *            have just ended may still be read).
 *  contexts  connections: softirq. All else: process.
 *  order     namespace mutex alone.
 */
#include "dest.h"
#include "binding.h"
#include "route.h"
#include "service.h"
#include "services.h"

#include "../base/object.h"

#include <linux/ip_vs.h>
#include <linux/jhash.h>
#include <linux/jiffies.h>
#include <linux/rhashtable.h>
#include <linux/slab.h>

const struct rhashtable_params lvs_dest_params = {
	.key_len = sizeof(struct lvs_dest_key),
	.key_offset = offsetof(struct lvs_dest, key),
	.head_offset = offsetof(struct lvs_dest, node),
	.automatic_shrinking = true,
};

/* By millions, perhaps: memory of the next power of two would be half as much again. */
static struct kmem_cache *lvs_dest_cache;

int lvs_dest_init(void)
{
	lvs_dest_cache = KMEM_CACHE(lvs_dest, SLAB_ACCOUNT);
	return lvs_dest_cache ? 0 : -ENOMEM;
}

void lvs_dest_exit(void)
{
	kmem_cache_destroy(lvs_dest_cache);
}

static void lvs_dest_key_init(struct lvs_dest_key *key, struct lvs_service *service, u16 family,
			      const union nf_inet_addr *addr, __be16 port)
{
	memset(key, 0, sizeof(*key));
	key->service = service;
	key->addr = *addr;
	key->family = family;
	key->port = port;
}

/* In its service, or removed. */
static struct lvs_dest *lvs_dest_find(struct lvs_net *lnet, const struct lvs_dest_key *key)
{
	return rhashtable_lookup_fast(&lnet->services->dests, key, lvs_dest_params);
}

struct lvs_dest *lvs_dest_lookup(struct lvs_net *lnet, struct lvs_service *service, u16 family,
				 const union nf_inet_addr *addr, __be16 port)
{
	struct lvs_dest_key key;
	struct lvs_dest *dest;

	lockdep_assert_held(&lnet->mutex);
	lvs_dest_key_init(&key, service, family, addr, port);
	dest = lvs_dest_find(lnet, &key);
	return dest && !dest->removed ? dest : NULL;
}

static u32 lvs_dest_sender_hash(const union nf_inet_addr *addr, __be16 port)
{
	return jhash2(addr->all, ARRAY_SIZE(addr->all), (__force u16)port);
}

static bool lvs_dest_is_source(const struct lvs_dest *dest, const struct lvs_packet *packet)
{
	return dest->key.family == packet->family && dest->key.port == packet->sport &&
	       lvs_addr_equal(dest->key.addr.ip6, packet->saddr.ip6, packet->family);
}

bool lvs_dest_has_sent(struct lvs_net *lnet, const struct lvs_packet *packet)
{
	u32 hash = lvs_dest_sender_hash(&packet->saddr, packet->sport);
	const struct lvs_service *service;
	struct lvs_dest *dest;

	hash_for_each_possible_rcu(lnet->services->origins, dest, origin, hash) {
		if (!lvs_dest_is_source(dest, packet) ||
		    READ_ONCE(dest->config.fwd_method) != IP_VS_CONN_F_MASQ)
			continue;
		service = dest->key.service;
		if (service->key.fwmark || service->key.protocol == packet->protocol)
			return true;
	}
	return false;
}

struct lvs_dest *lvs_dest_lookup_sender(struct lvs_net *lnet, const struct lvs_packet *packet,
					const struct lvs_service **result)
{
	u32 hash = lvs_dest_sender_hash(&packet->saddr, packet->sport);
	struct lvs_dest *dest;

	hash_for_each_possible_rcu(lnet->services->senders, dest, sender, hash) {
		if (!lvs_dest_is_source(dest, packet))
			continue;
		if (lvs_service_is_one_packet(dest->key.service, packet->protocol)) {
			*result = dest->key.service;
			return dest;
		}
	}
	return NULL;
}

/* One active connection, and one that is not, in the word of both counts. */
#ifdef __BIG_ENDIAN
#define LVS_DEST_ACTIVE	  (1LL << 32)
#define LVS_DEST_INACTIVE 1LL
#else
#define LVS_DEST_ACTIVE	  1LL
#define LVS_DEST_INACTIVE (1LL << 32)
#endif

static s64 lvs_dest_one(bool active)
{
	return active ? LVS_DEST_ACTIVE : LVS_DEST_INACTIVE;
}

/* Both counts at one moment: a connection that changes sides is always in one of them. */
static u64 lvs_dest_load(const struct lvs_dest *dest)
{
	u64 conns = atomic64_read(&dest->server.conns);

	return (conns >> 32) + (u32)conns;
}

/* At its upper threshold, until it falls below the lower one. */
static bool lvs_dest_is_overloaded(const struct lvs_dest *dest, u64 load)
{
	u32 upper = READ_ONCE(dest->config.u_thresh);
	u32 lower = READ_ONCE(dest->config.l_thresh);

	if (!upper)
		return false;
	if (load >= upper)
		return true;
	if (lower ? load < lower : load * 4 < (u64)upper * 3)
		return false;
	return READ_ONCE(dest->server.overloaded);
}

/*
 * Two CPUs can judge at once, and the one that saw the older count write last.
 * Were that the last connection's, the server would stay overloaded with none
 * and never be picked again. So each looks again after it has written: at
 * least the later one of both sees the last count.
 */
static void lvs_dest_judge_load(struct lvs_dest *dest)
{
	struct lvs_server *server = &dest->server;
	bool overloaded;
	u64 load;

	if (!READ_ONCE(dest->config.u_thresh) && !READ_ONCE(server->overloaded))
		return;
	do {
		smp_mb(); /* the count that we changed, or the mark, before the count we read */
		load = lvs_dest_load(dest);
		overloaded = lvs_dest_is_overloaded(dest, load);
		if (overloaded != READ_ONCE(server->overloaded))
			WRITE_ONCE(server->overloaded, overloaded);
		smp_mb(); /* pairs with the one above on another CPU */
	} while (load != lvs_dest_load(dest));
}

/*
 * The change is there before the mark is read: whoever takes the mark away reads
 * what has changed after that, see lvs_least_refresh().
 */
static void lvs_dest_note_change(const struct lvs_dest *dest)
{
	bool *stale;

	smp_mb__after_atomic(); /* pairs with the one of lvs_least_refresh() */
	stale = rcu_dereference(dest->stale);
	if (stale && !READ_ONCE(*stale))
		WRITE_ONCE(*stale, true);
}

static void lvs_dest_apply(struct lvs_dest *dest, const struct lvs_dest_config *config)
{
	bool raised = config->u_thresh > dest->config.u_thresh;

	WRITE_ONCE(dest->config.fwd_method, config->fwd_method);
	WRITE_ONCE(dest->config.weight, config->weight);
	WRITE_ONCE(dest->config.u_thresh, config->u_thresh);
	WRITE_ONCE(dest->config.l_thresh, config->l_thresh);
	WRITE_ONCE(dest->config.tun_type, config->tun_type);
	WRITE_ONCE(dest->config.tun_port, config->tun_port);
	WRITE_ONCE(dest->config.tun_flags, config->tun_flags);
	WRITE_ONCE(dest->server.weight, config->weight);
	if (config->weight)
		WRITE_ONCE(dest->server.last_weight, config->weight);
	/* A limit that was raised opens the server at once, if it is not reached either. */
	if (raised)
		WRITE_ONCE(dest->server.overloaded, false);
	lvs_dest_judge_load(dest);
	smp_mb(); /* weight and overload mark; a count would be atomic */
	rcu_read_lock();
	lvs_dest_note_change(dest);
	rcu_read_unlock();
}

static struct lvs_dest *lvs_dest_alloc(struct lvs_net *lnet, const struct lvs_dest_key *key)
{
	struct lvs_dest *dest = kmem_cache_zalloc(lvs_dest_cache, GFP_KERNEL);

	if (!dest)
		return NULL;
	if (lvs_stats_init(&dest->stats)) {
		kmem_cache_free(lvs_dest_cache, dest);
		return NULL;
	}
	lvs_object_created("dest", dest);
	dest->key = *key;
	dest->server.addr = key->addr;
	dest->server.port = key->port;
	dest->server.family = key->family;
	dest->id = ++lnet->services->last_dest_id;
	INIT_LIST_HEAD(&dest->link);
	return dest;
}

struct lvs_dest *lvs_dest_create_bypass(struct lvs_net *lnet, u16 family)
{
	const struct lvs_dest_key key = { .family = family };
	struct lvs_dest *dest = lvs_dest_alloc(lnet, &key);

	if (!dest)
		return NULL;
	dest->config.fwd_method = IP_VS_CONN_F_BYPASS;
	dest->server.weight = 1;
	return dest;
}

void lvs_dest_free(struct lvs_dest *dest)
{
	lvs_route_drop(dest);
	lvs_stats_exit(&dest->stats);
	lvs_object_destroyed("dest", dest);
	kmem_cache_free(lvs_dest_cache, dest);
}

static void lvs_dest_free_rcu(struct rcu_head *head)
{
	lvs_dest_free(container_of(head, struct lvs_dest, rcu));
}

void lvs_dest_set_sender(struct lvs_net *lnet, struct lvs_dest *dest, bool is_sender)
{
	lockdep_assert_held(&lnet->mutex);
	if (is_sender == !hlist_unhashed(&dest->sender))
		return;
	if (is_sender)
		hash_add_rcu(lnet->services->senders, &dest->sender,
			     lvs_dest_sender_hash(&dest->key.addr, dest->key.port));
	else
		hash_del_rcu(&dest->sender);
}

/* Found by what it sends. */
static void lvs_dest_hash(struct lvs_net *lnet, struct lvs_dest *dest)
{
	const struct lvs_service *service = dest->key.service;

	lvs_dest_set_sender(lnet, dest, service->config.flags & IP_VS_SVC_F_ONEPACKET);
	hash_add_rcu(lnet->services->origins, &dest->origin,
		     lvs_dest_sender_hash(&dest->key.addr, dest->key.port));
}

static void lvs_dest_unhash(struct lvs_net *lnet, struct lvs_dest *dest)
{
	hash_del_rcu(&dest->origin);
	lvs_dest_set_sender(lnet, dest, false);
}

/* Into the list, the tables and the scheduler's sight, or nowhere. */
static int lvs_dest_publish(struct lvs_net *lnet, struct lvs_dest *dest)
{
	struct lvs_service *service = dest->key.service;
	int ret;

	lvs_dest_hash(lnet, dest);
	list_move(&dest->link, &service->dests);
	dest->added = ++lnet->services->last_dest_id;
	service->dest_count++;
	WRITE_ONCE(dest->removed, false);
	ret = lvs_binding_update(lnet, service, &dest->server, LVS_BINDING_ADDED);
	if (ret)
		goto err_unpublish;
	return 0;

err_unpublish:
	WRITE_ONCE(dest->removed, true);
	service->dest_count--;
	list_del_init(&dest->link);
	lvs_dest_unhash(lnet, dest);
	return ret;
}

/* No packet finds it any more, but those under way. */
static void lvs_dest_depart(struct lvs_dest *dest)
{
	WRITE_ONCE(dest->removed, true);
	dest->departed_at = jiffies ?: 1;
	dest->grace = get_state_synchronize_rcu();
	list_move(&dest->link, &dest->key.service->departed);
}

/* One that has never been in its service: in the table, in no list. */
static struct lvs_dest *lvs_dest_enter(struct lvs_net *lnet, const struct lvs_dest_key *key)
{
	struct lvs_dest *dest = lvs_dest_alloc(lnet, key);
	int ret;

	if (!dest)
		return ERR_PTR(-ENOMEM);
	dest->removed = true;
	ret = rhashtable_insert_fast(&lnet->services->dests, &dest->node, lvs_dest_params);
	if (ret) {
		lvs_dest_free(dest);
		return ERR_PTR(ret);
	}
	return dest;
}

/* Out of the table; packets under way may see it yet. */
static void lvs_dest_vanish(struct lvs_net *lnet, struct lvs_dest *dest)
{
	rhashtable_remove_fast(&lnet->services->dests, &dest->node, lvs_dest_params);
	call_rcu(&dest->rcu, lvs_dest_free_rcu);
}

int lvs_dest_create(struct lvs_net *lnet, struct lvs_service *service, u16 family,
		    const union nf_inet_addr *addr, __be16 port,
		    const struct lvs_dest_config *config, struct netlink_ext_ack *extack)
{
	struct lvs_dest_key key;
	struct lvs_dest *dest;
	int ret;

	lockdep_assert_held(&lnet->mutex);
	lvs_dest_key_init(&key, service, family, addr, port);
	dest = lvs_dest_find(lnet, &key);
	if (dest && !dest->removed) {
		NL_SET_ERR_MSG(extack, "the service has this real server already");
		return -EEXIST;
	}
	if (!dest)
		dest = lvs_dest_enter(lnet, &key);
	if (IS_ERR(dest))
		return PTR_ERR(dest);
	lvs_dest_apply(dest, config);
	ret = lvs_dest_publish(lnet, dest);
	if (!ret)
		return 0;
	if (ret == -EINVAL)
		NL_SET_ERR_MSG(extack, "the scheduler cannot take so many real servers");
	/* One that came back goes back. */
	if (dest->departed_at)
		lvs_dest_depart(dest);
	else
		lvs_dest_vanish(lnet, dest);
	return ret;
}

int lvs_dest_set(struct lvs_net *lnet, struct lvs_dest *dest, const struct lvs_dest_config *config,
		 struct netlink_ext_ack *extack)
{
	const struct lvs_dest_config old = dest->config;
	int last_weight = dest->server.last_weight;
	int ret;

	lockdep_assert_held(&lnet->mutex);
	lvs_dest_apply(dest, config);
	ret = lvs_binding_update(lnet, dest->key.service, &dest->server, LVS_BINDING_CHANGED);
	if (ret) {
		lvs_dest_apply(dest, &old);
		WRITE_ONCE(dest->server.last_weight, last_weight);
	}
	return ret;
}

int lvs_dest_destroy(struct lvs_net *lnet, struct lvs_dest *dest)
{
	struct lvs_service *service = dest->key.service;
	/* A failure leaves it where it was: schedulers go by the order. */
	struct list_head *place = dest->link.prev;
	int ret;

	lockdep_assert_held(&lnet->mutex);
	list_del_init(&dest->link);
	service->dest_count--;
	ret = lvs_binding_update(lnet, service, &dest->server, LVS_BINDING_REMOVED);
	if (ret) {
		list_add(&dest->link, place);
		service->dest_count++;
		return ret;
	}
	lvs_dest_leave(lnet, dest);
	return 0;
}

void lvs_dest_leave(struct lvs_net *lnet, struct lvs_dest *dest)
{
	lockdep_assert_held(&lnet->mutex);
	lvs_dest_unhash(lnet, dest);
	lvs_dest_watch(dest, NULL);
	lvs_dest_depart(dest);
}

bool lvs_dest_collect(struct lvs_net *lnet, struct lvs_dest *dest, unsigned long keep)
{
	if (time_before(jiffies, dest->departed_at + keep))
		return false;
	if (!poll_state_synchronize_rcu(dest->grace))
		return false;
	if (lvs_dest_load(dest) || atomic_read(&dest->persistent))
		return false;
	list_del(&dest->link);
	lvs_dest_vanish(lnet, dest);
	return true;
}

void lvs_dest_zero(struct lvs_dest *dest)
{
	lvs_stats_zero(&dest->stats);
	lvs_rate_zero(&dest->rate);
}

void lvs_dest_read(const struct lvs_dest *dest, struct lvs_totals *totals)
{
	lvs_stats_read(&dest->stats, totals);
}

void lvs_dest_conn_bind(struct lvs_dest *dest, bool active)
{
	atomic64_add(lvs_dest_one(active), &dest->server.conns);
	lvs_dest_judge_load(dest);
	lvs_dest_note_change(dest);
}

void lvs_dest_conn_unbind(struct lvs_dest *dest, bool active)
{
	/* At zero a removed one may be on its way out, but not before our read side ends. */
	atomic64_sub(lvs_dest_one(active), &dest->server.conns);
	lvs_dest_judge_load(dest);
	lvs_dest_note_change(dest);
}

void lvs_dest_conn_move(struct lvs_dest *dest, bool active)
{
	atomic64_add(lvs_dest_one(active) - lvs_dest_one(!active), &dest->server.conns);
	lvs_dest_note_change(dest);
}
