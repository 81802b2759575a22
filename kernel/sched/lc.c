// SPDX-License-Identifier: GPL-2.0
/* Least connections, whatever the weights. */
#include "load.h"

static struct lvs_server *lvs_lc_pick(struct lvs_sched_service *service,
				      const struct lvs_server_set *set,
				      const struct lvs_request *request)
{
	return lvs_load_least(set);
}

static struct lvs_sched lvs_lc_sched = {
	.name = "lc",
	.owner = THIS_MODULE,
	.pick = lvs_lc_pick,
};

module_driver(lvs_lc_sched, lvs_sched_register, lvs_sched_unregister);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("LVS scheduler: least connections");
LVS_SCHED_MODULE("lc");
