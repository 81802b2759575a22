// SPDX-License-Identifier: GPL-2.0
#include "handlers.h"

/* Connections are not synchronised between directors: whoever asks for it is told so. */
int lvs_daemon_handle_change(struct sk_buff *skb, struct genl_info *info)
{
	NL_SET_ERR_MSG(info->extack, "this director has no synchronisation daemon");
	return -EOPNOTSUPP;
}

/* None runs, so none is listed. */
int lvs_daemon_handle_dump(struct sk_buff *skb, struct netlink_callback *cb)
{
	return skb->len;
}
