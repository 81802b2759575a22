// SPDX-License-Identifier: GPL-2.0
/*
 * All virtual services of a namespace: their tables, and what is done to all of them from
 * time to time: rates, and freeing what nobody uses any more.
 *
 * LOCKING
 *  guards    namespace mutex: everything that changes.
 *  lifetime  of the namespace; the tick, which takes the mutex, ends before.
 *  contexts  process.
 *  order     namespace mutex alone.
 */
#include "services.h"
#include "dest.h"
#include "service.h"

#include <linux/rhashtable.h>
#include <linux/slab.h>

/* How long a removed real server waits to be added again with its counters. */
#define LVS_DEST_KEEP (120 * HZ)

/* What to do with rates; it differs where estimation was just switched. NULL for nothing. */
typedef void lvs_services_note(struct lvs_rate *rate, const struct lvs_totals *totals);

static lvs_services_note *lvs_services_switch(struct lvs_services *services)
{
	bool was_on = services->estimating;

	services->estimating = READ_ONCE(services->lnet->config.run_estimation);
	if (was_on && services->estimating)
		return lvs_rate_step;
	return was_on || services->estimating ? lvs_rate_begin : NULL;
}

static void lvs_services_estimate_dests(struct list_head *dests, lvs_services_note *note)
{
	struct lvs_totals totals;
	struct lvs_dest *dest;

	list_for_each_entry(dest, dests, link) {
		lvs_dest_read(dest, &totals);
		note(&dest->rate, &totals);
		cond_resched();
	}
}

/* Removed real servers too: they may come back, and their connections go on. */
static void lvs_services_estimate(struct lvs_service *service, lvs_services_note *note)
{
	struct lvs_totals totals;

	lvs_services_estimate_dests(&service->dests, note);
	lvs_services_estimate_dests(&service->departed, note);
	lvs_service_read(service, &totals);
	note(&service->rate, &totals);
}

/* Removed real servers whose time has come; they wait for so many jiffies. */
static void lvs_services_collect(struct lvs_net *lnet, struct lvs_service *service,
				 unsigned long keep)
{
	struct lvs_totals totals;
	struct lvs_dest *dest;
	struct lvs_dest *next;

	list_for_each_entry_safe(dest, next, &service->departed, link) {
		lvs_dest_read(dest, &totals);
		if (lvs_dest_collect(lnet, dest, keep))
			lvs_totals_add(&service->retired, &totals);
	}
}

static void lvs_service_free_rcu(struct rcu_head *head)
{
	lvs_service_free(container_of(head, struct lvs_service, rcu));
}

static void lvs_services_collect_ended(struct lvs_services *services)
{
	struct lvs_service *service;
	struct hlist_node *next;
	unsigned int bucket;

	hash_for_each_safe(services->ended, bucket, next, service, ended) {
		lvs_services_collect(services->lnet, service, 0);
		if (list_empty(&service->departed)) {
			hash_del(&service->ended);
			/* Packets under way may see the last real servers yet. */
			call_rcu(&service->rcu, lvs_service_free_rcu);
		}
		cond_resched();
	}
}

static void lvs_services_tick(struct work_struct *work)
{
	struct lvs_services *services =
		container_of(to_delayed_work(work), struct lvs_services, tick);
	struct lvs_net *lnet = services->lnet;
	struct lvs_service *service;
	lvs_services_note *note;
	struct lvs_totals totals;
	u32 id = 0;

	mutex_lock(&lnet->mutex);
	note = lvs_services_switch(services);
	while ((service = lvs_service_next(lnet, id))) {
		id = service->id;
		if (note)
			lvs_services_estimate(service, note);
		lvs_services_collect(lnet, service, LVS_DEST_KEEP);
		cond_resched();
	}
	lvs_services_collect_ended(services);
	if (note) {
		lvs_stats_read(&lnet->stats, &totals);
		note(&lnet->rate, &totals);
	}
	/* The namespace's rates come to an end after its last service. */
	if (services->count || !hash_empty(services->ended) || !lvs_rate_is_zero(&lnet->rate))
		queue_delayed_work(system_power_efficient_wq, &services->tick,
				   LVS_RATE_PERIOD * HZ);
	mutex_unlock(&lnet->mutex);
}

int lvs_services_init(void)
{
	int ret = lvs_service_init();

	if (ret)
		return ret;
	ret = lvs_dest_init();
	if (ret)
		lvs_service_exit();
	return ret;
}

void lvs_services_exit(void)
{
	lvs_dest_exit();
	lvs_service_exit();
}

int lvs_services_net_init(struct lvs_net *lnet)
{
	struct lvs_services *services = kzalloc(sizeof(*services), GFP_KERNEL);
	int ret;

	if (!services)
		return -ENOMEM;
	services->lnet = lnet;
	services->estimating = true;
	ret = rhashtable_init(&services->by_key, &lvs_service_params);
	if (ret)
		goto err_free_services;
	ret = rhashtable_init(&services->dests, &lvs_dest_params);
	if (ret)
		goto err_destroy_by_key;
	hash_init(services->senders);
	hash_init(services->origins);
	xa_init_flags(&services->by_id, XA_FLAGS_ACCOUNT);
	hash_init(services->ended);
	INIT_DELAYED_WORK(&services->tick, lvs_services_tick);
	lnet->services = services;
	return 0;

err_destroy_by_key:
	rhashtable_destroy(&services->by_key);
err_free_services:
	kfree(services);
	return ret;
}

static void lvs_services_free_bypass(struct lvs_services *services)
{
	unsigned int slot;

	for (slot = 0; slot < LVS_FAMILIES; slot++) {
		if (services->bypass[slot])
			lvs_dest_free(services->bypass[slot]);
	}
}

static void lvs_services_free_ended(struct lvs_services *services)
{
	struct lvs_service *service;
	struct hlist_node *node;
	struct lvs_dest *dest;
	struct lvs_dest *next;
	unsigned int bucket;

	hash_for_each_safe(services->ended, bucket, node, service, ended) {
		list_for_each_entry_safe(dest, next, &service->departed, link)
			lvs_dest_free(dest);
		lvs_service_free(service);
		cond_resched();
	}
}

void lvs_services_net_exit(struct lvs_net *lnet)
{
	struct lvs_services *services = lnet->services;

	cancel_delayed_work_sync(&services->tick);
	/* First of all: a table that changes its size just now looks at all that are in it. */
	rhashtable_destroy(&services->dests);
	/* Connections and hooks are gone: nobody knows these any more. */
	lvs_services_free_ended(services);
	lvs_services_free_bypass(services);
	xa_destroy(&services->by_id);
	rhashtable_destroy(&services->by_key);
	kfree(services);
}
