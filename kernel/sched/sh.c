// SPDX-License-Identifier: GPL-2.0
/*
 * Source hashing: a client's address chooses its server, its port too with
 * sh-port. With sh-fallback, another one where that server is not usable.
 */
#include "fold.h"
#include "slots_bind.h"

#include <linux/ip_vs.h>

static int lvs_sh_init(struct lvs_sched_service *service, const struct lvs_server_set *set)
{
	return lvs_slots_bind(service, set, true);
}

static int lvs_sh_changed(struct lvs_sched_service *service, const struct lvs_server_set *set,
			  struct lvs_server *server)
{
	return lvs_slots_replace(service->priv, set, true);
}

static struct lvs_server *lvs_sh_pick(struct lvs_sched_service *service,
				      const struct lvs_server_set *set,
				      const struct lvs_request *request)
{
	u32 key = lvs_fold_client(request, service->flags & IP_VS_SVC_F_SCHED_SH_PORT);

	if (service->flags & IP_VS_SVC_F_SCHED_SH_FALLBACK)
		return lvs_slots_pick_any(lvs_slots_of(service), key);
	return lvs_slots_pick(lvs_slots_of(service), key);
}

static struct lvs_sched lvs_sh_sched = {
	.name = "sh",
	.owner = THIS_MODULE,
	.init = lvs_sh_init,
	.fini = lvs_slots_unbind,
	.dest_added = lvs_sh_changed,
	.dest_removed = lvs_sh_changed,
	.dest_changed = lvs_sh_changed,
	.pick = lvs_sh_pick,
};

module_driver(lvs_sh_sched, lvs_sched_register, lvs_sched_unregister);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("LVS scheduler: source hashing");
LVS_SCHED_MODULE("sh");
