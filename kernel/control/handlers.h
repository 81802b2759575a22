/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_CONTROL_HANDLERS_H
#define LVS_CONTROL_HANDLERS_H

#include <net/genetlink.h>

/* What the IPVS family's commands do; ipvs.c lists them. Each takes the namespace mutex. */
int lvs_service_handle_new(struct sk_buff *skb, struct genl_info *info);
int lvs_service_handle_set(struct sk_buff *skb, struct genl_info *info);
int lvs_service_handle_del(struct sk_buff *skb, struct genl_info *info);
int lvs_service_handle_get(struct sk_buff *skb, struct genl_info *info);
int lvs_service_handle_dump(struct sk_buff *skb, struct netlink_callback *cb);
int lvs_service_handle_zero(struct sk_buff *skb, struct genl_info *info);
int lvs_service_handle_flush(struct sk_buff *skb, struct genl_info *info);

int lvs_dest_handle_new(struct sk_buff *skb, struct genl_info *info);
int lvs_dest_handle_set(struct sk_buff *skb, struct genl_info *info);
int lvs_dest_handle_del(struct sk_buff *skb, struct genl_info *info);
int lvs_dest_handle_dump(struct sk_buff *skb, struct netlink_callback *cb);

int lvs_config_handle_set(struct sk_buff *skb, struct genl_info *info);
int lvs_config_handle_get(struct sk_buff *skb, struct genl_info *info);
int lvs_config_handle_info(struct sk_buff *skb, struct genl_info *info);

int lvs_daemon_handle_change(struct sk_buff *skb, struct genl_info *info);
int lvs_daemon_handle_dump(struct sk_buff *skb, struct netlink_callback *cb);

#endif
