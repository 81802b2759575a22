// SPDX-License-Identifier: GPL-2.0
/* Least connections for their weight. */
#include "load.h"

static struct lvs_server *lvs_wlc_pick(struct lvs_sched_service *service,
				       const struct lvs_server_set *set,
				       const struct lvs_request *request)
{
	return lvs_load_least_weighted(set);
}

static struct lvs_sched lvs_wlc_sched = {
	.name = "wlc",
	.owner = THIS_MODULE,
	.pick = lvs_wlc_pick,
};

module_driver(lvs_wlc_sched, lvs_sched_register, lvs_sched_unregister);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("LVS scheduler: weighted least connections");
LVS_SCHED_MODULE("wlc");
