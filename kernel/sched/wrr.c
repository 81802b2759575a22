// SPDX-License-Identifier: GPL-2.0
/*
 * Weighted round robin, interleaved: servers take turns in proportion to
 * their weights. One spinlock per service keeps the order exact.
 */
#include "wrr_next.h"

#include <linux/slab.h>
#include <linux/spinlock.h>

struct lvs_wrr_service {
	spinlock_t lock;
	struct lvs_wrr wrr;
};

static int lvs_wrr_init(struct lvs_sched_service *service, const struct lvs_server_set *set)
{
	struct lvs_wrr_service *own = kzalloc(sizeof(*own), GFP_KERNEL_ACCOUNT);

	if (!own)
		return -ENOMEM;
	spin_lock_init(&own->lock);
	own->wrr.at = LVS_WRR_START;
	lvs_wrr_measure(&own->wrr, set);
	service->priv = own;
	return 0;
}

static void lvs_wrr_fini(struct lvs_sched_service *service)
{
	kfree(service->priv);
}

static int lvs_wrr_changed(struct lvs_sched_service *service, const struct lvs_server_set *set,
			   struct lvs_server *server)
{
	struct lvs_wrr_service *own = service->priv;

	spin_lock_bh(&own->lock);
	lvs_wrr_measure(&own->wrr, set);
	spin_unlock_bh(&own->lock);
	return 0;
}

static struct lvs_server *lvs_wrr_pick(struct lvs_sched_service *service,
				       const struct lvs_server_set *set,
				       const struct lvs_request *request)
{
	struct lvs_wrr_service *own = service->priv;
	struct lvs_server *server;

	spin_lock(&own->lock);
	server = lvs_wrr_next(&own->wrr, set);
	spin_unlock(&own->lock);
	return server;
}

static struct lvs_sched lvs_wrr_sched = {
	.name = "wrr",
	.owner = THIS_MODULE,
	.init = lvs_wrr_init,
	.fini = lvs_wrr_fini,
	.dest_added = lvs_wrr_changed,
	.dest_removed = lvs_wrr_changed,
	.dest_changed = lvs_wrr_changed,
	.pick = lvs_wrr_pick,
};

module_driver(lvs_wrr_sched, lvs_sched_register, lvs_sched_unregister);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("LVS scheduler: weighted round robin");
LVS_SCHED_MODULE("wrr");
