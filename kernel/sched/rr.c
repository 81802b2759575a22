// SPDX-License-Identifier: GPL-2.0
/*
 * Round robin: one server after the other, whatever their weights. The first
 * is random, so that many directors that begin at once do not all begin with
 * the same server.
 */
#include "rr_next.h"

#include <linux/random.h>
#include <linux/slab.h>

static int lvs_rr_init(struct lvs_sched_service *service, const struct lvs_server_set *set)
{
	atomic_t *cursor = kmalloc(sizeof(*cursor), GFP_KERNEL_ACCOUNT);

	if (!cursor)
		return -ENOMEM;
	atomic_set(cursor, get_random_u32() & INT_MAX);
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

module_driver(lvs_rr_sched, lvs_sched_register, lvs_sched_unregister);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("LVS scheduler: round robin");
LVS_SCHED_MODULE("rr");
