// SPDX-License-Identifier: GPL-2.0
#include "attr.h"
#include "handlers.h"
#include "reply.h"

#include "../proto/tcp.h"
#include "../proto/udp.h"
#include "../tables/conns.h"

/* The timeouts that clients may set, and what they are of. */
static const struct {
	int attr;
	u8 slot;
	u8 state;
} lvs_config_timeouts[] = {
	{ IPVS_CMD_ATTR_TIMEOUT_TCP, LVS_PROTO_TCP, LVS_TCP_ESTABLISHED },
	{ IPVS_CMD_ATTR_TIMEOUT_TCP_FIN, LVS_PROTO_TCP, LVS_TCP_FIN_WAIT },
	{ IPVS_CMD_ATTR_TIMEOUT_UDP, LVS_PROTO_UDP, LVS_UDP_NORMAL },
};

int lvs_config_handle_set(struct sk_buff *skb, struct genl_info *info)
{
	struct lvs_net *lnet = lvs_net(genl_info_net(info));
	u32 seconds[ARRAY_SIZE(lvs_config_timeouts)];
	struct nlattr *attr;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(lvs_config_timeouts); i++) {
		attr = info->attrs[lvs_config_timeouts[i].attr];
		seconds[i] = attr ? nla_get_u32(attr) : 0;
		if (seconds[i] > INT_MAX / HZ) {
			NL_SET_ERR_MSG_ATTR(info->extack, attr,
					    "the timeout is negative or too long");
			return -EINVAL;
		}
	}
	mutex_lock(&lnet->mutex);
	for (i = 0; i < ARRAY_SIZE(lvs_config_timeouts); i++) {
		if (seconds[i])
			WRITE_ONCE(lnet->config.timeout[lvs_config_timeouts[i].slot]
						       [lvs_config_timeouts[i].state],
				   seconds[i] * HZ);
	}
	mutex_unlock(&lnet->mutex);
	return 0;
}

int lvs_config_handle_get(struct sk_buff *skb, struct genl_info *info)
{
	struct lvs_net *lnet = lvs_net(genl_info_net(info));
	struct sk_buff *reply;
	unsigned int i;
	void *header;
	u32 timeout;

	reply = lvs_reply_new(info, IPVS_CMD_SET_CONFIG, &header);
	if (!reply)
		return -ENOMEM;
	for (i = 0; i < ARRAY_SIZE(lvs_config_timeouts); i++) {
		timeout = READ_ONCE(lnet->config.timeout[lvs_config_timeouts[i].slot]
							[lvs_config_timeouts[i].state]);
		if (nla_put_u32(reply, lvs_config_timeouts[i].attr, timeout / HZ)) {
			nlmsg_free(reply);
			return -EMSGSIZE;
		}
	}
	genlmsg_end(reply, header);
	return genlmsg_reply(reply, info);
}

int lvs_config_handle_info(struct sk_buff *skb, struct genl_info *info)
{
	struct lvs_net *lnet = lvs_net(genl_info_net(info));
	struct sk_buff *reply;
	void *header;

	reply = lvs_reply_new(info, IPVS_CMD_SET_INFO, &header);
	if (!reply)
		return -ENOMEM;
	if (nla_put_u32(reply, IPVS_INFO_ATTR_VERSION, LVS_IPVS_VERSION) ||
	    nla_put_u32(reply, IPVS_INFO_ATTR_CONN_TAB_SIZE, lvs_conns_size(lnet))) {
		nlmsg_free(reply);
		return -EMSGSIZE;
	}
	genlmsg_end(reply, header);
	return genlmsg_reply(reply, info);
}
