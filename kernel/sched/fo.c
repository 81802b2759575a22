// SPDX-License-Identifier: GPL-2.0
/* Failover: the heaviest usable server takes all, the others stand by. */
#include "heaviest.h"

static struct lvs_server *lvs_fo_pick(struct lvs_sched_service *service,
				      const struct lvs_server_set *set,
				      const struct lvs_request *request)
{
	return lvs_heaviest(set);
}

static struct lvs_sched lvs_fo_sched = {
	.name = "fo",
	.owner = THIS_MODULE,
	.pick = lvs_fo_pick,
};

module_driver(lvs_fo_sched, lvs_sched_register, lvs_sched_unregister);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("LVS scheduler: failover");
LVS_SCHED_MODULE("fo");
