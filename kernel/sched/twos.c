// SPDX-License-Identifier: GPL-2.0
/* The less loaded of two random servers, which are drawn by weight. */
#include "twos_choose.h"

#include <linux/random.h>

static struct lvs_server *lvs_twos_pick(struct lvs_sched_service *service,
					const struct lvs_server_set *set,
					const struct lvs_request *request)
{
	return lvs_twos_choose(set, get_random_u32(), get_random_u32());
}

static struct lvs_sched lvs_twos_sched = {
	.name = "twos",
	.owner = THIS_MODULE,
	.pick = lvs_twos_pick,
};

module_driver(lvs_twos_sched, lvs_sched_register, lvs_sched_unregister);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("LVS scheduler: power of two choices");
LVS_SCHED_MODULE("twos");
