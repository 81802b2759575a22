// SPDX-License-Identifier: GPL-2.0
#include "net.h"
#include "object.h"

#include <net/netns/generic.h>

#include <uapi/linux/lvs.h>

unsigned int lvs_net_id __read_mostly;

struct lvs_net *lvs_net(const struct net *net)
{
	return net_generic(net, lvs_net_id);
}

int lvs_net_base_init(struct lvs_net *lnet, struct net *net)
{
	int ret;

	lnet->net = net;
	mutex_init(&lnet->mutex);
	lvs_config_init(&lnet->config);
	ret = lvs_stats_init(&lnet->stats);
	if (ret)
		return ret;
	lnet->reasons = __alloc_percpu(LVS_REASON_MAX * sizeof(u64), sizeof(u64));
	if (!lnet->reasons)
		goto err_exit_stats;
	lvs_object_created("net", lnet);
	return 0;

err_exit_stats:
	lvs_stats_exit(&lnet->stats);
	return -ENOMEM;
}

void lvs_net_base_exit(struct lvs_net *lnet)
{
	lvs_object_destroyed("net", lnet);
	free_percpu(lnet->reasons);
	lvs_stats_exit(&lnet->stats);
}
