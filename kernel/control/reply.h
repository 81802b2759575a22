/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_CONTROL_REPLY_H
#define LVS_CONTROL_REPLY_H

#include <net/genetlink.h>

/* The reply layer is told the family once, so that handlers need not know it. */
void lvs_reply_init(const struct genl_family *family);

/* An answer to a request, its header in @header; NULL where memory is short. */
struct sk_buff *lvs_reply_new(struct genl_info *info, u8 command, void **header);

/* One message of a dump; NULL where it does not fit any more. */
void *lvs_reply_put(struct sk_buff *skb, struct netlink_callback *cb, u8 command);

#endif
