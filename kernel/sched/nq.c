// SPDX-License-Identifier: GPL-2.0
/* Never queue: a server that is idle, else the one of the shortest expected delay. */
#include "delay.h"

static struct lvs_server *lvs_nq_pick(struct lvs_sched_service *service,
				      const struct lvs_server_set *set,
				      const struct lvs_request *request)
{
	return lvs_delay_none_or_shortest(set);
}

static struct lvs_sched lvs_nq_sched = {
	.name = "nq",
	.owner = THIS_MODULE,
	.pick = lvs_nq_pick,
};

module_driver(lvs_nq_sched, lvs_sched_register, lvs_sched_unregister);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("LVS scheduler: never queue");
LVS_SCHED_MODULE("nq");
