// SPDX-License-Identifier: GPL-2.0
/*
 * Maglev hashing: a client's address chooses its server, its port too with
 * mh-port, and few clients move when servers come and go. With mh-fallback,
 * another one where that server is not usable.
 */
#include "maglev.h"

#include <linux/ip_vs.h>
#include <linux/mm.h>
#include <linux/slab.h>

#define LVS_MH_FALLBACK IP_VS_SVC_F_SCHED1
#define LVS_MH_PORT	IP_VS_SVC_F_SCHED2

/**
 * struct lvs_mh_service - what mh keeps for a service
 * @table: read under RCU; replaced whole, by one at a time: the namespace
 *	mutex is held in all of the calls that do
 */
struct lvs_mh_service {
	struct lvs_maglev __rcu *table;
};

/* A table for these servers. Process context; sleeps. */
static struct lvs_maglev *lvs_mh_create(u16 family, const struct lvs_server_set *set)
{
	u32 size = lvs_maglev_size(set->count);
	struct lvs_maglev_seat *seats;
	struct lvs_maglev *table;

	if (!size)
		return ERR_PTR(-EINVAL);
	seats = kvmalloc_array(set->count ?: 1, sizeof(*seats), GFP_KERNEL);
	if (!seats)
		return ERR_PTR(-ENOMEM);
	table = kvzalloc(struct_size(table, server, size), GFP_KERNEL);
	if (table) {
		table->size = size;
		lvs_maglev_fill(table, seats, set, family);
	}
	kvfree(seats);
	return table ?: ERR_PTR(-ENOMEM);
}

static int lvs_mh_changed(struct lvs_sched_service *service, const struct lvs_server_set *set,
			  struct lvs_server *server)
{
	struct lvs_maglev *table = lvs_mh_create(service->family, set);
	struct lvs_mh_service *own = service->priv;

	if (IS_ERR(table))
		return PTR_ERR(table);
	table = unrcu_pointer(xchg(&own->table, RCU_INITIALIZER(table)));
	kvfree_rcu(table, rcu);
	return 0;
}

static int lvs_mh_init(struct lvs_sched_service *service, const struct lvs_server_set *set)
{
	struct lvs_mh_service *own = kzalloc(sizeof(*own), GFP_KERNEL);
	struct lvs_maglev *table;

	if (!own)
		return -ENOMEM;
	table = lvs_mh_create(service->family, set);
	if (IS_ERR(table)) {
		kfree(own);
		return PTR_ERR(table);
	}
	RCU_INIT_POINTER(own->table, table);
	service->priv = own;
	return 0;
}

static void lvs_mh_fini(struct lvs_sched_service *service)
{
	struct lvs_mh_service *own = service->priv;

	kvfree(rcu_access_pointer(own->table));
	kfree(own);
}

static struct lvs_server *lvs_mh_pick(struct lvs_sched_service *service,
				      const struct lvs_server_set *set,
				      const struct lvs_request *request)
{
	u32 key = lvs_fold_client(request, service->flags & LVS_MH_PORT);
	const struct lvs_mh_service *own = service->priv;
	const struct lvs_maglev *table = rcu_dereference(own->table);

	if (service->flags & LVS_MH_FALLBACK)
		return lvs_maglev_pick_any(table, set, key);
	return lvs_maglev_pick(table, key);
}

static struct lvs_sched lvs_mh_sched = {
	.name = "mh",
	.owner = THIS_MODULE,
	.init = lvs_mh_init,
	.fini = lvs_mh_fini,
	.dest_added = lvs_mh_changed,
	.dest_removed = lvs_mh_changed,
	.dest_changed = lvs_mh_changed,
	.pick = lvs_mh_pick,
};

module_driver(lvs_mh_sched, lvs_sched_register, lvs_sched_unregister);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("LVS scheduler: Maglev hashing");
LVS_SCHED_MODULE("mh");
