// SPDX-License-Identifier: GPL-2.0
#include "table.h"

#include "codec.h"
#include "module.h"
#include "transport.h"

#include <errno.h>
#include <linux/netlink.h>
#include <netlink/attr.h>
#include <stdio.h>

static void on_info(struct nlattr **attrs, void *data)
{
	struct info *info = data;

	if (attrs[IPVS_INFO_ATTR_VERSION])
		info->version = nla_get_u32(attrs[IPVS_INFO_ATTR_VERSION]);
	if (attrs[IPVS_INFO_ATTR_CONN_TAB_SIZE])
		info->table_size = nla_get_u32(attrs[IPVS_INFO_ATTR_CONN_TAB_SIZE]);
}

int table_info(struct info *info)
{
	return transport_send(transport_message(TRANSPORT_IPVS, IPVS_CMD_GET_INFO, 0), on_info,
			      info);
}

static void on_service(struct nlattr **attrs, void *data)
{
	struct service service;

	if (codec_get_service(attrs[IPVS_CMD_ATTR_SERVICE], &service))
		*(struct service *)vector_add(data, sizeof(service)) = service;
}

int table_services(struct vector *services)
{
	return transport_send(transport_message(TRANSPORT_IPVS, IPVS_CMD_GET_SERVICE, NLM_F_DUMP),
			      on_service, services);
}

int table_service(struct service *service)
{
	struct nl_msg *msg = transport_message(TRANSPORT_IPVS, IPVS_CMD_GET_SERVICE, 0);
	struct vector found = {};
	int ret;

	codec_put_service(msg, service, false);
	ret = transport_send(msg, on_service, &found);
	if (!ret && found.count)
		*service = *(struct service *)found.items;
	vector_free(&found);
	return ret;
}

static void on_server(struct nlattr **attrs, void *data)
{
	struct server server;

	if (codec_get_server(attrs[IPVS_CMD_ATTR_DEST], &server))
		*(struct server *)vector_add(data, sizeof(server)) = server;
}

int table_servers(const struct service *service, struct vector *servers)
{
	struct nl_msg *msg = transport_message(TRANSPORT_IPVS, IPVS_CMD_GET_DEST, NLM_F_DUMP);

	codec_put_service(msg, service, false);
	return transport_send(msg, on_server, servers);
}

struct nl_msg *table_service_message(int command, const struct service *service)
{
	struct nl_msg *msg = transport_message(TRANSPORT_IPVS, command, 0);

	codec_put_service(msg, service, command != IPVS_CMD_DEL_SERVICE);
	return msg;
}

bool table_load_scheduler(const struct service *service)
{
	char alias[64];

	snprintf(alias, sizeof(alias), "lvs-sched-%s", service->scheduler);
	return !module_load(alias);
}

int table_change_service(int command, const struct service *service)
{
	int ret = transport_send(table_service_message(command, service), NULL, NULL);

	/* The kernel loads schedulers by itself, unless modprobe is forbidden to it. */
	if (ret == ENOENT && command != IPVS_CMD_DEL_SERVICE && table_load_scheduler(service))
		ret = transport_send(table_service_message(command, service), NULL, NULL);
	return ret;
}

struct nl_msg *table_server_message(int command, const struct service *service,
				    const struct server *server)
{
	struct nl_msg *msg = transport_message(TRANSPORT_IPVS, command, 0);

	codec_put_service(msg, service, false);
	codec_put_server(msg, server, command != IPVS_CMD_DEL_DEST);
	return msg;
}

int table_change_server(int command, const struct service *service, const struct server *server)
{
	return transport_send(table_server_message(command, service, server), NULL, NULL);
}

struct nl_msg *table_flush_message(void)
{
	return transport_message(TRANSPORT_IPVS, IPVS_CMD_FLUSH, 0);
}

int table_flush(void)
{
	return transport_send(table_flush_message(), NULL, NULL);
}

struct nl_msg *table_zero_message(const struct service *service)
{
	struct nl_msg *msg = transport_message(TRANSPORT_IPVS, IPVS_CMD_ZERO, 0);

	if (service)
		codec_put_service(msg, service, false);
	return msg;
}

int table_zero(const struct service *service)
{
	return transport_send(table_zero_message(service), NULL, NULL);
}

static void on_timeouts(struct nlattr **attrs, void *data)
{
	struct timeouts *timeouts = data;

	if (attrs[IPVS_CMD_ATTR_TIMEOUT_TCP])
		timeouts->tcp = nla_get_u32(attrs[IPVS_CMD_ATTR_TIMEOUT_TCP]);
	if (attrs[IPVS_CMD_ATTR_TIMEOUT_TCP_FIN])
		timeouts->tcp_fin = nla_get_u32(attrs[IPVS_CMD_ATTR_TIMEOUT_TCP_FIN]);
	if (attrs[IPVS_CMD_ATTR_TIMEOUT_UDP])
		timeouts->udp = nla_get_u32(attrs[IPVS_CMD_ATTR_TIMEOUT_UDP]);
}

int table_get_timeouts(struct timeouts *timeouts)
{
	return transport_send(transport_message(TRANSPORT_IPVS, IPVS_CMD_GET_CONFIG, 0),
			      on_timeouts, timeouts);
}

struct nl_msg *table_timeouts_message(const struct timeouts *timeouts)
{
	struct nl_msg *msg = transport_message(TRANSPORT_IPVS, IPVS_CMD_SET_CONFIG, 0);

	codec_put_timeouts(msg, timeouts);
	return msg;
}

int table_set_timeouts(const struct timeouts *timeouts)
{
	return transport_send(table_timeouts_message(timeouts), NULL, NULL);
}

static void on_daemon(struct nlattr **attrs, void *data)
{
	struct daemon daemon;

	if (codec_get_daemon(attrs[IPVS_CMD_ATTR_DAEMON], &daemon))
		*(struct daemon *)vector_add(data, sizeof(daemon)) = daemon;
}

int table_daemons(struct vector *daemons)
{
	return transport_send(transport_message(TRANSPORT_IPVS, IPVS_CMD_GET_DAEMON, NLM_F_DUMP),
			      on_daemon, daemons);
}

struct nl_msg *table_daemon_message(int command, const struct daemon *daemon)
{
	struct nl_msg *msg = transport_message(TRANSPORT_IPVS, command, 0);

	codec_put_daemon(msg, daemon);
	return msg;
}

int table_change_daemon(int command, const struct daemon *daemon)
{
	return transport_send(table_daemon_message(command, daemon), NULL, NULL);
}
