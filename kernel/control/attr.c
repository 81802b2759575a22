// SPDX-License-Identifier: GPL-2.0
#include "attr.h"

const struct nla_policy lvs_attr_command_policy[IPVS_CMD_ATTR_MAX + 1] = {
	[IPVS_CMD_ATTR_SERVICE] = { .type = NLA_NESTED },
	[IPVS_CMD_ATTR_DEST] = { .type = NLA_NESTED },
	[IPVS_CMD_ATTR_DAEMON] = { .type = NLA_NESTED },
	[IPVS_CMD_ATTR_TIMEOUT_TCP] = { .type = NLA_U32 },
	[IPVS_CMD_ATTR_TIMEOUT_TCP_FIN] = { .type = NLA_U32 },
	[IPVS_CMD_ATTR_TIMEOUT_UDP] = { .type = NLA_U32 },
};

static const struct nla_policy lvs_attr_service_policy[IPVS_SVC_ATTR_MAX + 1] = {
	[IPVS_SVC_ATTR_AF] = { .type = NLA_U16 },
	[IPVS_SVC_ATTR_PROTOCOL] = { .type = NLA_U16 },
	[IPVS_SVC_ATTR_ADDR] = { .type = NLA_BINARY, .len = sizeof(union nf_inet_addr) },
	[IPVS_SVC_ATTR_PORT] = { .type = NLA_U16 },
	[IPVS_SVC_ATTR_FWMARK] = { .type = NLA_U32 },
	[IPVS_SVC_ATTR_SCHED_NAME] = { .type = NLA_NUL_STRING, .len = IP_VS_SCHEDNAME_MAXLEN - 1 },
	[IPVS_SVC_ATTR_FLAGS] = { .type = NLA_BINARY, .len = sizeof(struct ip_vs_flags) },
	[IPVS_SVC_ATTR_TIMEOUT] = { .type = NLA_U32 },
	[IPVS_SVC_ATTR_NETMASK] = { .type = NLA_U32 },
	[IPVS_SVC_ATTR_PE_NAME] = { .type = NLA_NUL_STRING, .len = LVS_PE_NAME_MAX },
};

static const struct nla_policy lvs_attr_dest_policy[IPVS_DEST_ATTR_MAX + 1] = {
	[IPVS_DEST_ATTR_ADDR] = { .type = NLA_BINARY, .len = sizeof(union nf_inet_addr) },
	[IPVS_DEST_ATTR_PORT] = { .type = NLA_U16 },
	[IPVS_DEST_ATTR_FWD_METHOD] = { .type = NLA_U32 },
	[IPVS_DEST_ATTR_WEIGHT] = { .type = NLA_U32 },
	[IPVS_DEST_ATTR_U_THRESH] = { .type = NLA_U32 },
	[IPVS_DEST_ATTR_L_THRESH] = { .type = NLA_U32 },
	[IPVS_DEST_ATTR_ADDR_FAMILY] = { .type = NLA_U16 },
	[IPVS_DEST_ATTR_TUN_TYPE] = { .type = NLA_U8 },
	[IPVS_DEST_ATTR_TUN_PORT] = { .type = NLA_U16 },
	[IPVS_DEST_ATTR_TUN_FLAGS] = { .type = NLA_U16 },
};

int lvs_attr_parse_nest_service(struct nlattr **tb, const struct nlattr *nest,
				struct netlink_ext_ack *extack)
{
	if (!nest) {
		NL_SET_ERR_MSG(extack, "the request names no virtual service");
		return -EINVAL;
	}
	if (nla_parse_nested_deprecated(tb, IPVS_SVC_ATTR_MAX, nest, lvs_attr_service_policy,
					extack))
		return -EINVAL;
	return 0;
}

int lvs_attr_parse_nest_dest(struct nlattr **tb, const struct nlattr *nest,
			     struct netlink_ext_ack *extack)
{
	if (!nest) {
		NL_SET_ERR_MSG(extack, "the request names no real server");
		return -EINVAL;
	}
	if (nla_parse_nested_deprecated(tb, IPVS_DEST_ATTR_MAX, nest, lvs_attr_dest_policy, extack))
		return -EINVAL;
	return 0;
}

int lvs_attr_parse_service_key(struct lvs_service_key *key, struct nlattr **tb,
			       struct netlink_ext_ack *extack)
{
	bool by_address =
		tb[IPVS_SVC_ATTR_PROTOCOL] && tb[IPVS_SVC_ATTR_ADDR] && tb[IPVS_SVC_ATTR_PORT];

	memset(key, 0, sizeof(*key));
	if (!tb[IPVS_SVC_ATTR_AF] || (!tb[IPVS_SVC_ATTR_FWMARK] && !by_address)) {
		NL_SET_ERR_MSG(
			extack,
			"a virtual service needs a family and either a firewall mark or protocol, address and port");
		return -EINVAL;
	}
	key->family = nla_get_u16(tb[IPVS_SVC_ATTR_AF]);
	if (key->family != AF_INET && key->family != AF_INET6) {
		NL_SET_ERR_MSG(extack, "the address family is neither IPv4 nor IPv6");
		return -EAFNOSUPPORT;
	}
	if (tb[IPVS_SVC_ATTR_FWMARK]) {
		key->fwmark = nla_get_u32(tb[IPVS_SVC_ATTR_FWMARK]);
		/* Mark 0 is no mark; clients know such a service as TCP 0.0.0.0:0. */
		key->protocol = key->fwmark ? 0 : IPPROTO_TCP;
		return 0;
	}
	key->protocol = nla_get_u16(tb[IPVS_SVC_ATTR_PROTOCOL]);
	nla_memcpy(&key->addr, tb[IPVS_SVC_ATTR_ADDR], sizeof(key->addr));
	if (key->family == AF_INET)
		memset(&key->addr.ip6[1], 0, 3 * sizeof(key->addr.ip6[0]));
	key->port = nla_get_be16(tb[IPVS_SVC_ATTR_PORT]);
	return 0;
}

u32 lvs_attr_parse_service_flags(struct nlattr **tb, u32 old_flags)
{
	struct ip_vs_flags flags = {};

	nla_memcpy(&flags, tb[IPVS_SVC_ATTR_FLAGS], sizeof(flags));
	return ((old_flags & ~flags.mask) | (flags.flags & flags.mask)) & ~IP_VS_SVC_F_HASHED;
}

int lvs_attr_parse_service_config(struct lvs_service_config *config, struct nlattr **tb,
				  struct netlink_ext_ack *extack)
{
	memset(config, 0, sizeof(*config));
	if (!tb[IPVS_SVC_ATTR_SCHED_NAME] || !tb[IPVS_SVC_ATTR_FLAGS] ||
	    !tb[IPVS_SVC_ATTR_TIMEOUT] || !tb[IPVS_SVC_ATTR_NETMASK]) {
		NL_SET_ERR_MSG(extack,
			       "a virtual service needs scheduler, flags, timeout and netmask");
		return -EINVAL;
	}
	nla_strscpy(config->sched_name, tb[IPVS_SVC_ATTR_SCHED_NAME], sizeof(config->sched_name));
	if (tb[IPVS_SVC_ATTR_PE_NAME])
		nla_strscpy(config->pe_name, tb[IPVS_SVC_ATTR_PE_NAME], sizeof(config->pe_name));
	config->timeout = nla_get_u32(tb[IPVS_SVC_ATTR_TIMEOUT]) * HZ;
	config->netmask = nla_get_u32(tb[IPVS_SVC_ATTR_NETMASK]);
	return 0;
}

int lvs_attr_parse_dest_config(struct lvs_dest_config *config, struct nlattr **tb,
			       struct netlink_ext_ack *extack)
{
	memset(config, 0, sizeof(*config));
	if (!tb[IPVS_DEST_ATTR_FWD_METHOD] || !tb[IPVS_DEST_ATTR_WEIGHT] ||
	    !tb[IPVS_DEST_ATTR_U_THRESH] || !tb[IPVS_DEST_ATTR_L_THRESH]) {
		NL_SET_ERR_MSG(extack,
			       "a real server needs forwarding method, weight and both thresholds");
		return -EINVAL;
	}
	config->fwd_method = nla_get_u32(tb[IPVS_DEST_ATTR_FWD_METHOD]) & IP_VS_CONN_F_FWD_MASK;
	config->weight = (int)nla_get_u32(tb[IPVS_DEST_ATTR_WEIGHT]);
	config->u_thresh = nla_get_u32(tb[IPVS_DEST_ATTR_U_THRESH]);
	config->l_thresh = nla_get_u32(tb[IPVS_DEST_ATTR_L_THRESH]);
	if (tb[IPVS_DEST_ATTR_TUN_TYPE])
		config->tun_type = nla_get_u8(tb[IPVS_DEST_ATTR_TUN_TYPE]);
	if (tb[IPVS_DEST_ATTR_TUN_PORT])
		config->tun_port = nla_get_be16(tb[IPVS_DEST_ATTR_TUN_PORT]);
	if (tb[IPVS_DEST_ATTR_TUN_FLAGS])
		config->tun_flags = nla_get_u16(tb[IPVS_DEST_ATTR_TUN_FLAGS]);
	return 0;
}

static int lvs_attr_fill_stats32(struct sk_buff *skb, int type, const struct lvs_totals *totals,
				 const struct lvs_totals *rates)
{
	struct nlattr *nest = nla_nest_start_noflag(skb, type);

	if (!nest || nla_put_u32(skb, IPVS_STATS_ATTR_CONNS, (u32)totals->conns) ||
	    nla_put_u32(skb, IPVS_STATS_ATTR_INPKTS, (u32)totals->in_packets) ||
	    nla_put_u32(skb, IPVS_STATS_ATTR_OUTPKTS, (u32)totals->out_packets) ||
	    nla_put_u64_64bit(skb, IPVS_STATS_ATTR_INBYTES, totals->in_bytes,
			      IPVS_STATS_ATTR_PAD) ||
	    nla_put_u64_64bit(skb, IPVS_STATS_ATTR_OUTBYTES, totals->out_bytes,
			      IPVS_STATS_ATTR_PAD) ||
	    nla_put_u32(skb, IPVS_STATS_ATTR_CPS, (u32)rates->conns) ||
	    nla_put_u32(skb, IPVS_STATS_ATTR_INPPS, (u32)rates->in_packets) ||
	    nla_put_u32(skb, IPVS_STATS_ATTR_OUTPPS, (u32)rates->out_packets) ||
	    nla_put_u32(skb, IPVS_STATS_ATTR_INBPS, (u32)rates->in_bytes) ||
	    nla_put_u32(skb, IPVS_STATS_ATTR_OUTBPS, (u32)rates->out_bytes))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int lvs_attr_fill_stats64(struct sk_buff *skb, int type, const struct lvs_totals *totals,
				 const struct lvs_totals *rates)
{
	struct nlattr *nest = nla_nest_start_noflag(skb, type);
	const u64 *total = &totals->conns;
	const u64 *rate = &rates->conns;
	unsigned int i;

	if (!nest)
		return -EMSGSIZE;
	/* Attributes 1 to 5 are the totals, 6 to 10 the rates, in our order. */
	for (i = 0; i < 5; i++) {
		if (nla_put_u64_64bit(skb, IPVS_STATS_ATTR_CONNS + i, total[i],
				      IPVS_STATS_ATTR_PAD))
			return -EMSGSIZE;
	}
	for (i = 0; i < 5; i++) {
		if (nla_put_u64_64bit(skb, IPVS_STATS_ATTR_CPS + i, rate[i], IPVS_STATS_ATTR_PAD))
			return -EMSGSIZE;
	}
	nla_nest_end(skb, nest);
	return 0;
}

static int lvs_attr_fill_stats(struct sk_buff *skb, int nest32, int nest64,
			       const struct lvs_totals *totals, const struct lvs_rate *rate)
{
	struct lvs_totals rates;
	int ret;

	lvs_rate_read(rate, &rates);
	ret = lvs_attr_fill_stats32(skb, nest32, totals, &rates);
	if (ret)
		return ret;
	return lvs_attr_fill_stats64(skb, nest64, totals, &rates);
}

static int lvs_attr_fill_service_key(struct sk_buff *skb, const struct lvs_service_key *key)
{
	if (nla_put_u16(skb, IPVS_SVC_ATTR_AF, key->family))
		return -EMSGSIZE;
	if (key->fwmark)
		return nla_put_u32(skb, IPVS_SVC_ATTR_FWMARK, key->fwmark);
	if (nla_put_u16(skb, IPVS_SVC_ATTR_PROTOCOL, key->protocol) ||
	    nla_put(skb, IPVS_SVC_ATTR_ADDR, sizeof(key->addr), &key->addr) ||
	    nla_put_be16(skb, IPVS_SVC_ATTR_PORT, key->port))
		return -EMSGSIZE;
	return 0;
}

int lvs_attr_fill_service(struct sk_buff *skb, struct lvs_net *lnet,
			  const struct lvs_service *service)
{
	const struct lvs_service_config *config = &service->config;
	struct ip_vs_flags flags = { .flags = config->flags | IP_VS_SVC_F_HASHED, .mask = ~0U };
	struct nlattr *nest = nla_nest_start_noflag(skb, IPVS_CMD_ATTR_SERVICE);
	struct lvs_totals totals;

	if (!nest || lvs_attr_fill_service_key(skb, &service->key) ||
	    nla_put_string(skb, IPVS_SVC_ATTR_SCHED_NAME, lvs_service_sched_name(lnet, service)) ||
	    (config->pe_name[0] && nla_put_string(skb, IPVS_SVC_ATTR_PE_NAME, config->pe_name)) ||
	    nla_put(skb, IPVS_SVC_ATTR_FLAGS, sizeof(flags), &flags) ||
	    nla_put_u32(skb, IPVS_SVC_ATTR_TIMEOUT, config->timeout / HZ) ||
	    nla_put_u32(skb, IPVS_SVC_ATTR_NETMASK, config->netmask))
		return -EMSGSIZE;
	lvs_service_read(service, &totals);
	if (lvs_attr_fill_stats(skb, IPVS_SVC_ATTR_STATS, IPVS_SVC_ATTR_STATS64, &totals,
				&service->rate))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int lvs_attr_fill_dest_config(struct sk_buff *skb, const struct lvs_dest *dest)
{
	const struct lvs_dest_config *config = &dest->config;

	if (nla_put(skb, IPVS_DEST_ATTR_ADDR, sizeof(dest->key.addr), &dest->key.addr) ||
	    nla_put_be16(skb, IPVS_DEST_ATTR_PORT, dest->key.port) ||
	    nla_put_u32(skb, IPVS_DEST_ATTR_FWD_METHOD, config->fwd_method) ||
	    nla_put_u32(skb, IPVS_DEST_ATTR_WEIGHT, config->weight) ||
	    nla_put_u8(skb, IPVS_DEST_ATTR_TUN_TYPE, config->tun_type) ||
	    nla_put_be16(skb, IPVS_DEST_ATTR_TUN_PORT, config->tun_port) ||
	    nla_put_u16(skb, IPVS_DEST_ATTR_TUN_FLAGS, config->tun_flags) ||
	    nla_put_u32(skb, IPVS_DEST_ATTR_U_THRESH, config->u_thresh) ||
	    nla_put_u32(skb, IPVS_DEST_ATTR_L_THRESH, config->l_thresh))
		return -EMSGSIZE;
	return 0;
}

int lvs_attr_fill_dest(struct sk_buff *skb, const struct lvs_dest *dest)
{
	struct nlattr *nest = nla_nest_start_noflag(skb, IPVS_CMD_ATTR_DEST);
	const struct lvs_server *server = &dest->server;
	struct lvs_totals totals;

	if (!nest || lvs_attr_fill_dest_config(skb, dest) ||
	    nla_put_u32(skb, IPVS_DEST_ATTR_ACTIVE_CONNS, atomic_read(&server->active)) ||
	    nla_put_u32(skb, IPVS_DEST_ATTR_INACT_CONNS, atomic_read(&server->inactive)) ||
	    nla_put_u32(skb, IPVS_DEST_ATTR_PERSIST_CONNS, atomic_read(&dest->persistent)) ||
	    nla_put_u16(skb, IPVS_DEST_ATTR_ADDR_FAMILY, dest->key.family))
		return -EMSGSIZE;
	lvs_dest_read(dest, &totals);
	if (lvs_attr_fill_stats(skb, IPVS_DEST_ATTR_STATS, IPVS_DEST_ATTR_STATS64, &totals,
				&dest->rate))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}
