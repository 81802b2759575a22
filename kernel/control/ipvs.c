// SPDX-License-Identifier: GPL-2.0
#include "ipvs.h"

#include "attr.h"
#include "handlers.h"
#include "reply.h"

#include <linux/module.h>

#define LVS_IPVS_DO(command, handler)                                            \
	{                                                                        \
		.cmd = command, .doit = handler, .flags = GENL_UNS_ADMIN_PERM,   \
		.validate = GENL_DONT_VALIDATE_STRICT | GENL_DONT_VALIDATE_DUMP, \
	}
#define LVS_IPVS_DUMP(command, handler)                                          \
	{                                                                        \
		.cmd = command, .dumpit = handler, .flags = GENL_UNS_ADMIN_PERM, \
		.validate = GENL_DONT_VALIDATE_STRICT | GENL_DONT_VALIDATE_DUMP, \
	}

static const struct genl_small_ops lvs_ipvs_ops[] = {
	LVS_IPVS_DO(IPVS_CMD_NEW_SERVICE, lvs_service_handle_new),
	LVS_IPVS_DO(IPVS_CMD_SET_SERVICE, lvs_service_handle_set),
	LVS_IPVS_DO(IPVS_CMD_DEL_SERVICE, lvs_service_handle_del),
	{
		.cmd = IPVS_CMD_GET_SERVICE,
		.doit = lvs_service_handle_get,
		.dumpit = lvs_service_handle_dump,
		.flags = GENL_UNS_ADMIN_PERM,
		.validate = GENL_DONT_VALIDATE_STRICT | GENL_DONT_VALIDATE_DUMP,
	},
	LVS_IPVS_DO(IPVS_CMD_NEW_DEST, lvs_dest_handle_new),
	LVS_IPVS_DO(IPVS_CMD_SET_DEST, lvs_dest_handle_set),
	LVS_IPVS_DO(IPVS_CMD_DEL_DEST, lvs_dest_handle_del),
	LVS_IPVS_DUMP(IPVS_CMD_GET_DEST, lvs_dest_handle_dump),
	LVS_IPVS_DO(IPVS_CMD_NEW_DAEMON, lvs_daemon_handle_change),
	LVS_IPVS_DO(IPVS_CMD_DEL_DAEMON, lvs_daemon_handle_change),
	LVS_IPVS_DUMP(IPVS_CMD_GET_DAEMON, lvs_daemon_handle_dump),
	LVS_IPVS_DO(IPVS_CMD_SET_CONFIG, lvs_config_handle_set),
	LVS_IPVS_DO(IPVS_CMD_GET_CONFIG, lvs_config_handle_get),
	LVS_IPVS_DO(IPVS_CMD_GET_INFO, lvs_config_handle_info),
	LVS_IPVS_DO(IPVS_CMD_ZERO, lvs_service_handle_zero),
	LVS_IPVS_DO(IPVS_CMD_FLUSH, lvs_service_handle_flush),
};

static struct genl_family lvs_ipvs_family __ro_after_init = {
	.name = IPVS_GENL_NAME,
	.version = IPVS_GENL_VERSION,
	.maxattr = IPVS_CMD_ATTR_MAX,
	.policy = lvs_attr_command_policy,
	.netnsok = true,
	/* Each namespace has its mutex: none waits while another one's scheduler is loaded. */
	.parallel_ops = true,
	.module = THIS_MODULE,
	.small_ops = lvs_ipvs_ops,
	.n_small_ops = ARRAY_SIZE(lvs_ipvs_ops),
	.resv_start_op = IPVS_CMD_FLUSH + 1,
};

int __init lvs_ipvs_init(void)
{
	int ret;

	/* Listeners hear of the family before its registration returns, and may ask at once. */
	lvs_reply_init(&lvs_ipvs_family);
	ret = genl_register_family(&lvs_ipvs_family);
	/* Loaders take "exists" for "is loaded already", and would say nothing. */
	if (ret == -EEXIST) {
		ret = -EBUSY;
		pr_err("lvs: in-tree ip_vs is loaded and owns the IPVS family; clear its table, remove it (modprobe -r ip_vs_rr ip_vs, with every ip_vs_* in use) and load lvs again\n");
	}
	return ret;
}

void lvs_ipvs_exit(void)
{
	genl_unregister_family(&lvs_ipvs_family);
}
