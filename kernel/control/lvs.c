// SPDX-License-Identifier: GPL-2.0
#include "lvs.h"

#include "../base/net.h"
#include "../base/reason.h"

#include <linux/module.h>
#include <net/genetlink.h>
#include <net/sock.h>

static struct genl_family lvs_family;

static int lvs_family_put_reason(struct sk_buff *skb, struct netlink_callback *cb,
				 const struct lvs_net *lnet, enum lvs_reason reason)
{
	const struct lvs_reason_info *info = lvs_reason_info(reason);
	void *header;

	header = genlmsg_put(skb, NETLINK_CB(cb->skb).portid, cb->nlh->nlmsg_seq, &lvs_family,
			     NLM_F_MULTI, LVS_CMD_GET_REASONS);
	if (!header)
		return -EMSGSIZE;
	if (nla_put_u32(skb, LVS_A_REASON_ID, reason) ||
	    nla_put_string(skb, LVS_A_REASON_NAME, info->name) ||
	    nla_put_string(skb, LVS_A_REASON_VERDICT, lvs_verdict_name(info->verdict)) ||
	    nla_put_string(skb, LVS_A_REASON_TEXT, info->text) ||
	    nla_put_u64_64bit(skb, LVS_A_REASON_COUNT, lvs_reason_read(lnet, reason),
			      LVS_A_REASON_PAD)) {
		genlmsg_cancel(skb, header);
		return -EMSGSIZE;
	}
	genlmsg_end(skb, header);
	return 0;
}

/* cb->args[0]: how many were told; the first, "none", never happens */
static int lvs_family_dump_reasons(struct sk_buff *skb, struct netlink_callback *cb)
{
	const struct lvs_net *lnet = lvs_net(sock_net(skb->sk));

	while (cb->args[0] + 1 < LVS_REASON_MAX) {
		if (lvs_family_put_reason(skb, cb, lnet, cb->args[0] + 1))
			break;
		cb->args[0]++;
	}
	return skb->len;
}

static const struct genl_small_ops lvs_family_ops[] = {
	{
		.cmd = LVS_CMD_GET_REASONS,
		.dumpit = lvs_family_dump_reasons,
		.flags = GENL_UNS_ADMIN_PERM,
	},
};

static struct genl_family lvs_family __ro_after_init = {
	.name = LVS_GENL_NAME,
	.version = LVS_GENL_VERSION,
	.netnsok = true,
	.module = THIS_MODULE,
	.small_ops = lvs_family_ops,
	.n_small_ops = ARRAY_SIZE(lvs_family_ops),
};

int __init lvs_family_init(void)
{
	return genl_register_family(&lvs_family);
}

void lvs_family_exit(void)
{
	genl_unregister_family(&lvs_family);
}
