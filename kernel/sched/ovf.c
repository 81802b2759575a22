// SPDX-License-Identifier: GPL-2.0
/* Overflow: the heaviest server until it is full, then the next. */
#include "heaviest.h"

static struct lvs_server *lvs_ovf_pick(struct lvs_sched_service *service,
				       const struct lvs_server_set *set,
				       const struct lvs_request *request)
{
	return lvs_heaviest_with_room(set);
}

static struct lvs_sched lvs_ovf_sched = {
	.name = "ovf",
	.owner = THIS_MODULE,
	.pick = lvs_ovf_pick,
};

module_driver(lvs_ovf_sched, lvs_sched_register, lvs_sched_unregister);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("LVS scheduler: overflow");
LVS_SCHED_MODULE("ovf");
