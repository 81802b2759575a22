// SPDX-License-Identifier: GPL-2.0
/*
 * Virtual services.
 *
 * LOCKING
 *  guards    namespace mutex: everything that changes.
 *  readers   RCU: lookup, match, the binding; counts of kinds of services,
 *            which may be a packet late.
 *  lifetime  until a grace period after lvs_service_destroy(), or after the last
 *            of its real servers if that is later. Packets hold no service,
 *            connections neither: they know their real server only.
 *  contexts  match: softirq. All else: process.
 *  order     namespace mutex alone.
 */
#include "service.h"
#include "binding.h"
#include "dest.h"
#include "services.h"

#include "../base/object.h"

#include <linux/ip_vs.h>
#include <linux/jhash.h>
#include <linux/rhashtable.h>
#include <linux/slab.h>

static struct kmem_cache *lvs_service_cache;

int lvs_service_init(void)
{
	lvs_service_cache = KMEM_CACHE(lvs_service, SLAB_ACCOUNT);
	return lvs_service_cache ? 0 : -ENOMEM;
}

void lvs_service_exit(void)
{
	kmem_cache_destroy(lvs_service_cache);
}

/*
 * Looked up for each packet that begins a connection: two rounds of the hash for
 * IPv4, and words compared in place.
 */
static u32 lvs_service_hash_key(const void *data, u32 length, u32 seed)
{
	const struct lvs_service_key *key = data;
	u32 kind = (u32)key->family << 24 ^ (u32)key->protocol << 16 ^ (__force u32)key->port;

	if (key->family == AF_INET)
		return jhash_3words((__force u32)key->addr.ip, kind, key->fwmark, seed);
	return jhash2(key->addr.all, ARRAY_SIZE(key->addr.all),
		      jhash_2words(kind, key->fwmark, seed));
}

static u32 lvs_service_hash(const void *data, u32 length, u32 seed)
{
	const struct lvs_service *service = data;

	return lvs_service_hash_key(&service->key, length, seed);
}

static int lvs_service_differs(struct rhashtable_compare_arg *arg, const void *object)
{
	const struct lvs_service_key *key = arg->key;
	const struct lvs_service *service = object;

	return key->port != service->key.port || key->protocol != service->key.protocol ||
	       key->family != service->key.family || key->fwmark != service->key.fwmark ||
	       !lvs_addr_equal(key->addr.ip6, service->key.addr.ip6, key->family);
}

const struct rhashtable_params lvs_service_params = {
	.key_len = sizeof(struct lvs_service_key),
	.key_offset = offsetof(struct lvs_service, key),
	.hashfn = lvs_service_hash_key,
	.obj_hashfn = lvs_service_hash,
	.obj_cmpfn = lvs_service_differs,
	.head_offset = offsetof(struct lvs_service, node),
	.automatic_shrinking = true,
};

/* RCU read side. */
static struct lvs_service *lvs_service_find(struct lvs_services *services,
					    const struct lvs_service_key *key)
{
	return rhashtable_lookup(&services->by_key, key, lvs_service_params);
}

struct lvs_service *lvs_service_lookup(struct lvs_net *lnet, const struct lvs_service_key *key)
{
	struct lvs_service *service;

	rcu_read_lock();
	service = lvs_service_find(lnet->services, key);
	rcu_read_unlock();
	return service;
}

/* Services that only some operators have; each costs a lookup where there is one. */
static void lvs_service_count_kind(struct lvs_services *services, const struct lvs_service_key *key,
				   int change)
{
	unsigned int *count;

	if (key->fwmark)
		count = &services->marked[lvs_family_slot(key->family)];
	else if (!key->port)
		count = &services->any_port;
	else if (key->protocol == IPPROTO_TCP && key->port == htons(LVS_PORT_FTP))
		count = &services->ftp;
	else
		return;
	WRITE_ONCE(*count, *count + change);
}

/* Data connections of an FTP server's clients: to the port that the server named, or its own. */
static bool lvs_service_is_ftp_data(const struct lvs_packet *packet)
{
	return packet->protocol == IPPROTO_TCP && (packet->dport == htons(LVS_PORT_FTP_DATA) ||
						   ntohs(packet->dport) >= LVS_PORT_UNPRIVILEGED);
}

/* A service's flags change, its protocol does not. */
static void lvs_service_count_one_packet(struct lvs_services *services, u32 before, u32 after)
{
	bool was = before & IP_VS_SVC_F_ONEPACKET;
	bool is = after & IP_VS_SVC_F_ONEPACKET;

	WRITE_ONCE(services->one_packet, services->one_packet + is - was);
}

struct lvs_service *lvs_service_match(struct lvs_net *lnet, const struct lvs_packet *packet)
{
	struct lvs_service_key key = { .family = packet->family };
	struct lvs_services *services = lnet->services;
	struct lvs_service *service = NULL;

	if (packet->mark && READ_ONCE(services->marked[lvs_family_slot(packet->family)])) {
		key.fwmark = packet->mark;
		service = lvs_service_find(services, &key);
		key.fwmark = 0;
	}
	key.protocol = packet->protocol;
	key.addr = packet->daddr;
	key.port = packet->dport;
	if (!service)
		service = lvs_service_find(services, &key);
	if (!service && READ_ONCE(services->ftp) && lvs_service_is_ftp_data(packet)) {
		key.port = htons(LVS_PORT_FTP);
		service = lvs_service_find(services, &key);
	}
	if (!service && READ_ONCE(services->any_port)) {
		key.port = 0;
		service = lvs_service_find(services, &key);
	}
	return service;
}

struct lvs_service *lvs_service_next(struct lvs_net *lnet, u32 id)
{
	unsigned long index = id;

	return xa_find_after(&lnet->services->by_id, &index, U32_MAX, XA_PRESENT);
}

bool lvs_services_have_one_packet(const struct lvs_net *lnet)
{
	return READ_ONCE(lnet->services->one_packet);
}

struct lvs_dest *lvs_services_bypass(const struct lvs_net *lnet, u16 family)
{
	return READ_ONCE(lnet->services->bypass[lvs_family_slot(family)]);
}

/* Made before the first packet of a mark can want it. */
static int lvs_services_prepare_bypass(struct lvs_services *services,
				       const struct lvs_service_key *key)
{
	struct lvs_dest **bypass = &services->bypass[lvs_family_slot(key->family)];
	struct lvs_dest *dest;

	if (!key->fwmark || *bypass)
		return 0;
	dest = lvs_dest_create_bypass(services->lnet, key->family);
	if (!dest)
		return -ENOMEM;
	/* Complete before it can be seen. */
	smp_store_release(bypass, dest);
	return 0;
}

static void lvs_service_apply(struct lvs_service *service, const struct lvs_service_config *config)
{
	strscpy(service->config.sched_name, config->sched_name, sizeof(config->sched_name));
	strscpy(service->config.pe_name, config->pe_name, sizeof(config->pe_name));
	WRITE_ONCE(service->config.flags, config->flags);
	WRITE_ONCE(service->config.timeout, config->timeout);
	WRITE_ONCE(service->config.netmask, config->netmask);
}

/* Where the numbers begin again, those in use are left out; 0 is before the first. */
static int lvs_service_number(struct lvs_services *services, struct lvs_service *service)
{
	int ret = -EBUSY;

	while (ret == -EBUSY) {
		service->id = ++services->last_id;
		if (service->id)
			ret = xa_insert(&services->by_id, service->id, service, GFP_KERNEL);
	}
	return ret;
}

static int lvs_service_publish(struct lvs_services *services, struct lvs_service *service)
{
	int ret;

	ret = lvs_services_prepare_bypass(services, &service->key);
	if (ret)
		return ret;
	ret = lvs_service_number(services, service);
	if (ret)
		return ret;
	ret = rhashtable_insert_fast(&services->by_key, &service->node, lvs_service_params);
	if (ret) {
		xa_erase(&services->by_id, service->id);
		return ret;
	}
	lvs_service_count_kind(services, &service->key, 1);
	lvs_service_count_one_packet(services, 0, service->config.flags);
	if (!services->count++)
		queue_delayed_work(system_power_efficient_wq, &services->tick,
				   LVS_RATE_PERIOD * HZ);
	return 0;
}

void lvs_service_free(struct lvs_service *service)
{
	lvs_object_destroyed("service", service);
	kmem_cache_free(lvs_service_cache, service);
}

static u32 lvs_service_ended_hash(const struct lvs_service_key *key)
{
	return lvs_service_hash_key(key, sizeof(*key), 0);
}

/* It has no binding any more; after a grace period nobody but its real servers know it. */
static void lvs_service_retire(struct lvs_services *services, struct lvs_service *service)
{
	if (list_empty(&service->departed))
		lvs_service_free(service);
	else
		hash_add(services->ended, &service->ended, lvs_service_ended_hash(&service->key));
}

static struct lvs_service *lvs_service_find_ended(struct lvs_services *services,
						  const struct lvs_service_key *key)
{
	struct lvs_service *service;

	hash_for_each_possible(services->ended, service, ended, lvs_service_ended_hash(key)) {
		if (!memcmp(&service->key, key, sizeof(*key)))
			return service;
	}
	return NULL;
}

/* One that has ended comes back, its real servers uncounted. */
static struct lvs_service *lvs_service_recall(struct lvs_services *services,
					      const struct lvs_service_key *key)
{
	struct lvs_service *service = lvs_service_find_ended(services, key);
	struct lvs_dest *dest;

	if (!service)
		return NULL;
	hash_del(&service->ended);
	service->mixed = false;
	memset(&service->retired, 0, sizeof(service->retired));
	lvs_rate_zero(&service->rate);
	list_for_each_entry(dest, &service->departed, link)
		lvs_dest_zero(dest);
	return service;
}

static struct lvs_service *lvs_service_alloc(const struct lvs_service_key *key)
{
	struct lvs_service *service = kmem_cache_zalloc(lvs_service_cache, GFP_KERNEL);

	if (!service)
		return NULL;
	lvs_object_created("service", service);
	service->key = *key;
	INIT_LIST_HEAD(&service->departed);
	return service;
}

int lvs_service_create(struct lvs_net *lnet, const struct lvs_service_key *key,
		       const struct lvs_service_config *config, struct lvs_service **result,
		       struct netlink_ext_ack *extack)
{
	struct lvs_binding *binding;
	struct lvs_service *service;
	int ret;

	lockdep_assert_held(&lnet->mutex);
	if (lvs_service_lookup(lnet, key)) {
		NL_SET_ERR_MSG(extack, "this virtual service exists already");
		return -EEXIST;
	}
	service = lvs_service_recall(lnet->services, key) ?: lvs_service_alloc(key);
	if (!service)
		return -ENOMEM;
	INIT_LIST_HEAD(&service->dests);
	lvs_service_apply(service, config);
	binding = lvs_binding_create(lnet, service, config->sched_name, config->flags, extack);
	if (IS_ERR(binding)) {
		ret = PTR_ERR(binding);
		goto err_retire;
	}
	RCU_INIT_POINTER(service->binding, binding);
	ret = lvs_service_publish(lnet->services, service);
	if (ret)
		goto err_destroy_binding;
	*result = service;
	return 0;

err_destroy_binding:
	RCU_INIT_POINTER(service->binding, NULL);
	lvs_binding_destroy(binding);
err_retire:
	lvs_service_retire(lnet->services, service);
	return ret;
}

/* Does a change concern the scheduler? */
static bool lvs_service_rebinds(const struct lvs_service *service,
				const struct lvs_service_config *config)
{
	return config->flags != service->config.flags ||
	       strcmp(config->sched_name, service->config.sched_name);
}

int lvs_service_set(struct lvs_net *lnet, struct lvs_service *service,
		    const struct lvs_service_config *config, struct netlink_ext_ack *extack)
{
	struct lvs_binding *binding;
	struct lvs_dest *dest;

	lockdep_assert_held(&lnet->mutex);
	/* Its scheduler goes on with what it knows, of addresses or of whose turn it is. */
	if (!lvs_service_rebinds(service, config)) {
		lvs_service_apply(service, config);
		return 0;
	}
	binding = lvs_binding_create(lnet, service, config->sched_name, config->flags, extack);
	if (IS_ERR(binding))
		return PTR_ERR(binding);
	lvs_service_count_one_packet(lnet->services, service->config.flags, config->flags);
	lvs_service_apply(service, config);
	list_for_each_entry(dest, &service->dests, link)
		lvs_dest_set_sender(lnet, dest, config->flags & IP_VS_SVC_F_ONEPACKET);
	binding = lvs_binding_replace(lnet, service, binding);
	synchronize_rcu();
	lvs_binding_destroy(binding);
	return 0;
}

static void lvs_service_unpublish(struct lvs_net *lnet, struct lvs_service *service)
{
	struct lvs_services *services = lnet->services;
	struct lvs_dest *dest;
	struct lvs_dest *next;

	rhashtable_remove_fast(&services->by_key, &service->node, lvs_service_params);
	xa_erase(&services->by_id, service->id);
	lvs_service_count_kind(services, &service->key, -1);
	lvs_service_count_one_packet(services, service->config.flags, 0);
	services->count--;
	list_for_each_entry_safe(dest, next, &service->dests, link)
		lvs_dest_leave(lnet, dest);
	service->dest_count = 0;
}

/* A grace period after it was unpublished. */
static void lvs_service_finish(struct lvs_net *lnet, struct lvs_service *service)
{
	lvs_binding_destroy(
		rcu_replace_pointer(service->binding, NULL, lockdep_is_held(&lnet->mutex)));
	lvs_service_retire(lnet->services, service);
}

void lvs_service_destroy(struct lvs_net *lnet, struct lvs_service *service)
{
	lockdep_assert_held(&lnet->mutex);
	lvs_service_unpublish(lnet, service);
	synchronize_rcu();
	lvs_service_finish(lnet, service);
}

void lvs_services_flush(struct lvs_net *lnet)
{
	struct lvs_service *service;
	LIST_HEAD(doomed);
	u32 id = 0;

	lockdep_assert_held(&lnet->mutex);
	/* One grace period for all of them: their lists of real servers are empty by then. */
	while ((service = lvs_service_next(lnet, id))) {
		id = service->id;
		lvs_service_unpublish(lnet, service);
		list_add(&service->dests, &doomed);
		cond_resched();
	}
	if (list_empty(&doomed))
		return;
	synchronize_rcu();
	while ((service = list_first_entry_or_null(&doomed, struct lvs_service, dests))) {
		list_del(&service->dests);
		lvs_service_finish(lnet, service);
		cond_resched();
	}
}

const char *lvs_service_sched_name(const struct lvs_net *lnet, const struct lvs_service *service)
{
	lockdep_assert_held(&lnet->mutex);
	return service->config.sched_name;
}

void lvs_service_read(const struct lvs_service *service, struct lvs_totals *totals)
{
	struct lvs_totals one;
	struct lvs_dest *dest;

	*totals = service->retired;
	list_for_each_entry(dest, &service->dests, link) {
		lvs_dest_read(dest, &one);
		lvs_totals_add(totals, &one);
	}
	list_for_each_entry(dest, &service->departed, link) {
		lvs_dest_read(dest, &one);
		lvs_totals_add(totals, &one);
	}
}

static void lvs_service_zero_dests(struct list_head *dests)
{
	struct lvs_dest *dest;

	list_for_each_entry(dest, dests, link)
		lvs_dest_zero(dest);
}

void lvs_service_zero(struct lvs_service *service)
{
	memset(&service->retired, 0, sizeof(service->retired));
	lvs_rate_zero(&service->rate);
	lvs_service_zero_dests(&service->dests);
	lvs_service_zero_dests(&service->departed);
}
