// SPDX-License-Identifier: GPL-2.0
/* Round robin: one server after the other, whatever their weights. */
#include "rr_next.h"

#include <linux/slab.h>

static int lvs_rr_init(struct lvs_sched_service *service, const struct lvs_server_set *set)
{
	atomic_t *cursor = kmalloc(sizeof(*cursor), GFP_KERNEL);

	if (!cursor)
		return -ENOMEM;
	atomic_set(cursor, LVS_RR_START);
	service->priv = cursor;
	return 0;
}

static void lvs_rr_fini(struct lvs_sched_service *service)
{
	kfree(service->priv);
}

static struct lvs_server *lvs_rr_pick(struct lvs_sched_service *service,
				      const struct lvs_server_set *set,
				      const struct lvs_request *request)
{
	return lvs_rr_next(service->priv, set);
}

static struct lvs_sched lvs_rr_sched = {
	.name = "rr",
	.owner = THIS_MODULE,
	.init = lvs_rr_init,
	.fini = lvs_rr_fini,
	.pick = lvs_rr_pick,
};

static int __init lvs_rr_init_module(void)
{
	return lvs_sched_register(&lvs_rr_sched);
}

static void __exit lvs_rr_exit_module(void)
{
	lvs_sched_unregister(&lvs_rr_sched);
}

module_init(lvs_rr_init_module);
module_exit(lvs_rr_exit_module);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("LVS scheduler: round robin");
LVS_SCHED_MODULE("rr");
