// SPDX-License-Identifier: GPL-2.0
/*
 * Destination hashing: the virtual address chooses the server, whatever the
 * weights, for caches behind a service of a firewall mark.
 */
#include "fold.h"
#include "slots_bind.h"

static int lvs_dh_init(struct lvs_sched_service *service, const struct lvs_server_set *set)
{
	return lvs_slots_bind(service, set, false);
}

static int lvs_dh_changed(struct lvs_sched_service *service, const struct lvs_server_set *set,
			  struct lvs_server *server)
{
	return lvs_slots_replace(service->priv, set, false);
}

static struct lvs_server *lvs_dh_pick(struct lvs_sched_service *service,
				      const struct lvs_server_set *set,
				      const struct lvs_request *request)
{
	return lvs_slots_pick(lvs_slots_of(service),
			      lvs_fold_addr(request->vaddr, request->family));
}

static struct lvs_sched lvs_dh_sched = {
	.name = "dh",
	.owner = THIS_MODULE,
	.init = lvs_dh_init,
	.fini = lvs_slots_unbind,
	.dest_added = lvs_dh_changed,
	.dest_removed = lvs_dh_changed,
	.pick = lvs_dh_pick,
};

module_driver(lvs_dh_sched, lvs_sched_register, lvs_sched_unregister);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("LVS scheduler: destination hashing");
LVS_SCHED_MODULE("dh");
