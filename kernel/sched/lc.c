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

static int __init lvs_lc_init_module(void)
{
	return lvs_sched_register(&lvs_lc_sched);
}

static void __exit lvs_lc_exit_module(void)
{
	lvs_sched_unregister(&lvs_lc_sched);
}

module_init(lvs_lc_init_module);
module_exit(lvs_lc_exit_module);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("LVS scheduler: least connections");
LVS_SCHED_MODULE("lc");
