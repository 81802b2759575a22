// SPDX-License-Identifier: GPL-2.0
/*
 * Which option may go with which command, and what they mean together: rows of
 * a table first, the few rules that are none after them.
 */
#include "legal.h"

#include "parse.h"

#include <arpa/inet.h>
#include <string.h>

const char *const legal_command_names[COMMANDS] = {
	[CMD_ADD_SERVICE] = "add-service",
	[CMD_EDIT_SERVICE] = "edit-service",
	[CMD_DELETE_SERVICE] = "delete-service",
	[CMD_FLUSH] = "flush",
	[CMD_LIST] = "list",
	[CMD_ADD_SERVER] = "add-server",
	[CMD_DELETE_SERVER] = "delete-server",
	[CMD_EDIT_SERVER] = "edit-server",
	[CMD_SET] = "set",
	[CMD_START_DAEMON] = "start-daemon",
	[CMD_STOP_DAEMON] = "stop-daemon",
	[CMD_RESTORE] = "restore",
	[CMD_SAVE] = "save",
	[CMD_ZERO] = "zero",
	[CMD_HELP] = "help",
	[CMD_VERSION] = "version",
};

const char *const legal_option_names[OPTIONS] = {
	"numeric",
	"connection",
	"service-address",
	"scheduler",
	"persistent",
	"netmask",
	"real-server",
	"forwarding-method",
	"weight",
	"u-threshold",
	"l-threshold",
	"mcast-interface",
	"timeout",
	"daemon",
	"stats",
	"rate",
	"thresholds",
	"persistent-conn",
	"nosort",
	"syncid",
	"exact",
	"ops",
	"pe",
	"sched-flags",
	"mcast-group",
	"mcast-port",
	"mcast-ttl",
	"sync-maxlen",
	"tun-info",
	"tun-type",
	"tun-port",
	"tun-nocsum",
	"tun-csum",
	"tun-remcsum",
	"explain",
	"json",
};

#define SERVICE_OPTIONS                                                               \
	(OPT(OPT_SCHEDULER) | OPT(OPT_PERSISTENT) | OPT(OPT_NETMASK) | OPT(OPT_OPS) | \
	 OPT(OPT_PE) | OPT(OPT_SCHED_FLAGS))
#define SERVER_OPTIONS                                                                             \
	(OPT(OPT_METHOD) | OPT(OPT_WEIGHT) | OPT(OPT_UPPER) | OPT(OPT_LOWER) | OPT(OPT_TUN_TYPE) | \
	 OPT(OPT_TUN_PORT) | OPT(OPT_TUN_NOCSUM) | OPT(OPT_TUN_CSUM) | OPT(OPT_TUN_REMCSUM))
#define LIST_OPTIONS                                                                     \
	(OPT(OPT_SERVICE) | OPT(OPT_NUMERIC) | OPT(OPT_CONNECTION) | OPT(OPT_TIMEOUT) |  \
	 OPT(OPT_DAEMON) | OPT(OPT_STATS) | OPT(OPT_RATE) | OPT(OPT_THRESHOLDS) |        \
	 OPT(OPT_PERSISTENT_CONN) | OPT(OPT_NOSORT) | OPT(OPT_SYNCID) | OPT(OPT_EXACT) | \
	 OPT(OPT_TUN_INFO) | OPT(OPT_JSON) | OPT(OPT_EXPLAIN))
#define DAEMON_OPTIONS                                                       \
	(OPT(OPT_MCAST_INTERFACE) | OPT(OPT_SYNCID) | OPT(OPT_SYNC_MAXLEN) | \
	 OPT(OPT_MCAST_GROUP) | OPT(OPT_MCAST_PORT) | OPT(OPT_MCAST_TTL))

/* What each command needs and what else it may have. */
static const struct {
	uint64_t needs;
	uint64_t may;
} legal_rows[COMMANDS] = {
	[CMD_ADD_SERVICE] = { OPT(OPT_SERVICE), SERVICE_OPTIONS },
	[CMD_EDIT_SERVICE] = { OPT(OPT_SERVICE), SERVICE_OPTIONS },
	[CMD_DELETE_SERVICE] = { OPT(OPT_SERVICE), 0 },
	[CMD_LIST] = { 0, LIST_OPTIONS },
	[CMD_ADD_SERVER] = { OPT(OPT_SERVICE) | OPT(OPT_SERVER), SERVER_OPTIONS },
	[CMD_EDIT_SERVER] = { OPT(OPT_SERVICE) | OPT(OPT_SERVER), SERVER_OPTIONS },
	[CMD_DELETE_SERVER] = { OPT(OPT_SERVICE) | OPT(OPT_SERVER), 0 },
	[CMD_START_DAEMON] = { 0, DAEMON_OPTIONS },
	[CMD_STOP_DAEMON] = { 0, OPT(OPT_SYNCID) },
	[CMD_SAVE] = { 0, OPT(OPT_NUMERIC) },
	[CMD_ZERO] = { 0, OPT(OPT_SERVICE) },
};

static int legal_options(struct parser *parser)
{
	const struct request *request = parser->request;
	uint64_t needs = legal_rows[request->command].needs;
	uint64_t may = legal_rows[request->command].may | needs;
	int i;

	for (i = 0; i < OPTIONS; i++) {
		if (needs & OPT(i) && !(request->given & OPT(i)))
			return parser_fail(
				parser, "You need to supply the '%s' option for the '%s' command",
				legal_option_names[i], legal_command_names[request->command]);
		if (request->given & OPT(i) && !(may & OPT(i)))
			return parser_fail(parser, "Illegal '%s' option with the '%s' command",
					   legal_option_names[i],
					   legal_command_names[request->command]);
	}
	return 0;
}

static int legal_netmask(struct parser *parser)
{
	struct service *service = &parser->request->service;
	struct in_addr mask;
	uint64_t prefix;

	service->netmask = service->family == AF_INET6 ? 128 : 0xffffffff;
	if (!parser->netmask)
		return 0;
	if (service->family == AF_INET6) {
		if (!parse_number(parser->netmask, 1, 128, &prefix))
			return parser_fail(parser, "illegal ipv6 netmask specified: %s",
					   parser->netmask);
		service->netmask = prefix;
		return 0;
	}
	if (inet_pton(AF_INET, parser->netmask, &mask) != 1)
		return parser_fail(parser, "illegal virtual server persistent mask specified: %s",
				   parser->netmask);
	service->netmask = mask.s_addr;
	return 0;
}

static int legal_service(struct parser *parser)
{
	struct service *service = &parser->request->service;
	bool incompatible;
	const char *bad;

	if (!service->scheduler[0])
		strcpy(service->scheduler, "wlc");
	if (legal_netmask(parser))
		return EXIT_USAGE;
	if (!service->fwmark && !service->port && !(service->flags & IP_VS_SVC_F_PERSISTENT))
		return parser_fail(parser, "Zero port specified for non-persistent service");
	if (service->flags & IP_VS_SVC_F_ONEPACKET && !service->fwmark &&
	    service->protocol != IPPROTO_UDP)
		return parser_fail(parser,
				   "One-Packet Scheduling is only for UDP virtual services");
	if (parser->sched_flags && !parse_sched_flags(parser->sched_flags, service->scheduler,
						      &service->flags, &bad, &incompatible))
		return parser_fail(parser, "%s scheduler flag `%s'",
				   incompatible ? "incompatible" : "invalid", bad);
	return 0;
}

/* A port's name is one of the service's protocol; of a firewall mark's, TCP's. */
static const char *legal_protocol_name(const struct service *service)
{
	switch (service->protocol) {
	case IPPROTO_UDP:
		return "udp";
	case IPPROTO_SCTP:
		return "sctp";
	default:
		return "tcp";
	}
}

/* Only NAT can change the port; a removal names what it is. */
static bool legal_port_is_its_own(const struct parser *parser)
{
	const char *bracket = strchr(parser->server, ']');
	const char *colon = strchr(bracket ? bracket : parser->server, ':');

	if (!colon || (!bracket && strchr(colon + 1, ':')))
		return false;
	return parser->request->server.method == IP_VS_CONN_F_MASQ ||
	       parser->request->service.fwmark || parser->request->command == CMD_DELETE_SERVER;
}

static int legal_server(struct parser *parser)
{
	uint64_t tunnel = OPT(OPT_TUN_TYPE) | OPT(OPT_TUN_PORT) | OPT(OPT_TUN_NOCSUM) |
			  OPT(OPT_TUN_CSUM) | OPT(OPT_TUN_REMCSUM);
	const struct service *service = &parser->request->service;
	struct server *server = &parser->request->server;
	uint64_t given = parser->request->given;

	/* Tunnels alone lead to the other family: there brackets say which it is, as in a save. */
	if (server->method != IP_VS_CONN_F_TUNNEL)
		server->family = service->family;
	if (!parse_endpoint(parser->server, legal_protocol_name(service), &server->family,
			    &server->address, &server->port))
		return parser_fail(parser, "illegal real server address[:port] specified: %s",
				   parser->server);
	if (!(given & OPT(OPT_METHOD)))
		server->method = IP_VS_CONN_F_DROUTE;
	if (!(given & OPT(OPT_WEIGHT)))
		server->weight = 1;
	if (given & tunnel && server->method != IP_VS_CONN_F_TUNNEL)
		return parser_fail(parser, "Tunnel options conflict with forward method");
	if (server->family != service->family && server->method != IP_VS_CONN_F_TUNNEL &&
	    parser->request->command != CMD_DELETE_SERVER)
		return parser_fail(
			parser, "Different address family is allowed only for tunneling servers");
	if (server->tunnel_type == IP_VS_CONN_F_TUNNEL_TYPE_GUE && !server->tunnel_port)
		return parser_fail(parser,
				   "You need to supply the 'tun-port' option for the '%s' command",
				   legal_command_names[parser->request->command]);
	if (server->tunnel_type == IP_VS_CONN_F_TUNNEL_TYPE_IPIP &&
	    given & tunnel & ~OPT(OPT_TUN_TYPE))
		return parser_fail(parser,
				   "The option 'tun-type' conflicts with other tunnel options");
	if (server->tunnel_type == IP_VS_CONN_F_TUNNEL_TYPE_GRE &&
	    given & (OPT(OPT_TUN_PORT) | OPT(OPT_TUN_REMCSUM)))
		return parser_fail(parser,
				   "The option 'tun-type' conflicts with other tunnel options");
	if (!legal_port_is_its_own(parser))
		server->port = service->port;
	return 0;
}

static int legal_list(struct parser *parser)
{
	uint64_t given = parser->request->given;
	uint64_t what = given & (OPT(OPT_SERVICE) | OPT(OPT_CONNECTION) | OPT(OPT_TIMEOUT) |
				 OPT(OPT_DAEMON) | OPT(OPT_EXPLAIN));
	uint64_t how =
		given & (OPT(OPT_STATS) | OPT(OPT_RATE) | OPT(OPT_THRESHOLDS) | OPT(OPT_JSON));

	if (what & (what - 1) || (what & ~OPT(OPT_SERVICE) && how))
		return parser_fail(parser, "options conflicts in the list command");
	return 0;
}

int legal_check(struct parser *parser)
{
	struct request *request = parser->request;
	int ret = legal_options(parser);

	if (ret)
		return ret;
	switch (request->command) {
	case CMD_ADD_SERVICE:
	case CMD_EDIT_SERVICE:
		return legal_service(parser);
	case CMD_ADD_SERVER:
	case CMD_EDIT_SERVER:
	case CMD_DELETE_SERVER:
		return legal_server(parser);
	case CMD_LIST:
		return legal_list(parser);
	case CMD_START_DAEMON:
		if (!request->daemon.interface[0])
			strcpy(request->daemon.interface, "eth0");
		return 0;
	default:
		return 0;
	}
}
