// SPDX-License-Identifier: GPL-2.0
#include "attr.h"
#include "handlers.h"
#include "reply.h"

#include "../forward/hooks.h"
#include "../tables/sched.h"

#include <net/sock.h>

/* The key in a request; @tb keeps the whole nest. */
static int lvs_service_handle_key(struct genl_info *info, struct nlattr **tb,
				  struct lvs_service_key *key)
{
	int ret = lvs_attr_parse_nest_service(tb, info->attrs[IPVS_CMD_ATTR_SERVICE], info->extack);

	return ret ?: lvs_attr_parse_service_key(key, tb, info->extack);
}

/* Names that a service may carry; what exists is asked for before anything changes. */
static int lvs_service_handle_names(const struct lvs_service_config *config,
				    struct netlink_ext_ack *extack)
{
	if (!config->sched_name[0]) {
		NL_SET_ERR_MSG(extack, "the scheduler's name is empty");
		return -ENOENT;
	}
	if (config->pe_name[0]) {
		NL_SET_ERR_MSG(extack, "no such persistence engine");
		return -ENOENT;
	}
	return 0;
}

static int lvs_service_handle_prefix(const struct lvs_service_key *key,
				     const struct lvs_service_config *config,
				     struct netlink_ext_ack *extack)
{
	if (key->family != AF_INET6 || (config->netmask && config->netmask <= 128))
		return 0;
	NL_SET_ERR_MSG(extack, "the prefix length of persistence is not within 1 and 128");
	return -EINVAL;
}

static int lvs_service_handle_sched(const char *name, struct netlink_ext_ack *extack)
{
	const struct lvs_sched *sched;

	if (!strcmp(name, "none"))
		return 0;
	sched = lvs_sched_get(name);
	if (!sched) {
		NL_SET_ERR_MSG(extack, "no such scheduler: its module lvs_<name> cannot be loaded");
		return -ENOENT;
	}
	lvs_sched_put(sched);
	return 0;
}

/* Clients hear of a missing scheduler before a wrong prefix. */
static int lvs_service_handle_check(const struct lvs_service_key *key,
				    const struct lvs_service_config *config,
				    struct netlink_ext_ack *extack)
{
	int ret = lvs_service_handle_names(config, extack);

	if (!ret)
		ret = lvs_service_handle_sched(config->sched_name, extack);
	return ret ?: lvs_service_handle_prefix(key, config, extack);
}

static struct lvs_service *lvs_service_handle_find(struct lvs_net *lnet,
						   const struct lvs_service_key *key,
						   struct netlink_ext_ack *extack)
{
	struct lvs_service *service = lvs_service_lookup(lnet, key);

	if (!service)
		NL_SET_ERR_MSG(extack, "no such virtual service");
	return service;
}

static int lvs_service_handle_create(struct lvs_net *lnet, const struct lvs_service_key *key,
				     struct lvs_service_config *config, struct nlattr **tb,
				     struct netlink_ext_ack *extack)
{
	struct lvs_service *service;
	int ret;

	if (lvs_service_lookup(lnet, key)) {
		NL_SET_ERR_MSG(extack, "this virtual service exists already");
		return -EEXIST;
	}
	ret = lvs_service_handle_check(key, config, extack);
	if (ret)
		return ret;
	config->flags = lvs_attr_parse_service_flags(tb, 0);
	ret = lvs_service_create(lnet, key, config, &service, extack);
	if (ret)
		return ret;
	ret = lvs_hooks_get(lnet, key->family);
	if (ret) {
		NL_SET_ERR_MSG(extack, "the netfilter hooks cannot be registered");
		lvs_service_destroy(lnet, service);
	}
	return ret;
}

int lvs_service_handle_new(struct sk_buff *skb, struct genl_info *info)
{
	struct lvs_net *lnet = lvs_net(genl_info_net(info));
	struct nlattr *tb[IPVS_SVC_ATTR_MAX + 1];
	struct lvs_service_config config;
	struct lvs_service_key key;
	int ret;

	ret = lvs_service_handle_key(info, tb, &key);
	if (ret)
		return ret;
	ret = lvs_attr_parse_service_config(&config, tb, info->extack);
	if (ret)
		return ret;
	mutex_lock(&lnet->mutex);
	ret = lvs_service_handle_create(lnet, &key, &config, tb, info->extack);
	mutex_unlock(&lnet->mutex);
	return ret;
}

static int lvs_service_handle_change(struct lvs_net *lnet, const struct lvs_service_key *key,
				     struct lvs_service_config *config, struct nlattr **tb,
				     struct netlink_ext_ack *extack)
{
	struct lvs_service *service = lvs_service_handle_find(lnet, key, extack);
	int ret;

	if (!service)
		return -ESRCH;
	ret = lvs_service_handle_check(key, config, extack);
	if (ret)
		return ret;
	config->flags = lvs_attr_parse_service_flags(tb, service->config.flags);
	return lvs_service_set(lnet, service, config, extack);
}

int lvs_service_handle_set(struct sk_buff *skb, struct genl_info *info)
{
	struct lvs_net *lnet = lvs_net(genl_info_net(info));
	struct nlattr *tb[IPVS_SVC_ATTR_MAX + 1];
	struct lvs_service_config config;
	struct lvs_service_key key;
	int ret;

	ret = lvs_service_handle_key(info, tb, &key);
	if (ret)
		return ret;
	ret = lvs_attr_parse_service_config(&config, tb, info->extack);
	if (ret)
		return ret;
	mutex_lock(&lnet->mutex);
	ret = lvs_service_handle_change(lnet, &key, &config, tb, info->extack);
	mutex_unlock(&lnet->mutex);
	return ret;
}

int lvs_service_handle_del(struct sk_buff *skb, struct genl_info *info)
{
	struct lvs_net *lnet = lvs_net(genl_info_net(info));
	struct nlattr *tb[IPVS_SVC_ATTR_MAX + 1];
	struct lvs_service_key key;
	struct lvs_service *service;
	int ret;

	ret = lvs_service_handle_key(info, tb, &key);
	if (ret)
		return ret;
	mutex_lock(&lnet->mutex);
	service = lvs_service_handle_find(lnet, &key, info->extack);
	if (service) {
		lvs_hooks_put(lnet, key.family);
		if (service->mixed)
			lvs_hooks_put(lnet, key.family == AF_INET ? AF_INET6 : AF_INET);
		lvs_service_destroy(lnet, service);
	}
	mutex_unlock(&lnet->mutex);
	return service ? 0 : -ESRCH;
}

static int lvs_service_handle_fill(struct genl_info *info, struct lvs_net *lnet,
				   const struct lvs_service *service)
{
	struct sk_buff *skb;
	void *header;

	skb = lvs_reply_new(info, IPVS_CMD_NEW_SERVICE, &header);
	if (!skb)
		return -ENOMEM;
	if (lvs_attr_fill_service(skb, lnet, service)) {
		nlmsg_free(skb);
		return -EMSGSIZE;
	}
	genlmsg_end(skb, header);
	return genlmsg_reply(skb, info);
}

int lvs_service_handle_get(struct sk_buff *skb, struct genl_info *info)
{
	struct lvs_net *lnet = lvs_net(genl_info_net(info));
	struct nlattr *tb[IPVS_SVC_ATTR_MAX + 1];
	struct lvs_service_key key;
	struct lvs_service *service;
	int ret;

	ret = lvs_service_handle_key(info, tb, &key);
	if (ret)
		return ret;
	mutex_lock(&lnet->mutex);
	service = lvs_service_handle_find(lnet, &key, info->extack);
	ret = service ? lvs_service_handle_fill(info, lnet, service) : -ESRCH;
	mutex_unlock(&lnet->mutex);
	return ret;
}

/* cb->args[0]: id of the service that was told last */
int lvs_service_handle_dump(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct lvs_net *lnet = lvs_net(sock_net(skb->sk));
	struct lvs_service *service;
	void *header;

	mutex_lock(&lnet->mutex);
	while ((service = lvs_service_next(lnet, cb->args[0]))) {
		header = lvs_reply_put(skb, cb, IPVS_CMD_NEW_SERVICE);
		if (!header)
			break;
		if (lvs_attr_fill_service(skb, lnet, service)) {
			genlmsg_cancel(skb, header);
			break;
		}
		genlmsg_end(skb, header);
		cb->args[0] = service->id;
	}
	mutex_unlock(&lnet->mutex);
	return skb->len;
}

static void lvs_service_handle_zero_all(struct lvs_net *lnet)
{
	struct lvs_service *service;
	u32 id = 0;

	while ((service = lvs_service_next(lnet, id))) {
		id = service->id;
		lvs_service_zero(service);
	}
	lvs_stats_zero(&lnet->stats);
	lvs_rate_zero(&lnet->rate);
}

int lvs_service_handle_zero(struct sk_buff *skb, struct genl_info *info)
{
	struct lvs_net *lnet = lvs_net(genl_info_net(info));
	bool all = !info->attrs[IPVS_CMD_ATTR_SERVICE];
	struct nlattr *tb[IPVS_SVC_ATTR_MAX + 1];
	struct lvs_service *service = NULL;
	struct lvs_service_key key;
	int ret = 0;

	if (!all)
		ret = lvs_service_handle_key(info, tb, &key);
	if (ret)
		return ret;
	mutex_lock(&lnet->mutex);
	if (!all)
		service = lvs_service_handle_find(lnet, &key, info->extack);
	if (all)
		lvs_service_handle_zero_all(lnet);
	else if (service)
		lvs_service_zero(service);
	else
		ret = -ESRCH;
	mutex_unlock(&lnet->mutex);
	return ret;
}

int lvs_service_handle_flush(struct sk_buff *skb, struct genl_info *info)
{
	struct lvs_net *lnet = lvs_net(genl_info_net(info));

	mutex_lock(&lnet->mutex);
	lvs_hooks_net_exit(lnet);
	lvs_services_flush(lnet);
	mutex_unlock(&lnet->mutex);
	return 0;
}
