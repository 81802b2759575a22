// SPDX-License-Identifier: GPL-2.0
#include "reply.h"

static const struct genl_family *lvs_reply_family;

void lvs_reply_init(const struct genl_family *family)
{
	lvs_reply_family = family;
}

struct sk_buff *lvs_reply_new(struct genl_info *info, u8 command, void **header)
{
	struct sk_buff *skb = nlmsg_new(NLMSG_DEFAULT_SIZE, GFP_KERNEL);

	if (!skb)
		return NULL;
	*header = genlmsg_put_reply(skb, info, lvs_reply_family, 0, command);
	if (*header)
		return skb;
	nlmsg_free(skb);
	return NULL;
}

void *lvs_reply_put(struct sk_buff *skb, struct netlink_callback *cb, u8 command)
{
	return genlmsg_put(skb, NETLINK_CB(cb->skb).portid, cb->nlh->nlmsg_seq, lvs_reply_family,
			   NLM_F_MULTI, command);
}
