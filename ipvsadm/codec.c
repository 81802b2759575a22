// SPDX-License-Identifier: GPL-2.0
#include "codec.h"

#include <arpa/inet.h>
#include <netlink/attr.h>
#include <stdlib.h>
#include <string.h>

static size_t address_size(uint16_t family)
{
	return family == AF_INET6 ? sizeof(struct in6_addr) : sizeof(struct in_addr);
}

void codec_put_service(struct nl_msg *msg, const struct service *service, bool full)
{
	struct nlattr *nest = nla_nest_start(msg, IPVS_CMD_ATTR_SERVICE);
	struct ip_vs_flags flags = { .flags = service->flags, .mask = ~0U };

	nla_put_u16(msg, IPVS_SVC_ATTR_AF, service->family);
	if (service->fwmark) {
		nla_put_u32(msg, IPVS_SVC_ATTR_FWMARK, service->fwmark);
	} else {
		nla_put_u16(msg, IPVS_SVC_ATTR_PROTOCOL, service->protocol);
		nla_put(msg, IPVS_SVC_ATTR_ADDR, address_size(service->family), &service->address);
		nla_put_u16(msg, IPVS_SVC_ATTR_PORT, htons(service->port));
	}
	if (full) {
		nla_put_string(msg, IPVS_SVC_ATTR_SCHED_NAME, service->scheduler);
		if (service->engine[0])
			nla_put_string(msg, IPVS_SVC_ATTR_PE_NAME, service->engine);
		nla_put(msg, IPVS_SVC_ATTR_FLAGS, sizeof(flags), &flags);
		nla_put_u32(msg, IPVS_SVC_ATTR_TIMEOUT, service->timeout);
		nla_put_u32(msg, IPVS_SVC_ATTR_NETMASK, service->netmask);
	}
	nla_nest_end(msg, nest);
}

void codec_put_server(struct nl_msg *msg, const struct server *server, bool full)
{
	struct nlattr *nest = nla_nest_start(msg, IPVS_CMD_ATTR_DEST);

	nla_put_u16(msg, IPVS_DEST_ATTR_ADDR_FAMILY, server->family);
	nla_put(msg, IPVS_DEST_ATTR_ADDR, address_size(server->family), &server->address);
	nla_put_u16(msg, IPVS_DEST_ATTR_PORT, htons(server->port));
	if (full) {
		nla_put_u32(msg, IPVS_DEST_ATTR_FWD_METHOD, server->method);
		nla_put_u32(msg, IPVS_DEST_ATTR_WEIGHT, server->weight);
		nla_put_u32(msg, IPVS_DEST_ATTR_U_THRESH, server->upper);
		nla_put_u32(msg, IPVS_DEST_ATTR_L_THRESH, server->lower);
		nla_put_u8(msg, IPVS_DEST_ATTR_TUN_TYPE, server->tunnel_type);
		nla_put_u16(msg, IPVS_DEST_ATTR_TUN_PORT, htons(server->tunnel_port));
		nla_put_u16(msg, IPVS_DEST_ATTR_TUN_FLAGS, server->tunnel_flags);
	}
	nla_nest_end(msg, nest);
}

void codec_put_timeouts(struct nl_msg *msg, const struct timeouts *timeouts)
{
	nla_put_u32(msg, IPVS_CMD_ATTR_TIMEOUT_TCP, timeouts->tcp);
	nla_put_u32(msg, IPVS_CMD_ATTR_TIMEOUT_TCP_FIN, timeouts->tcp_fin);
	nla_put_u32(msg, IPVS_CMD_ATTR_TIMEOUT_UDP, timeouts->udp);
}

void codec_put_daemon(struct nl_msg *msg, const struct daemon *daemon)
{
	struct nlattr *nest = nla_nest_start(msg, IPVS_CMD_ATTR_DAEMON);

	nla_put_u32(msg, IPVS_DAEMON_ATTR_STATE, daemon->state);
	nla_put_string(msg, IPVS_DAEMON_ATTR_MCAST_IFN, daemon->interface);
	nla_put_u32(msg, IPVS_DAEMON_ATTR_SYNC_ID, daemon->syncid);
	if (daemon->maxlen)
		nla_put_u16(msg, IPVS_DAEMON_ATTR_SYNC_MAXLEN, daemon->maxlen);
	if (daemon->group_family == AF_INET)
		nla_put_u32(msg, IPVS_DAEMON_ATTR_MCAST_GROUP, daemon->group.ip.s_addr);
	if (daemon->group_family == AF_INET6)
		nla_put(msg, IPVS_DAEMON_ATTR_MCAST_GROUP6, 16, &daemon->group);
	if (daemon->port)
		nla_put_u16(msg, IPVS_DAEMON_ATTR_MCAST_PORT, daemon->port);
	if (daemon->ttl)
		nla_put_u8(msg, IPVS_DAEMON_ATTR_MCAST_TTL, daemon->ttl);
	nla_nest_end(msg, nest);
}

/* Numbers of whatever width the kernel chose; 0 where there is none. */
static uint64_t number(const struct nlattr *attr)
{
	uint64_t wide = 0;
	uint32_t word = 0;
	uint16_t half = 0;

	if (!attr)
		return 0;
	switch (nla_len(attr)) {
	case 8:
		memcpy(&wide, nla_data(attr), 8);
		return wide;
	case 4:
		memcpy(&word, nla_data(attr), 4);
		return word;
	case 2:
		memcpy(&half, nla_data(attr), 2);
		return half;
	case 1:
		return nla_get_u8(attr);
	}
	return 0;
}

static void get_address(union address *address, const struct nlattr *attr, uint16_t family)
{
	size_t size = address_size(family);

	memset(address, 0, sizeof(*address));
	if (attr && (size_t)nla_len(attr) < size)
		size = nla_len(attr);
	if (attr)
		memcpy(address, nla_data(attr), size);
}

static void get_stats(struct nlattr *nest, struct counters *totals, struct counters *rates)
{
	struct nlattr *tb[IPVS_STATS_ATTR_MAX + 1];

	if (!nest || nla_parse_nested(tb, IPVS_STATS_ATTR_MAX, nest, NULL))
		return;
	totals->conns = number(tb[IPVS_STATS_ATTR_CONNS]);
	totals->in_packets = number(tb[IPVS_STATS_ATTR_INPKTS]);
	totals->out_packets = number(tb[IPVS_STATS_ATTR_OUTPKTS]);
	totals->in_bytes = number(tb[IPVS_STATS_ATTR_INBYTES]);
	totals->out_bytes = number(tb[IPVS_STATS_ATTR_OUTBYTES]);
	rates->conns = number(tb[IPVS_STATS_ATTR_CPS]);
	rates->in_packets = number(tb[IPVS_STATS_ATTR_INPPS]);
	rates->out_packets = number(tb[IPVS_STATS_ATTR_OUTPPS]);
	rates->in_bytes = number(tb[IPVS_STATS_ATTR_INBPS]);
	rates->out_bytes = number(tb[IPVS_STATS_ATTR_OUTBPS]);
}

bool codec_get_service(struct nlattr *nest, struct service *service)
{
	struct nlattr *tb[IPVS_SVC_ATTR_MAX + 1];

	memset(service, 0, sizeof(*service));
	if (!nest || nla_parse_nested(tb, IPVS_SVC_ATTR_MAX, nest, NULL) || !tb[IPVS_SVC_ATTR_AF])
		return false;
	service->family = number(tb[IPVS_SVC_ATTR_AF]);
	service->fwmark = number(tb[IPVS_SVC_ATTR_FWMARK]);
	service->protocol = number(tb[IPVS_SVC_ATTR_PROTOCOL]);
	get_address(&service->address, tb[IPVS_SVC_ATTR_ADDR], service->family);
	service->port = ntohs(number(tb[IPVS_SVC_ATTR_PORT]));
	if (tb[IPVS_SVC_ATTR_SCHED_NAME])
		nla_strlcpy(service->scheduler, tb[IPVS_SVC_ATTR_SCHED_NAME],
			    sizeof(service->scheduler));
	if (tb[IPVS_SVC_ATTR_PE_NAME])
		nla_strlcpy(service->engine, tb[IPVS_SVC_ATTR_PE_NAME], sizeof(service->engine));
	if (tb[IPVS_SVC_ATTR_FLAGS] && nla_len(tb[IPVS_SVC_ATTR_FLAGS]) >= 4)
		memcpy(&service->flags, nla_data(tb[IPVS_SVC_ATTR_FLAGS]), 4);
	service->timeout = number(tb[IPVS_SVC_ATTR_TIMEOUT]);
	service->netmask = number(tb[IPVS_SVC_ATTR_NETMASK]);
	get_stats(tb[IPVS_SVC_ATTR_STATS64] ? tb[IPVS_SVC_ATTR_STATS64] : tb[IPVS_SVC_ATTR_STATS],
		  &service->totals, &service->rates);
	return true;
}

bool codec_get_server(struct nlattr *nest, struct server *server)
{
	struct nlattr *tb[IPVS_DEST_ATTR_MAX + 1];

	memset(server, 0, sizeof(*server));
	if (!nest || nla_parse_nested(tb, IPVS_DEST_ATTR_MAX, nest, NULL) ||
	    !tb[IPVS_DEST_ATTR_ADDR])
		return false;
	server->family = number(tb[IPVS_DEST_ATTR_ADDR_FAMILY]);
	get_address(&server->address, tb[IPVS_DEST_ATTR_ADDR], server->family);
	server->port = ntohs(number(tb[IPVS_DEST_ATTR_PORT]));
	server->method = number(tb[IPVS_DEST_ATTR_FWD_METHOD]) & IP_VS_CONN_F_FWD_MASK;
	server->weight = number(tb[IPVS_DEST_ATTR_WEIGHT]);
	server->upper = number(tb[IPVS_DEST_ATTR_U_THRESH]);
	server->lower = number(tb[IPVS_DEST_ATTR_L_THRESH]);
	server->tunnel_type = number(tb[IPVS_DEST_ATTR_TUN_TYPE]);
	server->tunnel_port = ntohs(number(tb[IPVS_DEST_ATTR_TUN_PORT]));
	server->tunnel_flags = number(tb[IPVS_DEST_ATTR_TUN_FLAGS]);
	server->active = number(tb[IPVS_DEST_ATTR_ACTIVE_CONNS]);
	server->inactive = number(tb[IPVS_DEST_ATTR_INACT_CONNS]);
	server->persistent = number(tb[IPVS_DEST_ATTR_PERSIST_CONNS]);
	get_stats(tb[IPVS_DEST_ATTR_STATS64] ? tb[IPVS_DEST_ATTR_STATS64]
					     : tb[IPVS_DEST_ATTR_STATS],
		  &server->totals, &server->rates);
	return true;
}

bool codec_get_daemon(struct nlattr *nest, struct daemon *daemon)
{
	struct nlattr *tb[IPVS_DAEMON_ATTR_MAX + 1];

	memset(daemon, 0, sizeof(*daemon));
	if (!nest || nla_parse_nested(tb, IPVS_DAEMON_ATTR_MAX, nest, NULL) ||
	    !tb[IPVS_DAEMON_ATTR_STATE])
		return false;
	daemon->state = number(tb[IPVS_DAEMON_ATTR_STATE]);
	if (tb[IPVS_DAEMON_ATTR_MCAST_IFN])
		nla_strlcpy(daemon->interface, tb[IPVS_DAEMON_ATTR_MCAST_IFN],
			    sizeof(daemon->interface));
	daemon->syncid = number(tb[IPVS_DAEMON_ATTR_SYNC_ID]);
	daemon->maxlen = number(tb[IPVS_DAEMON_ATTR_SYNC_MAXLEN]);
	daemon->port = number(tb[IPVS_DAEMON_ATTR_MCAST_PORT]);
	daemon->ttl = number(tb[IPVS_DAEMON_ATTR_MCAST_TTL]);
	if (tb[IPVS_DAEMON_ATTR_MCAST_GROUP]) {
		daemon->group_family = AF_INET;
		get_address(&daemon->group, tb[IPVS_DAEMON_ATTR_MCAST_GROUP], AF_INET);
	} else if (tb[IPVS_DAEMON_ATTR_MCAST_GROUP6]) {
		daemon->group_family = AF_INET6;
		get_address(&daemon->group, tb[IPVS_DAEMON_ATTR_MCAST_GROUP6], AF_INET6);
	}
	return true;
}
