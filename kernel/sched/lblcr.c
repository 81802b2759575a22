// SPDX-License-Identifier: GPL-2.0
/*
 * Locality-based least connections with replication: a virtual address gets one
 * more server where those that it has are crowded, and loses one after a while.
 */
#include "expiration.h"
#include "locality.h"

#include <linux/jiffies.h>
#include <net/netns/generic.h>

/* Servers that an address can have. */
#define LVS_LBLCR_PLACES 16

static unsigned int lvs_lblcr_net_id;

static int lvs_lblcr_init(struct lvs_sched_service *service, const struct lvs_server_set *set)
{
	service->priv = lvs_affinity_create(LVS_LBLCR_PLACES);
	return service->priv ? 0 : -ENOMEM;
}

static void lvs_lblcr_fini(struct lvs_sched_service *service)
{
	lvs_affinity_destroy(service->priv);
}

static int lvs_lblcr_removed(struct lvs_sched_service *service, const struct lvs_server_set *set,
			     struct lvs_server *server)
{
	lvs_affinity_forget(service->priv, server);
	return 0;
}

static struct lvs_server *lvs_lblcr_pick(struct lvs_sched_service *service,
					 const struct lvs_server_set *set,
					 const struct lvs_request *request)
{
	const struct lvs_expiration *expiration = net_generic(service->net, lvs_lblcr_net_id);

	return lvs_locality_pick(service->priv, set, request->vaddr, jiffies,
				 lvs_expiration_read(expiration));
}

static struct lvs_sched lvs_lblcr_sched = {
	.name = "lblcr",
	.owner = THIS_MODULE,
	.init = lvs_lblcr_init,
	.fini = lvs_lblcr_fini,
	.dest_removed = lvs_lblcr_removed,
	.pick = lvs_lblcr_pick,
};

static int __net_init lvs_lblcr_net_init(struct net *net)
{
	return lvs_expiration_init(net_generic(net, lvs_lblcr_net_id), net, "lblcr_expiration");
}

static void __net_exit lvs_lblcr_net_exit(struct net *net)
{
	lvs_expiration_exit(net_generic(net, lvs_lblcr_net_id));
}

static struct pernet_operations lvs_lblcr_net_ops = {
	.init = lvs_lblcr_net_init,
	.exit = lvs_lblcr_net_exit,
	.id = &lvs_lblcr_net_id,
	.size = sizeof(struct lvs_expiration),
};

static int __init lvs_lblcr_init_module(void)
{
	int ret = register_pernet_subsys(&lvs_lblcr_net_ops);

	if (ret)
		return ret;
	ret = lvs_sched_register(&lvs_lblcr_sched);
	if (ret)
		unregister_pernet_subsys(&lvs_lblcr_net_ops);
	return ret;
}

static void __exit lvs_lblcr_exit_module(void)
{
	lvs_sched_unregister(&lvs_lblcr_sched);
	unregister_pernet_subsys(&lvs_lblcr_net_ops);
}

module_init(lvs_lblcr_init_module);
module_exit(lvs_lblcr_exit_module);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("LVS scheduler: locality-based least connections with replication");
LVS_SCHED_MODULE("lblcr");
