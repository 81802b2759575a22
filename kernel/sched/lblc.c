// SPDX-License-Identifier: GPL-2.0
/*
 * Locality-based least connections: a virtual address keeps the server that was
 * the least loaded when it was first asked for, until that is crowded.
 */
#include "expiration.h"
#include "locality.h"

#include <linux/jiffies.h>
#include <net/netns/generic.h>

/* Servers that an address can have. */
#define LVS_LBLC_PLACES 1

static unsigned int lvs_lblc_net_id;

static int lvs_lblc_init(struct lvs_sched_service *service, const struct lvs_server_set *set)
{
	service->priv = lvs_affinity_create(LVS_LBLC_PLACES);
	return service->priv ? 0 : -ENOMEM;
}

static void lvs_lblc_fini(struct lvs_sched_service *service)
{
	lvs_affinity_destroy(service->priv);
}

static int lvs_lblc_removed(struct lvs_sched_service *service, const struct lvs_server_set *set,
			    struct lvs_server *server)
{
	lvs_affinity_forget(service->priv, server);
	return 0;
}

static struct lvs_server *lvs_lblc_pick(struct lvs_sched_service *service,
					const struct lvs_server_set *set,
					const struct lvs_request *request)
{
	const struct lvs_expiration *expiration = net_generic(service->net, lvs_lblc_net_id);

	return lvs_locality_pick(service->priv, set, request->vaddr, jiffies,
				 lvs_expiration_read(expiration));
}

static struct lvs_sched lvs_lblc_sched = {
	.name = "lblc",
	.owner = THIS_MODULE,
	.init = lvs_lblc_init,
	.fini = lvs_lblc_fini,
	.dest_removed = lvs_lblc_removed,
	.pick = lvs_lblc_pick,
};

static int __net_init lvs_lblc_net_init(struct net *net)
{
	return lvs_expiration_init(net_generic(net, lvs_lblc_net_id), net, "lblc_expiration");
}

static void __net_exit lvs_lblc_net_exit(struct net *net)
{
	lvs_expiration_exit(net_generic(net, lvs_lblc_net_id));
}

static struct pernet_operations lvs_lblc_net_ops = {
	.init = lvs_lblc_net_init,
	.exit = lvs_lblc_net_exit,
	.id = &lvs_lblc_net_id,
	.size = sizeof(struct lvs_expiration),
};

static int __init lvs_lblc_init_module(void)
{
	int ret = register_pernet_subsys(&lvs_lblc_net_ops);

	if (ret)
		return ret;
	ret = lvs_sched_register(&lvs_lblc_sched);
	if (ret)
		unregister_pernet_subsys(&lvs_lblc_net_ops);
	return ret;
}

static void __exit lvs_lblc_exit_module(void)
{
	lvs_sched_unregister(&lvs_lblc_sched);
	unregister_pernet_subsys(&lvs_lblc_net_ops);
}

module_init(lvs_lblc_init_module);
module_exit(lvs_lblc_exit_module);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("LVS scheduler: locality-based least connections");
LVS_SCHED_MODULE("lblc");
