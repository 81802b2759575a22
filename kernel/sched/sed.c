// SPDX-License-Identifier: GPL-2.0
/* Shortest expected delay: least active connections, the new one among them, for weight. */
#include "delay.h"

static struct lvs_server *lvs_sed_pick(struct lvs_sched_service *service,
				       const struct lvs_server_set *set,
				       const struct lvs_request *request)
{
	return lvs_delay_shortest(set);
}

static struct lvs_sched lvs_sed_sched = {
	.name = "sed",
	.owner = THIS_MODULE,
	.pick = lvs_sed_pick,
};

module_driver(lvs_sed_sched, lvs_sched_register, lvs_sched_unregister);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("LVS scheduler: shortest expected delay");
LVS_SCHED_MODULE("sed");
