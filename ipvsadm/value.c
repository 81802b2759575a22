// SPDX-License-Identifier: GPL-2.0
#include "value.h"

#include "legal.h"
#include "parse.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int value_daemon(struct parser *parser, enum command command)
{
	struct daemon *daemon = &parser->request->daemon;

	if (!strcmp(parser->argument, "master"))
		daemon->state = IP_VS_STATE_MASTER;
	else if (!strcmp(parser->argument, "backup"))
		daemon->state = IP_VS_STATE_BACKUP;
	else
		return parser_fail(parser, command == CMD_START_DAEMON
						   ? "illegal start-daemon parameter specified"
						   : "illegal start_daemon specified");
	return parser_command(parser, command);
}

static int value_timeout(struct parser *parser, const char *word, uint32_t *timeout)
{
	uint64_t value;

	if (!word)
		return parser_fail(parser, "--set option requires 3 timeout values");
	if (!parse_number(word, 0, 2678400, &value))
		return parser_fail(parser, "invalid timeout value `%s' specified", word);
	*timeout = value;
	return 0;
}

int value_set(struct parser *parser)
{
	if (value_timeout(parser, parser->argument, &parser->request->timeouts.tcp))
		return EXIT_USAGE;
	return parser_command(parser, CMD_SET);
}

/* popt takes one argument for an option; the other two are what it leaves over. */
int value_set_rest(struct parser *parser)
{
	struct timeouts *timeouts = &parser->request->timeouts;

	if (value_timeout(parser, poptGetArg(parser->popt), &timeouts->tcp_fin))
		return EXIT_USAGE;
	return value_timeout(parser, poptGetArg(parser->popt), &timeouts->udp);
}

int value_service(struct parser *parser, uint16_t protocol, const char *name)
{
	struct service *service = &parser->request->service;

	if (parser_give(parser, OPT_SERVICE))
		return EXIT_USAGE;
	service->protocol = protocol;
	if (!parse_endpoint(parser->argument, name, &service->family, &service->address,
			    &service->port))
		return parser_fail(parser, "illegal virtual server address[:port] specified: %s",
				   parser->argument);
	return 0;
}

int value_fwmark(struct parser *parser)
{
	uint64_t mark;

	if (parser_give(parser, OPT_SERVICE))
		return EXIT_USAGE;
	if (!parse_number(parser->argument, 1, UINT32_MAX, &mark))
		return parser_fail(parser, "invalid fwmark value `%s' specified", parser->argument);
	parser->request->service.fwmark = mark;
	parser->request->service.family = AF_INET;
	return 0;
}

int value_ipv6(struct parser *parser)
{
	if (!parser->request->service.fwmark)
		return parser_fail(parser, "-6 used before -f");
	parser->request->service.family = AF_INET6;
	return 0;
}

int value_text(struct parser *parser, enum option option, char *result, size_t size)
{
	if (parser_give(parser, option))
		return EXIT_USAGE;
	if (!*parser->argument)
		return parser_fail(parser, "the %s is empty", legal_option_names[option]);
	if (strlen(parser->argument) >= size)
		return parser_fail(parser, "the %s `%s' is too long", legal_option_names[option],
				   parser->argument);
	strcpy(result, parser->argument);
	return 0;
}

int value_number(struct parser *parser, enum option option, uint64_t low, uint64_t high,
		 const char *what, uint64_t *result)
{
	if (parser_give(parser, option))
		return EXIT_USAGE;
	if (!parse_number(parser->argument, low, high, result))
		return parser_fail(parser, "illegal %s specified: %s", what, parser->argument);
	return 0;
}

int value_persistent(struct parser *parser)
{
	struct service *service = &parser->request->service;
	uint64_t seconds = 360;

	if (parser_give(parser, OPT_PERSISTENT))
		return EXIT_USAGE;
	if (parser->argument && !parse_number(parser->argument, 1, 2678400, &seconds))
		return parser_fail(parser, "invalid timeout value `%s' specified",
				   parser->argument);
	service->flags |= IP_VS_SVC_F_PERSISTENT;
	service->timeout = seconds;
	return 0;
}

int value_method(struct parser *parser, uint32_t method)
{
	parser->request->server.method = method;
	return parser_give(parser, OPT_METHOD);
}

int value_tunnel_type(struct parser *parser)
{
	static const char *const types[] = { "ipip", "gue", "gre" };
	unsigned int i;

	if (parser_give(parser, OPT_TUN_TYPE))
		return EXIT_USAGE;
	for (i = 0; i < 3; i++) {
		if (!strcmp(parser->argument, types[i])) {
			parser->request->server.tunnel_type = i;
			return 0;
		}
	}
	return parser_fail(parser, "illegal tunnel type specified: %s", parser->argument);
}

int value_tunnel_checksum(struct parser *parser, enum option option, uint16_t flags)
{
	uint64_t all = OPT(OPT_TUN_NOCSUM) | OPT(OPT_TUN_CSUM) | OPT(OPT_TUN_REMCSUM);
	uint64_t before = parser->request->given & all;
	int other;

	if (before && !(before & OPT(option))) {
		for (other = OPT_TUN_NOCSUM; !(before & OPT(other)); other++)
			;
		return parser_fail(
			parser,
			"The option '%s' conflicts with the '%s' option in the '%s' command",
			legal_option_names[option], legal_option_names[other],
			legal_command_names[parser->request->command]);
	}
	parser->request->server.tunnel_flags = flags;
	return parser_give(parser, option);
}

int value_group(struct parser *parser)
{
	struct daemon *daemon = &parser->request->daemon;

	if (parser_give(parser, OPT_MCAST_GROUP))
		return EXIT_USAGE;
	if (inet_pton(AF_INET, parser->argument, &daemon->group) == 1 &&
	    IN_MULTICAST(ntohl(daemon->group.ip.s_addr))) {
		daemon->group_family = AF_INET;
		return 0;
	}
	if (inet_pton(AF_INET6, parser->argument, &daemon->group) == 1 &&
	    IN6_IS_ADDR_MULTICAST(&daemon->group.ip6)) {
		daemon->group_family = AF_INET6;
		return 0;
	}
	return parser_fail(parser, "invalid IPv%d mcast-group `%s'",
			   strchr(parser->argument, ':') ? 6 : 4, parser->argument);
}
