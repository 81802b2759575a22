// SPDX-License-Identifier: GPL-2.0
/*
 * Persistence: all connections of a client to a service go to one real server.
 *
 * LOCKING
 *  guards    none of its own: bits of flags are set atomically, and whoever
 *            sets LVS_TEMPLATE_DEAD withdraws the template.
 *  readers   RCU.
 *  lifetime  until a grace period after the table and the last connection
 *            that follows it have left.
 *  contexts  softirq, and process with bottom halves off.
 *  order     takes flow locks, below no lock of ours.
 */
#include "template.h"
#include "conns.h"

#include "../base/object.h"

#include <linux/jiffies.h>
#include <net/ipv6.h>

/* Templates to look at for one that can go, each time: a flood must not pay us in work. */
#define LVS_TEMPLATE_LOOKS 64

/* Connections outlive the timeout: look again after so long. */
#define LVS_TEMPLATE_AGAIN (60 * HZ)

/* What a packet to the template itself would look like: no client sends from port 0. */
static void lvs_template_key(struct lvs_packet *key, const struct lvs_service *service,
			     const struct lvs_packet *packet)
{
	u32 netmask = READ_ONCE(service->config.netmask);

	memset(key, 0, sizeof(*key));
	key->family = packet->family;
	key->protocol = service->key.fwmark ? IPPROTO_IP : service->key.protocol;
	key->dport = service->key.port;
	if (service->key.fwmark)
		key->daddr.ip = htonl(service->key.fwmark);
	else
		key->daddr = service->key.addr;
	if (packet->family == AF_INET6)
		ipv6_addr_prefix(&key->saddr.in6, &packet->saddr.in6, netmask);
	else
		key->saddr.ip = packet->saddr.ip & (__force __be32)netmask;
}

struct lvs_template *lvs_template_lookup(struct lvs_net *lnet, const struct lvs_service *service,
					 const struct lvs_packet *packet)
{
	struct lvs_packet key;
	struct lvs_flow *flow;

	lvs_template_key(&key, service, packet);
	flow = lvs_flow_table_lookup(&lnet->conns->templates, &key);
	return flow ? lvs_template_of(flow) : NULL;
}

/* Persistence may last longer than half of the jiffies that fit into a timeout. */
static unsigned long lvs_template_deadline(u32 timeout)
{
	return jiffies + min_t(unsigned long, timeout, LONG_MAX);
}

static void lvs_template_init_flow(struct lvs_flow *flow, const struct lvs_packet *key)
{
	unsigned int words = lvs_addr_words(key->family);

	flow->family = key->family;
	flow->protocol = key->protocol;
	flow->dir = LVS_DIR_REQUEST;
	flow->dport = key->dport;
	memcpy(&flow->addr[LVS_FLOW_SADDR * words], key->saddr.all, words * sizeof(__be32));
	memcpy(&flow->addr[LVS_FLOW_DADDR * words], key->daddr.all, words * sizeof(__be32));
}

struct lvs_template *lvs_template_create(struct lvs_net *lnet, const struct lvs_service *service,
					 const struct lvs_packet *packet, struct lvs_dest *dest)
{
	unsigned int words = LVS_FLOW_ADDRS * lvs_addr_words(packet->family);
	struct lvs_conns *conns = lnet->conns;
	struct lvs_template *template;
	struct lvs_packet key;
	struct lvs_flow *same;

	template = kzalloc(struct_size(template, flow.addr, words), GFP_ATOMIC | __GFP_NOWARN);
	if (!template)
		return NULL;
	lvs_object_created("template", template);
	lvs_template_key(&key, service, packet);
	lvs_template_init_flow(&template->flow, &key);
	template->dest = dest;
	template->deadline = lvs_template_deadline(READ_ONCE(service->config.timeout));
	atomic_set(&template->users, 1);
	/* Counted before it can be found, so that whoever ends it finds it counted. */
	atomic_inc(&dest->persistent);
	percpu_counter_inc(&conns->template_count);
	same = lvs_flow_table_add(&conns->templates, &template->flow, NULL);
	if (!same) {
		/* Its packets need not become a connection. */
		lvs_conns_grown(conns);
		return template;
	}
	percpu_counter_dec(&conns->template_count);
	atomic_dec(&dest->persistent);
	lvs_object_destroyed("template", template);
	kfree(template);
	return lvs_template_of(same);
}

bool lvs_template_follow(struct lvs_template *template, u32 timeout)
{
	if (!atomic_inc_not_zero(&template->users))
		return false;
	WRITE_ONCE(template->deadline, lvs_template_deadline(timeout));
	return true;
}

void lvs_template_leave(struct lvs_template *template)
{
	if (!atomic_dec_and_test(&template->users))
		return;
	lvs_object_destroyed("template", template);
	kfree_rcu(template, rcu);
}

bool lvs_template_kill(struct lvs_net *lnet, struct lvs_template *template)
{
	struct lvs_conns *conns = lnet->conns;

	if (test_and_set_bit(LVS_TEMPLATE_DEAD, &template->flags))
		return false;
	lvs_flow_table_del(&conns->templates, &template->flow, NULL);
	percpu_counter_dec(&conns->template_count);
	/* At zero a removed server may be on its way out, but not before our read side ends. */
	atomic_dec(&template->dest->persistent);
	lvs_template_leave(template);
	return true;
}

/*
 * A connection that comes just now follows a template out of the table: it
 * keeps its server, only the client's next one may get another.
 */
bool lvs_template_expire(struct lvs_net *lnet, struct lvs_template *template)
{
	if (lvs_template_expires(template))
		return false;
	if (atomic_read(&template->users) == 1)
		return lvs_template_kill(lnet, template);
	WRITE_ONCE(template->deadline, jiffies + LVS_TEMPLATE_AGAIN);
	return false;
}

/**
 * struct lvs_template_eviction - the search for a template that can go
 * @lnet: namespace
 * @looks: how many more to look at
 * @found: one is gone
 */
struct lvs_template_eviction {
	struct lvs_net *lnet;
	unsigned int looks;
	bool found;
};

static int lvs_template_evict_idle(struct lvs_flow *flow, void *data)
{
	struct lvs_template *template = lvs_template_of(flow);
	struct lvs_template_eviction *eviction = data;

	if (lvs_template_is_idle(template))
		eviction->found = lvs_template_kill(eviction->lnet, template);
	return eviction->found || !--eviction->looks;
}

bool lvs_template_evict(struct lvs_net *lnet)
{
	struct lvs_template_eviction eviction = { .lnet = lnet, .looks = LVS_TEMPLATE_LOOKS };

	/* Not through an empty table for each client that finds no room. */
	if (percpu_counter_compare(&lnet->conns->template_count, 1) < 0)
		return false;
	lvs_flow_table_sample(&lnet->conns->templates, lvs_template_evict_idle, &eviction);
	return eviction.found;
}
