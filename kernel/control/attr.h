/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_CONTROL_ATTR_H
#define LVS_CONTROL_ATTR_H

#include "../tables/dest.h"
#include "../tables/service.h"

#include <linux/ip_vs.h>
#include <net/netlink.h>

extern const struct nla_policy lvs_attr_command_policy[IPVS_CMD_ATTR_MAX + 1];

/* Version of the interface that clients know, 1.2.1. */
#define LVS_IPVS_VERSION 0x010201

/*
 * Attributes of the IPVS family to and from structures. Validation is as
 * liberal as clients are used to: unknown attributes are ignored and nests
 * need no flag. Context: process.
 */

/* Split a SERVICE or DEST nest. @nest may be NULL, which is -EINVAL. */
int lvs_attr_parse_nest_service(struct nlattr **tb, const struct nlattr *nest,
				struct netlink_ext_ack *extack);
int lvs_attr_parse_nest_dest(struct nlattr **tb, const struct nlattr *nest,
			     struct netlink_ext_ack *extack);

/* -EINVAL where the key is incomplete, -EAFNOSUPPORT for a family that is none of ours. */
int lvs_attr_parse_service_key(struct lvs_service_key *key, struct nlattr **tb,
			       struct netlink_ext_ack *extack);

/* All of a service but its flags; -EINVAL where anything is missing. Values are not judged. */
int lvs_attr_parse_service_config(struct lvs_service_config *config, struct nlattr **tb,
				  struct netlink_ext_ack *extack);

/* @old_flags: of the service, which the request's mask may spare. */
u32 lvs_attr_parse_service_flags(struct nlattr **tb, u32 old_flags);

/* All of a real server but its key; -EINVAL where anything is missing. */
int lvs_attr_parse_dest_config(struct lvs_dest_config *config, struct nlattr **tb,
			       struct netlink_ext_ack *extack);

/* Return: 0 or -EMSGSIZE. */
int lvs_attr_fill_service(struct sk_buff *skb, struct lvs_net *lnet,
			  const struct lvs_service *service);
int lvs_attr_fill_dest(struct sk_buff *skb, const struct lvs_dest *dest);

#endif
