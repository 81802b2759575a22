// SPDX-License-Identifier: GPL-2.0
#include "attr.h"
#include "handlers.h"
#include "reply.h"

#include "../forward/hooks.h"

#include <linux/inetdevice.h>
#include <net/addrconf.h>
#include <net/ipv6.h>
#include <net/route.h>

/* A real server as a request names it. */
struct lvs_dest_request {
	struct nlattr *tb[IPVS_DEST_ATTR_MAX + 1];
	struct lvs_service *service;
	union nf_inet_addr addr;
	u16 family;
	__be16 port;
};

static int lvs_dest_handle_service(struct lvs_net *lnet, struct nlattr **attrs,
				   struct lvs_service **service, struct netlink_ext_ack *extack)
{
	struct nlattr *tb[IPVS_SVC_ATTR_MAX + 1];
	struct lvs_service_key key;
	int ret;

	ret = lvs_attr_parse_nest_service(tb, attrs[IPVS_CMD_ATTR_SERVICE], extack);
	if (!ret)
		ret = lvs_attr_parse_service_key(&key, tb, extack);
	if (ret)
		return ret;
	*service = lvs_service_lookup(lnet, &key);
	if (*service)
		return 0;
	NL_SET_ERR_MSG(extack, "no such virtual service");
	return -ESRCH;
}

static int lvs_dest_handle_family(struct lvs_dest_request *request, struct netlink_ext_ack *extack)
{
	struct nlattr *family = request->tb[IPVS_DEST_ATTR_ADDR_FAMILY];

	request->family = family ? nla_get_u16(family) : 0;
	if (!request->family)
		request->family = request->service->key.family;
	if (request->family == AF_INET || request->family == AF_INET6)
		return 0;
	NL_SET_ERR_MSG(extack, "the real server's family is neither IPv4 nor IPv6");
	return -EAFNOSUPPORT;
}

/* Service, then real server: the first thing wrong is what is told. Mutex held. */
static int lvs_dest_handle_parse(struct lvs_net *lnet, struct genl_info *info,
				 struct lvs_dest_request *request, struct lvs_dest_config *config)
{
	struct nlattr **tb = request->tb;
	int ret;

	ret = lvs_dest_handle_service(lnet, info->attrs, &request->service, info->extack);
	if (ret)
		return ret;
	ret = lvs_attr_parse_nest_dest(tb, info->attrs[IPVS_CMD_ATTR_DEST], info->extack);
	if (ret)
		return ret;
	if (!tb[IPVS_DEST_ATTR_ADDR] || !tb[IPVS_DEST_ATTR_PORT]) {
		NL_SET_ERR_MSG(info->extack, "a real server needs address and port");
		return -EINVAL;
	}
	if (config) {
		ret = lvs_attr_parse_dest_config(config, tb, info->extack);
		if (ret)
			return ret;
	}
	ret = lvs_dest_handle_family(request, info->extack);
	if (ret)
		return ret;
	memset(&request->addr, 0, sizeof(request->addr));
	nla_memcpy(&request->addr, tb[IPVS_DEST_ATTR_ADDR], sizeof(request->addr));
	if (request->family == AF_INET)
		memset(&request->addr.ip6[1], 0, 3 * sizeof(request->addr.ip6[0]));
	request->port = nla_get_be16(tb[IPVS_DEST_ATTR_PORT]);
	return 0;
}

static bool lvs_dest_handle_addr_ok(struct lvs_net *lnet, const struct lvs_dest_request *request)
{
	unsigned int type;

	if (request->family == AF_INET) {
		type = inet_addr_type(lnet->net, request->addr.ip);
		return type == RTN_UNICAST || type == RTN_LOCAL;
	}
	type = ipv6_addr_type(&request->addr.in6);
	if (!(type & IPV6_ADDR_UNICAST))
		return false;
	return !(type & IPV6_ADDR_LINKLOCAL) ||
	       ipv6_chk_addr(lnet->net, &request->addr.in6, NULL, 0);
}

static int lvs_dest_handle_check(const struct lvs_dest_request *request,
				 const struct lvs_dest_config *config,
				 struct netlink_ext_ack *extack)
{
	if (request->family != request->service->key.family &&
	    config->fwd_method != IP_VS_CONN_F_TUNNEL) {
		NL_SET_ERR_MSG(
			extack,
			"only tunnels reach a real server of another family than its service's");
		return -EINVAL;
	}
	if (config->weight < 0) {
		NL_SET_ERR_MSG(extack, "the weight is negative");
		return -ERANGE;
	}
	if (config->l_thresh > config->u_thresh) {
		NL_SET_ERR_MSG(extack, "the lower threshold is above the upper one");
		return -ERANGE;
	}
	if (config->u_thresh > INT_MAX) {
		NL_SET_ERR_MSG(extack, "the upper threshold is above 2147483647");
		return -EINVAL;
	}
	if (config->tun_type == IP_VS_CONN_F_TUNNEL_TYPE_GUE && !config->tun_port) {
		NL_SET_ERR_MSG(extack, "a GUE tunnel needs a port");
		return -EINVAL;
	}
	return 0;
}

static struct lvs_dest *lvs_dest_handle_find(struct lvs_net *lnet,
					     const struct lvs_dest_request *request,
					     struct netlink_ext_ack *extack)
{
	struct lvs_dest *dest = lvs_dest_lookup(lnet, request->service, request->family,
						&request->addr, request->port);

	if (!dest)
		NL_SET_ERR_MSG(extack, "the service has no such real server");
	return dest;
}

/* One that the service has was unicast when it came, whatever has become of its address. */
static int lvs_dest_handle_create(struct lvs_net *lnet, const struct lvs_dest_request *request,
				  const struct lvs_dest_config *config,
				  struct netlink_ext_ack *extack)
{
	if (!lvs_dest_lookup(lnet, request->service, request->family, &request->addr,
			     request->port) &&
	    !lvs_dest_handle_addr_ok(lnet, request)) {
		NL_SET_ERR_MSG(extack, "the real server's address is not unicast");
		return -EINVAL;
	}
	return lvs_dest_create(lnet, request->service, request->family, &request->addr,
			       request->port, config, extack);
}

/* Errors about tunnels to servers of the other family come in that one. */
static int lvs_dest_handle_mix(struct lvs_net *lnet, const struct lvs_dest_request *request,
			       const struct lvs_dest_config *config, struct netlink_ext_ack *extack)
{
	struct lvs_service *service = request->service;
	int ret;

	if (request->family == service->key.family || service->mixed)
		return lvs_dest_handle_create(lnet, request, config, extack);
	ret = lvs_hooks_get(lnet, request->family);
	if (ret) {
		NL_SET_ERR_MSG(extack, "the netfilter hooks cannot be registered");
		return ret;
	}
	ret = lvs_dest_handle_create(lnet, request, config, extack);
	if (ret)
		lvs_hooks_put(lnet, request->family);
	else
		service->mixed = true;
	return ret;
}

int lvs_dest_handle_new(struct sk_buff *skb, struct genl_info *info)
{
	struct lvs_net *lnet = lvs_net(genl_info_net(info));
	struct lvs_dest_request request;
	struct lvs_dest_config config;
	int ret;

	mutex_lock(&lnet->mutex);
	ret = lvs_dest_handle_parse(lnet, info, &request, &config);
	if (!ret)
		ret = lvs_dest_handle_check(&request, &config, info->extack);
	if (!ret)
		ret = lvs_dest_handle_mix(lnet, &request, &config, info->extack);
	mutex_unlock(&lnet->mutex);
	return ret;
}

int lvs_dest_handle_set(struct sk_buff *skb, struct genl_info *info)
{
	struct lvs_net *lnet = lvs_net(genl_info_net(info));
	struct lvs_dest_request request;
	struct lvs_dest_config config;
	struct lvs_dest *dest;
	int ret;

	mutex_lock(&lnet->mutex);
	ret = lvs_dest_handle_parse(lnet, info, &request, &config);
	if (!ret)
		ret = lvs_dest_handle_check(&request, &config, info->extack);
	if (!ret) {
		dest = lvs_dest_handle_find(lnet, &request, info->extack);
		ret = dest ? lvs_dest_set(lnet, dest, &config, info->extack) : -ENOENT;
	}
	mutex_unlock(&lnet->mutex);
	return ret;
}

int lvs_dest_handle_del(struct sk_buff *skb, struct genl_info *info)
{
	struct lvs_net *lnet = lvs_net(genl_info_net(info));
	struct lvs_dest_request request;
	struct lvs_dest *dest;
	int ret;

	mutex_lock(&lnet->mutex);
	ret = lvs_dest_handle_parse(lnet, info, &request, NULL);
	if (!ret) {
		dest = lvs_dest_handle_find(lnet, &request, info->extack);
		ret = dest ? lvs_dest_destroy(lnet, dest) : -ENOENT;
	}
	mutex_unlock(&lnet->mutex);
	return ret;
}

static int lvs_dest_handle_put(struct sk_buff *skb, struct netlink_callback *cb,
			       const struct lvs_dest *dest)
{
	void *header = lvs_reply_put(skb, cb, IPVS_CMD_NEW_DEST);

	if (!header)
		return -EMSGSIZE;
	if (lvs_attr_fill_dest(skb, dest)) {
		genlmsg_cancel(skb, header);
		return -EMSGSIZE;
	}
	genlmsg_end(skb, header);
	return 0;
}

/*
 * cb->ctx: the last one told, by the number of its coming: the newest is the first, so
 * none that stays is skipped or told twice, whatever comes and goes between two parts. A
 * request that names no service of ours gets an empty list, as clients are used to.
 */
int lvs_dest_handle_dump(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct lvs_net *lnet = lvs_net(sock_net(skb->sk));
	struct nlattr *attrs[IPVS_CMD_ATTR_MAX + 1];
	struct lvs_service *service;
	u64 *last = (u64 *)cb->ctx;
	struct lvs_dest *dest;

	if (nlmsg_parse_deprecated(cb->nlh, GENL_HDRLEN, attrs, IPVS_CMD_ATTR_MAX,
				   lvs_attr_command_policy, cb->extack))
		return skb->len;
	mutex_lock(&lnet->mutex);
	if (lvs_dest_handle_service(lnet, attrs, &service, NULL))
		goto out_unlock;
	list_for_each_entry(dest, &service->dests, link) {
		if (*last && dest->added >= *last)
			continue;
		if (lvs_dest_handle_put(skb, cb, dest))
			break;
		*last = dest->added;
	}
out_unlock:
	mutex_unlock(&lnet->mutex);
	return skb->len;
}
