// SPDX-License-Identifier: GPL-2.0
/*
 * Load, unload, and the order in which a namespace comes and goes. Whatever
 * packets or commands could reach is published last and withdrawn first.
 */
#include "base/net.h"
#include "control/ipvs.h"
#include "control/lvs.h"
#include "control/procfs.h"
#include "control/sysctl.h"
#include "forward/hooks.h"
#include "proto/proto.h"
#include "selftest/selftest.h"
#include "tables/conns.h"
#include "tables/route.h"
#include "tables/service.h"

#include <linux/module.h>
#include <linux/netlink.h>
#include <net/genetlink.h>
#include <net/net_namespace.h>

static int __net_init lvs_net_init(struct net *net)
{
	struct lvs_net *lnet = lvs_net(net);
	int ret;

	ret = lvs_net_base_init(lnet, net);
	if (ret)
		return ret;
	lvs_proto_timeouts_init(&lnet->config, HZ);
	ret = lvs_services_net_init(lnet);
	if (ret)
		lvs_net_base_exit(lnet);
	return ret;
}

static void __net_exit lvs_net_exit(struct net *net)
{
	struct lvs_net *lnet = lvs_net(net);

	lvs_hooks_net_exit(lnet);
	mutex_lock(&lnet->mutex);
	lvs_services_flush(lnet);
	mutex_unlock(&lnet->mutex);
	lvs_conns_net_exit(lnet);
	lvs_services_net_exit(lnet);
	lvs_net_base_exit(lnet);
}

static struct pernet_operations lvs_net_ops = {
	.init = lvs_net_init,
	.exit = lvs_net_exit,
	.id = &lvs_net_id,
	.size = sizeof(struct lvs_net),
};

static int __net_init lvs_views_net_init(struct net *net)
{
	struct lvs_net *lnet = lvs_net(net);
	int ret;

	ret = lvs_sysctl_net_init(lnet);
	if (ret)
		return ret;
	ret = lvs_procfs_net_init(lnet);
	if (ret)
		lvs_sysctl_net_exit(lnet);
	return ret;
}

static void __net_exit lvs_views_net_exit(struct net *net)
{
	struct lvs_net *lnet = lvs_net(net);

	lvs_procfs_net_exit(lnet);
	lvs_sysctl_net_exit(lnet);
}

/*
 * Files whose names in-tree ip_vs uses too. They come after the IPVS family,
 * which can be had once only: so its owner is met there, where it gets its line
 * in the log, not as a duplicate file.
 */
static struct pernet_operations lvs_views_ops = {
	.init = lvs_views_net_init,
	.exit = lvs_views_net_exit,
};

static int __init lvs_init(void)
{
	int ret;

	ret = IS_ENABLED(CONFIG_LVS_DEBUG) ? lvs_selftest_run() : 0;
	if (ret)
		return ret;
	ret = lvs_conns_init();
	if (ret)
		return ret;
	ret = lvs_services_init();
	if (ret)
		goto err_conns_exit;
	ret = lvs_route_init();
	if (ret)
		goto err_services_exit;
	ret = register_pernet_subsys(&lvs_net_ops);
	if (ret)
		goto err_route_exit;
	ret = lvs_family_init();
	if (ret)
		goto err_unregister_pernet;
	/*
	 * The last family: a request for a scheduler waits for its module, that one for us,
	 * and another family's registration would wait for the request.
	 */
	ret = lvs_ipvs_init();
	if (ret)
		goto err_family_exit;
	ret = register_pernet_subsys(&lvs_views_ops);
	if (ret)
		goto err_ipvs_exit;
	return 0;

err_ipvs_exit:
	lvs_ipvs_exit();
err_family_exit:
	lvs_family_exit();
err_unregister_pernet:
	unregister_pernet_subsys(&lvs_net_ops);
err_route_exit:
	lvs_route_exit();
	rcu_barrier();
err_services_exit:
	lvs_services_exit();
err_conns_exit:
	lvs_conns_exit();
	return ret;
}

static void __exit lvs_exit(void)
{
	unregister_pernet_subsys(&lvs_views_ops);
	lvs_ipvs_exit();
	lvs_family_exit();
	unregister_pernet_subsys(&lvs_net_ops);
	lvs_route_exit();
	/* Real servers, routes and sets are freed by callbacks of this module. */
	rcu_barrier();
	lvs_services_exit();
	lvs_conns_exit();
}

module_init(lvs_init);
module_exit(lvs_exit);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Linux Virtual Server: layer-4 director");
/* Not LVS: asking for it beside in-tree ip_vs would try, and fail, to load us each time. */
MODULE_ALIAS_GENL_FAMILY("IPVS");
