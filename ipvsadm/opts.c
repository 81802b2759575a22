// SPDX-License-Identifier: GPL-2.0
#include "opts.h"

#include "legal.h"
#include "parser.h"
#include "value.h"

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

/* popt's rows are constant, so what they point to is, too. */
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

/* Commands and what they take. -1: not one of these. */
static int opts_row_command(struct parser *parser, int row)
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
			return parser_command(parser, commands[i].command);
	}
	switch (row) {
	case ROW_SET:
		return value_set(parser);
	case ROW_START:
		return value_daemon(parser, CMD_START_DAEMON);
	case ROW_STOP:
		return value_daemon(parser, CMD_STOP_DAEMON);
	}
	return -1;
}

static int opts_row_service(struct parser *parser, int row)
{
	struct service *service = &parser->request->service;

	switch (row) {
	case 't':
		return value_service(parser, IPPROTO_TCP, "tcp");
	case 'u':
		return value_service(parser, IPPROTO_UDP, "udp");
	case ROW_SCTP:
		return value_service(parser, IPPROTO_SCTP, "sctp");
	case 'f':
		return value_fwmark(parser);
	case '6':
		return value_ipv6(parser);
	case 's':
		return value_text(parser, OPT_SCHEDULER, service->scheduler,
				  sizeof(service->scheduler));
	case 'p':
		return value_persistent(parser);
	case 'M':
		return parser_keep(parser, OPT_NETMASK, &parser->netmask);
	case 'o':
		service->flags |= IP_VS_SVC_F_ONEPACKET;
		return parser_give(parser, OPT_OPS);
	case ROW_PE:
		return value_text(parser, OPT_PE, service->engine, sizeof(service->engine));
	case 'b':
		return parser_keep(parser, OPT_SCHED_FLAGS, &parser->sched_flags);
	}
	return -1;
}

static int opts_row_server(struct parser *parser, int row)
{
	struct server *server = &parser->request->server;
	uint64_t value = 0;
	int ret;

	switch (row) {
	case 'r':
		return parser_keep(parser, OPT_SERVER, &parser->server);
	case 'g':
		return value_method(parser, IP_VS_CONN_F_DROUTE);
	case 'i':
		return value_method(parser, IP_VS_CONN_F_TUNNEL);
	case 'm':
		return value_method(parser, IP_VS_CONN_F_MASQ);
	case 'w':
		ret = value_number(parser, OPT_WEIGHT, 0, INT32_MAX, "weight", &value);
		server->weight = value;
		return ret;
	case 'x':
		ret = value_number(parser, OPT_UPPER, 0, INT32_MAX, "u_threshold", &value);
		server->upper = value;
		return ret;
	case 'y':
		ret = value_number(parser, OPT_LOWER, 0, INT32_MAX, "l_threshold", &value);
		server->lower = value;
		return ret;
	case ROW_TUN_TYPE:
		return value_tunnel_type(parser);
	case ROW_TUN_PORT:
		ret = value_number(parser, OPT_TUN_PORT, 1, 65535, "tunnel port", &value);
		server->tunnel_port = value;
		return ret;
	case ROW_TUN_NOCSUM:
		return value_tunnel_checksum(parser, OPT_TUN_NOCSUM, 0);
	case ROW_TUN_CSUM:
		return value_tunnel_checksum(parser, OPT_TUN_CSUM, IP_VS_TUNNEL_ENCAP_FLAG_CSUM);
	case ROW_TUN_REMCSUM:
		return value_tunnel_checksum(parser, OPT_TUN_REMCSUM,
					     IP_VS_TUNNEL_ENCAP_FLAG_REMCSUM);
	}
	return -1;
}

static int opts_row_daemon(struct parser *parser, int row)
{
	struct daemon *daemon = &parser->request->daemon;
	uint64_t value = 0;
	int ret;

	switch (row) {
	case ROW_MCAST_INTERFACE:
		return value_text(parser, OPT_MCAST_INTERFACE, daemon->interface,
				  sizeof(daemon->interface));
	case ROW_MCAST_GROUP:
		return value_group(parser);
	case ROW_MCAST_PORT:
		ret = value_number(parser, OPT_MCAST_PORT, 1, 65535, "mcast-port", &value);
		daemon->port = value;
		return ret;
	case ROW_MCAST_TTL:
		ret = value_number(parser, OPT_MCAST_TTL, 1, 255, "mcast-ttl", &value);
		daemon->ttl = value;
		return ret;
	case ROW_SYNCID:
		ret = value_number(parser, OPT_SYNCID, 0, 255, "syncid", &value);
		daemon->syncid = value;
		return ret;
	case ROW_SYNC_MAXLEN:
		ret = value_number(parser, OPT_SYNC_MAXLEN, 1, 65507, "sync-maxlen", &value);
		daemon->maxlen = value;
		return ret;
	}
	return -1;
}

static int opts_row_list(struct parser *parser, int row)
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
			return parser_give(parser, flags[i].option);
	}
	return row == ROW_SORT ? 0 : -1;
}

static int opts_row(struct parser *parser, int row)
{
	int ret = opts_row_command(parser, row);

	if (ret < 0 && parser->request->command == CMD_NONE) {
		parser_fail(parser, "Try `ipvsadm -h' or 'ipvsadm --help' for more information.");
		return EXIT_PARSER;
	}
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

static int opts_walk(struct parser *parser)
{
	const char *rest;
	int ret = 0;
	int row;

	while (!ret && (row = poptGetNextOpt(parser->popt)) > 0) {
		parser->argument = opts_argument;
		ret = opts_row(parser, row);
		free(opts_argument);
		opts_argument = NULL;
	}
	if (ret)
		return ret;
	if (row == POPT_ERROR_NOARG && !strcmp(poptBadOption(parser->popt, 0), "--set"))
		return parser_fail(parser, "--set option requires 3 timeout values");
	if (row < -1) {
		snprintf(parser->error, parser->size, "invalid option `%s': %s",
			 poptBadOption(parser->popt, POPT_BADOPTION_NOALIAS), poptStrerror(row));
		return EXIT_PARSER;
	}
	if (parser->request->command == CMD_SET && value_set_rest(parser))
		return EXIT_USAGE;
	rest = poptGetArg(parser->popt);
	if (rest)
		return parser_fail(parser, "unexpected argument %s", rest);
	return legal_check(parser);
}

int opts_parse(int argc, const char **argv, struct request *request, char *error, size_t size)
{
	struct parser parser = { .request = request, .error = error, .size = size };
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
	free(parser.netmask);
	free(parser.server);
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
