// SPDX-License-Identifier: GPL-2.0
#include "opts.h"

#include "parse.h"

#include <arpa/inet.h>
#include <popt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Values of rows beyond the letters. */
enum {
	ROW_SET = 256,
	ROW_START,
	ROW_STOP,
	ROW_SCTP,
	ROW_PE,
	ROW_TIMEOUT,
	ROW_DAEMON,
	ROW_STATS,
	ROW_RATE,
	ROW_THRESHOLDS,
	ROW_PERSISTENT_CONN,
	ROW_NOSORT,
	ROW_SORT,
	ROW_EXACT,
	ROW_MCAST_INTERFACE,
	ROW_MCAST_GROUP,
	ROW_MCAST_PORT,
	ROW_MCAST_TTL,
	ROW_SYNCID,
	ROW_SYNC_MAXLEN,
	ROW_TUN_INFO,
	ROW_TUN_TYPE,
	ROW_TUN_PORT,
	ROW_TUN_NOCSUM,
	ROW_TUN_CSUM,
	ROW_TUN_REMCSUM,
	ROW_JSON,
	ROW_EXPLAIN,
};

static char *opts_argument;

#define FLAG(word, letter, value, help)                              \
	{                                                            \
		word, letter, POPT_ARG_NONE, NULL, value, help, NULL \
	}
#define WORD(word, letter, value, help, what)                                    \
	{                                                                        \
		word, letter, POPT_ARG_STRING, &opts_argument, value, help, what \
	}

static const struct poptOption opts_rows[] = {
	FLAG("add-service", 'A', 'A', "add a virtual service"),
	FLAG("edit-service", 'E', 'E', "edit a virtual service"),
	FLAG("delete-service", 'D', 'D', "delete a virtual service"),
	FLAG("clear", 'C', 'C', "clear the whole table"),
	FLAG("restore", 'R', 'R', "restore rules from standard input"),
	FLAG("save", 'S', 'S', "save rules to standard output"),
	FLAG("add-server", 'a', 'a', "add a real server"),
	FLAG("edit-server", 'e', 'e', "edit a real server"),
	FLAG("delete-server", 'd', 'd', "delete a real server"),
	FLAG("list", 'L', 'L', "list the table"),
	FLAG(NULL, 'l', 'L', "list the table"),
	FLAG("zero", 'Z', 'Z', "zero counters of a service or of all"),
	WORD("set", 0, ROW_SET, "set timeouts in seconds", "TCP TCPFIN UDP"),
	WORD("start-daemon", 0, ROW_START, "start a synchronisation daemon", "master|backup"),
	WORD("stop-daemon", 0, ROW_STOP, "stop a synchronisation daemon", "master|backup"),
	FLAG("help", 'h', 'h', "show this"),
	FLAG("version", 'v', 'v', "show the version"),

	WORD("tcp-service", 't', 't', "TCP service", "ADDRESS[:PORT]"),
	WORD("udp-service", 'u', 'u', "UDP service", "ADDRESS[:PORT]"),
	WORD("sctp-service", 0, ROW_SCTP, "SCTP service", "ADDRESS[:PORT]"),
	WORD("fwmark-service", 'f', 'f', "firewall mark service", "MARK"),
	FLAG("ipv6", '6', '6', "the firewall mark service is IPv6's"),
	WORD("scheduler", 's', 's', "scheduler (default: wlc)", "NAME"),
	{ "persistent", 'p', POPT_ARG_STRING | POPT_ARGFLAG_OPTIONAL, &opts_argument, 'p',
	  "persistent service (default: 360)", "SECONDS" },
	WORD("netmask", 'M', 'M', "granularity of persistence", "MASK"),
	FLAG("ops", 'o', 'o', "one-packet scheduling"),
	WORD("pe", 0, ROW_PE, "persistence engine", "NAME"),
	WORD("sched-flags", 'b', 'b', "scheduler flags", "FLAGS"),
	WORD("real-server", 'r', 'r', "real server", "ADDRESS[:PORT]"),
	FLAG("gatewaying", 'g', 'g', "direct routing (default)"),
	FLAG("ipip", 'i', 'i', "tunnelling"),
	FLAG("masquerading", 'm', 'm', "NAT"),
	WORD("weight", 'w', 'w', "weight of the real server (default: 1)", "WEIGHT"),
	WORD("u-threshold", 'x', 'x', "connections at which it takes no more", "COUNT"),
	WORD("l-threshold", 'y', 'y', "connections below which it takes them again", "COUNT"),
	WORD("tun-type", 0, ROW_TUN_TYPE, "ipip, gue or gre", "TYPE"),
	WORD("tun-port", 0, ROW_TUN_PORT, "port of a GUE tunnel", "PORT"),
	FLAG("tun-nocsum", 0, ROW_TUN_NOCSUM, "tunnel without checksums (default)"),
	FLAG("tun-csum", 0, ROW_TUN_CSUM, "tunnel with checksums"),
	FLAG("tun-remcsum", 0, ROW_TUN_REMCSUM, "tunnel with remote checksums"),

	FLAG("numeric", 'n', 'n', "addresses and ports as numbers"),
	FLAG("connection", 'c', 'c', "list connections"),
	FLAG("timeout", 0, ROW_TIMEOUT, "list timeouts"),
	FLAG("daemon", 0, ROW_DAEMON, "list daemons"),
	FLAG("stats", 0, ROW_STATS, "list counters"),
	FLAG("rate", 0, ROW_RATE, "list rates per second"),
	FLAG("thresholds", 0, ROW_THRESHOLDS, "list thresholds"),
	FLAG("persistent-conn", 0, ROW_PERSISTENT_CONN, "list persistent connections"),
	FLAG("tun-info", 0, ROW_TUN_INFO, "list tunnels"),
	FLAG("nosort", 0, ROW_NOSORT, "keep the kernel's order"),
	FLAG("sort", 0, ROW_SORT, "sort (default)"),
	FLAG("exact", 'X', ROW_EXACT, "numbers whole"),
	FLAG("json", 0, ROW_JSON, "list as JSON"),
	FLAG("explain", 0, ROW_EXPLAIN, "list why packets left the director"),

	WORD("mcast-interface", 0, ROW_MCAST_INTERFACE, "interface of a daemon", "NAME"),
	WORD("mcast-group", 0, ROW_MCAST_GROUP, "group of a daemon", "ADDRESS"),
	WORD("mcast-port", 0, ROW_MCAST_PORT, "port of a daemon", "PORT"),
	WORD("mcast-ttl", 0, ROW_MCAST_TTL, "time to live of a daemon's packets", "TTL"),
	WORD("syncid", 0, ROW_SYNCID, "identity of a daemon", "ID"),
	WORD("sync-maxlen", 0, ROW_SYNC_MAXLEN, "longest message of a daemon", "BYTES"),
	POPT_TABLEEND,
};

/* Names in messages, a contract. */
static const char *const opts_command_names[COMMANDS] = {
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

static const char *const opts_names[OPTIONS] = {
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
} opts_legal[COMMANDS] = {
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

/* Parsing under way. */
struct opts_parser {
	struct request *request;
	poptContext popt;
	char *error;
	size_t size;
	char *sched_flags;
	const char *service_text;
	bool server_has_port;
};

static int __attribute__((format(printf, 2, 3)))
opts_fail(struct opts_parser *parser, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(parser->error, parser->size, format, args);
	va_end(args);
	return EXIT_USAGE;
}

static int opts_give(struct opts_parser *parser, enum option option)
{
	if (parser->request->given & OPT(option))
		return opts_fail(parser, "multiple '%s' options specified", opts_names[option]);
	parser->request->given |= OPT(option);
	return 0;
}

static int opts_command(struct opts_parser *parser, enum command command)
{
	if (parser->request->command != CMD_NONE)
		return opts_fail(parser, "multiple commands specified");
	parser->request->command = command;
	return 0;
}

static int opts_daemon(struct opts_parser *parser, enum command command)
{
	struct daemon *daemon = &parser->request->daemon;

	if (!strcmp(opts_argument, "master"))
		daemon->state = IP_VS_STATE_MASTER;
	else if (!strcmp(opts_argument, "backup"))
		daemon->state = IP_VS_STATE_BACKUP;
	else
		return opts_fail(parser, command == CMD_START_DAEMON
						 ? "illegal start-daemon parameter specified"
						 : "illegal start_daemon specified");
	return opts_command(parser, command);
}

static int opts_timeout(struct opts_parser *parser, const char *word, uint32_t *timeout)
{
	uint64_t value;

	if (!word)
		return opts_fail(parser, "--set option requires 3 timeout values");
	if (!parse_number(word, 0, 2678400, &value))
		return opts_fail(parser, "invalid timeout value `%s' specified", word);
	*timeout = value;
	return 0;
}

static int opts_set(struct opts_parser *parser)
{
	if (opts_timeout(parser, opts_argument, &parser->request->timeouts.tcp))
		return EXIT_USAGE;
	return opts_command(parser, CMD_SET);
}

/* popt takes one argument for an option; the other two are what it leaves over. */
static int opts_set_rest(struct opts_parser *parser)
{
	struct timeouts *timeouts = &parser->request->timeouts;

	if (opts_timeout(parser, poptGetArg(parser->popt), &timeouts->tcp_fin))
		return EXIT_USAGE;
	return opts_timeout(parser, poptGetArg(parser->popt), &timeouts->udp);
}

static int opts_service(struct opts_parser *parser, uint16_t protocol, const char *name)
{
	struct service *service = &parser->request->service;

	if (opts_give(parser, OPT_SERVICE))
		return EXIT_USAGE;
	service->protocol = protocol;
	if (!parse_endpoint(opts_argument, name, &service->family, &service->address,
			    &service->port))
		return opts_fail(parser, "illegal virtual server address[:port] specified: %s",
				 opts_argument);
	return 0;
}

static int opts_fwmark(struct opts_parser *parser)
{
	uint64_t mark;

	if (opts_give(parser, OPT_SERVICE))
		return EXIT_USAGE;
	if (!parse_number(opts_argument, 1, UINT32_MAX, &mark))
		return opts_fail(parser, "invalid fwmark value `%s' specified", opts_argument);
	parser->request->service.fwmark = mark;
	parser->request->service.family = AF_INET;
	return 0;
}

static int opts_ipv6(struct opts_parser *parser)
{
	if (!parser->request->service.fwmark)
		return opts_fail(parser, "-6 used before -f");
	parser->request->service.family = AF_INET6;
	return 0;
}

static int opts_text(struct opts_parser *parser, enum option option, char *result, size_t size)
{
	if (opts_give(parser, option))
		return EXIT_USAGE;
	if (strlen(opts_argument) >= size)
		return opts_fail(parser, "the %s `%s' is too long", opts_names[option],
				 opts_argument);
	strcpy(result, opts_argument);
	return 0;
}

static int opts_number(struct opts_parser *parser, enum option option, uint64_t low, uint64_t high,
		       const char *what, uint64_t *result)
{
	if (opts_give(parser, option))
		return EXIT_USAGE;
	if (!parse_number(opts_argument, low, high, result))
		return opts_fail(parser, "illegal %s specified: %s", what, opts_argument);
	return 0;
}

static int opts_persistent(struct opts_parser *parser)
{
	struct service *service = &parser->request->service;
	uint64_t seconds = 360;

	if (opts_give(parser, OPT_PERSISTENT))
		return EXIT_USAGE;
	if (opts_argument && !parse_number(opts_argument, 1, 2678400, &seconds))
		return opts_fail(parser, "invalid timeout value `%s' specified", opts_argument);
	service->flags |= IP_VS_SVC_F_PERSISTENT;
	service->timeout = seconds;
	return 0;
}

static int opts_netmask(struct opts_parser *parser)
{
	struct in_addr mask;
	uint64_t prefix;

	if (opts_give(parser, OPT_NETMASK))
		return EXIT_USAGE;
	if (inet_pton(AF_INET, opts_argument, &mask) == 1) {
		parser->request->service.netmask = mask.s_addr;
		return 0;
	}
	if (parser->request->service.family != AF_INET6)
		return opts_fail(parser, "illegal virtual server persistent mask specified: %s",
				 opts_argument);
	if (!parse_number(opts_argument, 1, 128, &prefix))
		return opts_fail(parser, "illegal ipv6 netmask specified: %s", opts_argument);
	parser->request->service.netmask = prefix;
	return 0;
}

static int opts_server(struct opts_parser *parser)
{
	struct server *server = &parser->request->server;
	const char *bracket = strchr(opts_argument, ']');
	const char *colon = strchr(bracket ? bracket : opts_argument, ':');

	if (opts_give(parser, OPT_SERVER))
		return EXIT_USAGE;
	if (!parse_endpoint(opts_argument, "tcp", &server->family, &server->address, &server->port))
		return opts_fail(parser, "illegal real server address[:port] specified: %s",
				 opts_argument);
	parser->server_has_port = colon && (bracket || !strchr(colon + 1, ':'));
	return 0;
}

static int opts_method(struct opts_parser *parser, uint32_t method)
{
	parser->request->server.method = method;
	return opts_give(parser, OPT_METHOD);
}

static int opts_tunnel_type(struct opts_parser *parser)
{
	static const char *const types[] = { "ipip", "gue", "gre" };
	unsigned int i;

	if (opts_give(parser, OPT_TUN_TYPE))
		return EXIT_USAGE;
	for (i = 0; i < 3; i++) {
		if (!strcmp(opts_argument, types[i])) {
			parser->request->server.tunnel_type = i;
			return 0;
		}
	}
	return opts_fail(parser, "illegal tunnel type specified: %s", opts_argument);
}

static int opts_tunnel_checksum(struct opts_parser *parser, enum option option, uint16_t flags)
{
	uint64_t all = OPT(OPT_TUN_NOCSUM) | OPT(OPT_TUN_CSUM) | OPT(OPT_TUN_REMCSUM);
	uint64_t before = parser->request->given & all;
	int other;

	if (before && !(before & OPT(option))) {
		for (other = OPT_TUN_NOCSUM; !(before & OPT(other)); other++)
			;
		return opts_fail(parser, "The option '%s' conflicts with the '%s' option",
				 opts_names[option], opts_names[other]);
	}
	parser->request->server.tunnel_flags = flags;
	return opts_give(parser, option);
}

static int opts_group(struct opts_parser *parser)
{
	struct daemon *daemon = &parser->request->daemon;

	if (opts_give(parser, OPT_MCAST_GROUP))
		return EXIT_USAGE;
	if (inet_pton(AF_INET, opts_argument, &daemon->group) == 1 &&
	    IN_MULTICAST(ntohl(daemon->group.ip.s_addr))) {
		daemon->group_family = AF_INET;
		return 0;
	}
	if (inet_pton(AF_INET6, opts_argument, &daemon->group) == 1 &&
	    IN6_IS_ADDR_MULTICAST(&daemon->group.ip6)) {
		daemon->group_family = AF_INET6;
		return 0;
	}
	return opts_fail(parser, "invalid IPv%d mcast-group `%s'",
			 strchr(opts_argument, ':') ? 6 : 4, opts_argument);
}

/* Commands and what they take. -1: not one of these. */
static int opts_row_command(struct opts_parser *parser, int row)
{
	static const struct {
		char letter;
		enum command command;
	} commands[] = {
		{ 'A', CMD_ADD_SERVICE }, { 'E', CMD_EDIT_SERVICE }, { 'D', CMD_DELETE_SERVICE },
		{ 'C', CMD_FLUSH },	  { 'R', CMD_RESTORE },	     { 'S', CMD_SAVE },
		{ 'a', CMD_ADD_SERVER },  { 'e', CMD_EDIT_SERVER },  { 'd', CMD_DELETE_SERVER },
		{ 'L', CMD_LIST },	  { 'Z', CMD_ZERO },	     { 'h', CMD_HELP },
		{ 'v', CMD_VERSION },
	};
	size_t i;

	for (i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		if (row == commands[i].letter)
			return opts_command(parser, commands[i].command);
	}
	switch (row) {
	case ROW_SET:
		return opts_set(parser);
	case ROW_START:
		return opts_daemon(parser, CMD_START_DAEMON);
	case ROW_STOP:
		return opts_daemon(parser, CMD_STOP_DAEMON);
	}
	return -1;
}

static int opts_row_service(struct opts_parser *parser, int row)
{
	struct service *service = &parser->request->service;

	switch (row) {
	case 't':
		return opts_service(parser, IPPROTO_TCP, "tcp");
	case 'u':
		return opts_service(parser, IPPROTO_UDP, "udp");
	case ROW_SCTP:
		return opts_service(parser, IPPROTO_SCTP, "sctp");
	case 'f':
		return opts_fwmark(parser);
	case '6':
		return opts_ipv6(parser);
	case 's':
		return opts_text(parser, OPT_SCHEDULER, service->scheduler,
				 sizeof(service->scheduler));
	case 'p':
		return opts_persistent(parser);
	case 'M':
		return opts_netmask(parser);
	case 'o':
		service->flags |= IP_VS_SVC_F_ONEPACKET;
		return opts_give(parser, OPT_OPS);
	case ROW_PE:
		return opts_text(parser, OPT_PE, service->engine, sizeof(service->engine));
	case 'b':
		free(parser->sched_flags);
		parser->sched_flags = strdup(opts_argument);
		return opts_give(parser, OPT_SCHED_FLAGS);
	}
	return -1;
}

static int opts_row_server(struct opts_parser *parser, int row)
{
	struct server *server = &parser->request->server;
	uint64_t value = 0;
	int ret;

	switch (row) {
	case 'r':
		return opts_server(parser);
	case 'g':
		return opts_method(parser, IP_VS_CONN_F_DROUTE);
	case 'i':
		return opts_method(parser, IP_VS_CONN_F_TUNNEL);
	case 'm':
		return opts_method(parser, IP_VS_CONN_F_MASQ);
	case 'w':
		ret = opts_number(parser, OPT_WEIGHT, 0, INT32_MAX, "weight", &value);
		server->weight = value;
		return ret;
	case 'x':
		ret = opts_number(parser, OPT_UPPER, 0, INT32_MAX, "u_threshold", &value);
		server->upper = value;
		return ret;
	case 'y':
		ret = opts_number(parser, OPT_LOWER, 0, INT32_MAX, "l_threshold", &value);
		server->lower = value;
		return ret;
	case ROW_TUN_TYPE:
		return opts_tunnel_type(parser);
	case ROW_TUN_PORT:
		ret = opts_number(parser, OPT_TUN_PORT, 1, 65535, "tunnel port", &value);
		server->tunnel_port = value;
		return ret;
	case ROW_TUN_NOCSUM:
		return opts_tunnel_checksum(parser, OPT_TUN_NOCSUM, 0);
	case ROW_TUN_CSUM:
		return opts_tunnel_checksum(parser, OPT_TUN_CSUM, IP_VS_TUNNEL_ENCAP_FLAG_CSUM);
	case ROW_TUN_REMCSUM:
		return opts_tunnel_checksum(parser, OPT_TUN_REMCSUM,
					    IP_VS_TUNNEL_ENCAP_FLAG_REMCSUM);
	}
	return -1;
}

static int opts_row_daemon(struct opts_parser *parser, int row)
{
	struct daemon *daemon = &parser->request->daemon;
	uint64_t value = 0;
	int ret;

	switch (row) {
	case ROW_MCAST_INTERFACE:
		return opts_text(parser, OPT_MCAST_INTERFACE, daemon->interface,
				 sizeof(daemon->interface));
	case ROW_MCAST_GROUP:
		return opts_group(parser);
	case ROW_MCAST_PORT:
		ret = opts_number(parser, OPT_MCAST_PORT, 1, 65535, "mcast-port", &value);
		daemon->port = value;
		return ret;
	case ROW_MCAST_TTL:
		ret = opts_number(parser, OPT_MCAST_TTL, 1, 255, "mcast-ttl", &value);
		daemon->ttl = value;
		return ret;
	case ROW_SYNCID:
		ret = opts_number(parser, OPT_SYNCID, 0, 255, "syncid", &value);
		daemon->syncid = value;
		return ret;
	case ROW_SYNC_MAXLEN:
		ret = opts_number(parser, OPT_SYNC_MAXLEN, 1, 65507, "sync-maxlen", &value);
		daemon->maxlen = value;
		return ret;
	}
	return -1;
}

static int opts_row_list(struct opts_parser *parser, int row)
{
	static const struct {
		int row;
		enum option option;
	} flags[] = {
		{ 'n', OPT_NUMERIC },
		{ 'c', OPT_CONNECTION },
		{ ROW_TIMEOUT, OPT_TIMEOUT },
		{ ROW_DAEMON, OPT_DAEMON },
		{ ROW_STATS, OPT_STATS },
		{ ROW_RATE, OPT_RATE },
		{ ROW_THRESHOLDS, OPT_THRESHOLDS },
		{ ROW_PERSISTENT_CONN, OPT_PERSISTENT_CONN },
		{ ROW_NOSORT, OPT_NOSORT },
		{ ROW_EXACT, OPT_EXACT },
		{ ROW_TUN_INFO, OPT_TUN_INFO },
		{ ROW_JSON, OPT_JSON },
		{ ROW_EXPLAIN, OPT_EXPLAIN },
	};
	size_t i;

	for (i = 0; i < sizeof(flags) / sizeof(flags[0]); i++) {
		if (row == flags[i].row)
			return opts_give(parser, flags[i].option);
	}
	return row == ROW_SORT ? 0 : -1;
}

static int opts_row(struct opts_parser *parser, int row)
{
	int ret = opts_row_command(parser, row);

	if (ret < 0 && parser->request->command == CMD_NONE)
		return opts_fail(parser,
				 "Try `ipvsadm -h' or 'ipvsadm --help' for more information.");
	if (ret < 0)
		ret = opts_row_service(parser, row);
	if (ret < 0)
		ret = opts_row_server(parser, row);
	if (ret < 0)
		ret = opts_row_daemon(parser, row);
	if (ret < 0)
		ret = opts_row_list(parser, row);
	return ret;
}

static int opts_check_legal(struct opts_parser *parser)
{
	const struct request *request = parser->request;
	uint64_t needs = opts_legal[request->command].needs;
	uint64_t may = opts_legal[request->command].may | needs;
	int i;

	for (i = 0; i < OPTIONS; i++) {
		if (needs & OPT(i) && !(request->given & OPT(i)))
			return opts_fail(parser,
					 "You need to supply the '%s' option for the '%s' command",
					 opts_names[i], opts_command_names[request->command]);
		if (request->given & OPT(i) && !(may & OPT(i)))
			return opts_fail(parser, "Illegal '%s' option with the '%s' command",
					 opts_names[i], opts_command_names[request->command]);
	}
	return 0;
}

static int opts_check_service(struct opts_parser *parser)
{
	struct service *service = &parser->request->service;
	bool incompatible;
	const char *bad;

	if (!service->scheduler[0])
		strcpy(service->scheduler, "wlc");
	if (!service->netmask)
		service->netmask = service->family == AF_INET6 ? 128 : 0xffffffff;
	if (service->family == AF_INET6 && service->netmask > 128)
		return opts_fail(parser, "illegal ipv6 netmask specified");
	if (!service->fwmark && !service->port && !(service->flags & IP_VS_SVC_F_PERSISTENT))
		return opts_fail(parser, "Zero port specified for non-persistent service");
	if (service->flags & IP_VS_SVC_F_ONEPACKET && !service->fwmark &&
	    service->protocol != IPPROTO_UDP)
		return opts_fail(parser, "One-Packet Scheduling is only for UDP virtual services");
	if (parser->sched_flags && !parse_sched_flags(parser->sched_flags, service->scheduler,
						      &service->flags, &bad, &incompatible))
		return opts_fail(parser, "%s scheduler flag `%s'",
				 incompatible ? "incompatible" : "invalid", bad);
	return 0;
}

static int opts_check_server(struct opts_parser *parser)
{
	uint64_t tunnel = OPT(OPT_TUN_TYPE) | OPT(OPT_TUN_PORT) | OPT(OPT_TUN_NOCSUM) |
			  OPT(OPT_TUN_CSUM) | OPT(OPT_TUN_REMCSUM);
	const struct service *service = &parser->request->service;
	struct server *server = &parser->request->server;
	uint64_t given = parser->request->given;

	if (!(given & OPT(OPT_METHOD)))
		server->method = IP_VS_CONN_F_DROUTE;
	if (!(given & OPT(OPT_WEIGHT)))
		server->weight = 1;
	if (given & tunnel && server->method != IP_VS_CONN_F_TUNNEL)
		return opts_fail(parser, "Tunnel options conflict with forward method");
	if (server->family != service->family && server->method != IP_VS_CONN_F_TUNNEL &&
	    parser->request->command != CMD_DELETE_SERVER)
		return opts_fail(parser,
				 "Different address family is allowed only for tunneling servers");
	if (server->tunnel_type == IP_VS_CONN_F_TUNNEL_TYPE_GUE && !server->tunnel_port)
		return opts_fail(parser,
				 "You need to supply the 'tun-port' option for the '%s' command",
				 opts_command_names[parser->request->command]);
	if (server->tunnel_type == IP_VS_CONN_F_TUNNEL_TYPE_IPIP &&
	    given & tunnel & ~OPT(OPT_TUN_TYPE))
		return opts_fail(parser,
				 "The option 'tun-type' conflicts with other tunnel options");
	if (server->tunnel_type == IP_VS_CONN_F_TUNNEL_TYPE_GRE &&
	    given & (OPT(OPT_TUN_PORT) | OPT(OPT_TUN_REMCSUM)))
		return opts_fail(parser,
				 "The option 'tun-type' conflicts with other tunnel options");
	/* Only NAT can change the port; a removal names what it is. */
	if (!parser->server_has_port || (server->method != IP_VS_CONN_F_MASQ && !service->fwmark &&
					 parser->request->command != CMD_DELETE_SERVER))
		server->port = service->port;
	return 0;
}

static int opts_check_list(struct opts_parser *parser)
{
	uint64_t given = parser->request->given;
	uint64_t what = given & (OPT(OPT_SERVICE) | OPT(OPT_CONNECTION) | OPT(OPT_TIMEOUT) |
				 OPT(OPT_DAEMON));
	uint64_t how = given & (OPT(OPT_STATS) | OPT(OPT_RATE) | OPT(OPT_THRESHOLDS));

	if (what & (what - 1) || (what & ~OPT(OPT_SERVICE) && how))
		return opts_fail(parser, "options conflicts in the list command");
	return 0;
}

static int opts_check(struct opts_parser *parser)
{
	struct request *request = parser->request;
	int ret = opts_check_legal(parser);

	if (ret)
		return ret;
	switch (request->command) {
	case CMD_ADD_SERVICE:
	case CMD_EDIT_SERVICE:
		return opts_check_service(parser);
	case CMD_ADD_SERVER:
	case CMD_EDIT_SERVER:
	case CMD_DELETE_SERVER:
		return opts_check_server(parser);
	case CMD_LIST:
		return opts_check_list(parser);
	case CMD_START_DAEMON:
		if (!request->daemon.interface[0])
			strcpy(request->daemon.interface, "eth0");
		return 0;
	default:
		return 0;
	}
}

static int opts_walk(struct opts_parser *parser)
{
	const char *rest;
	int ret = 0;
	int row;

	while (!ret && (row = poptGetNextOpt(parser->popt)) > 0) {
		ret = opts_row(parser, row);
		free(opts_argument);
		opts_argument = NULL;
	}
	if (ret)
		return ret;
	if (row < -1) {
		snprintf(parser->error, parser->size, "invalid option `%s': %s",
			 poptBadOption(parser->popt, POPT_BADOPTION_NOALIAS), poptStrerror(row));
		return EXIT_PARSER;
	}
	if (parser->request->command == CMD_SET && opts_set_rest(parser))
		return EXIT_USAGE;
	rest = poptGetArg(parser->popt);
	if (rest)
		return opts_fail(parser, "unexpected argument %s", rest);
	return opts_check(parser);
}

int opts_parse(int argc, const char **argv, struct request *request, char *error, size_t size)
{
	struct opts_parser parser = { .request = request, .error = error, .size = size };
	int ret;

	memset(request, 0, sizeof(*request));
	error[0] = 0;
	if (argc == 1) {
		request->command = CMD_LIST;
		return 0;
	}
	parser.popt = poptGetContext("ipvsadm", argc, argv, opts_rows, 0);
	ret = opts_walk(&parser);
	poptFreeContext(parser.popt);
	free(parser.sched_flags);
	return ret;
}

void opts_help(void)
{
	const char *argv[] = { "ipvsadm", NULL };
	poptContext popt = poptGetContext("ipvsadm", 1, argv, opts_rows, 0);

	poptSetOtherOptionHelp(popt, "COMMAND [OPTION...]");
	poptPrintHelp(popt, stdout, 0);
	poptFreeContext(popt);
}
