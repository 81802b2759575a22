// SPDX-License-Identifier: GPL-2.0
#include "trace_opts.h"

#include <math.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SECOND		1000000000.0
#define TOOL		"traceroute"
#define SIZE_MAX_PACKET 65000
#define WAIT_MAX	3600.0
#define WINDOW		16

/*
 * Real servers are near, and all of them are asked at once: few probes to each, so that
 * routers' limits of errors last. They reach farther than the gap that ends a path.
 */
#define SERVER_WINDOW 6
#define SERVER_GAP    4

#define FLAG(...)  ROWS_FLAG(struct trace_options, __VA_ARGS__)
#define VALUE(...) ROWS_VALUE(struct trace_options, __VA_ARGS__)

static const struct option_row rows[] = {
	FLAG('4', NULL, only_ipv4, "IPv4 only"),
	FLAG('6', NULL, only_ipv6, "IPv6 only"),
	FLAG('I', "icmp", icmp, "ICMP echo requests"),
	FLAG('T', "tcp", tcp, "TCP SYN, port 80"),
	FLAG('U', "udp", udp, "UDP to one port, 53"),
	FLAG('L', "udplite", udplite, "UDP-Lite to one port, 53 (also -UL)"),
	FLAG('D', "dccp", dccp, "DCCP requests, port 33434"),
	VALUE('P', "protocol", ROW_TEXT, protocol_text, 0, 0, "PROTOCOL",
	      "bare packets of that protocol"),
	VALUE('M', "module", ROW_TEXT, module, 0, 0, "NAME",
	      "default, udp, udplite, icmp, tcp, dccp or raw"),
	VALUE('O', "options", ROW_TEXT, method_options, 0, 0, "LIST",
	      "of the method: help lists them"),
	VALUE('p', "port", ROW_TEXT, port_text, 0, 0, "PORT", "destination port, first of flows"),
	VALUE(0, "sport", ROW_NUMBER, source_port, 1, 65535, "PORT", "source port, first of flows"),
	VALUE('f', "first", ROW_NUMBER, first, 1, 255, "HOP", "nearest hop (default: 1)"),
	VALUE('m', "max-hops", ROW_NUMBER, last, 1, 255, "HOP", "farthest hop (default: 30)"),
	VALUE('q', "queries", ROW_NUMBER, queries, 1, 10, "N",
	      "probes for each hop (default: 3; 1 for each of several flows or servers)"),
	VALUE(0, "flows", ROW_NUMBER, flows, 1, 256, "N", "so many flows, their paths as a tree"),
	VALUE('N', "sim-queries", ROW_NUMBER, window, 1, 256, "N",
	      "probes that are underway at once (default: 16; 6 to each real server)"),
	VALUE('w', "wait", ROW_TEXT, wait_text, 0, 0, "MAX[,HERE,NEAR]",
	      "for an answer; HERE and NEAR times what others took (default: 5,3,10)"),
	VALUE('z', "sendwait", ROW_TEXT, pause_text, 0, 0, "TIME",
	      "between probes: seconds, above 10 milliseconds"),
	FLAG('F', "dont-fragment", dont_fragment, "no fragments"),
	FLAG(0, "mtu", mtu, "find the path MTU, and who limits it"),
	FLAG(0, "back", back, "tell how long the way back is, where it differs"),
	FLAG('e', "extensions", extensions, "tell MPLS labels and interfaces"),
	FLAG('n', NULL, numeric, "no names"),
	VALUE('i', "interface", ROW_TEXT, device, 0, 0, "DEVICE", "where to send"),
	VALUE('s', "source", ROW_TEXT, source, 0, 0, "ADDRESS", "source address"),
	VALUE('g', "gateway", ROW_TEXT, gateways, 0, 0, "ADDRESS,...",
	      "loose source route (IPv4), up to 8"),
	VALUE('t', "tos", ROW_NUMBER, tos, 0, 255, "TOS", "DSCP and ECN"),
	VALUE('l', "flowlabel", ROW_NUMBER, label, 0, 0xfffff, "LABEL", "IPv6 flow label"),
	VALUE(0, "fwmark", ROW_NUMBER, mark, 0, UINT32_MAX, "MARK",
	      "firewall mark of the probes; without a target: to the real servers of its service"),
	VALUE(0, "service", ROW_TEXT, service, 0, 0, "[udp:|sctp:]VIP:PORT",
	      "to the real servers of that service: their paths as a tree"),
	FLAG(0, "all", all, "to those of all services"),
	FLAG('r', NULL, dont_route, "only to hosts of own networks"),
	FLAG('d', "debug", debug, "SO_DEBUG"),
	FLAG('A', "as-path-lookups", as_path, "not supported: no registry is asked"),
	FLAG(0, "json", json, "JSON, a line for each event"),
	{ 'h', "help", ROW_HELP, 0, 0, 0, NULL, "show this" },
	{ 'V', "version", ROW_VERSION, 0, 0, 0, NULL, "show the version" },
};

static const struct option_rows table = {
	.tool = TOOL,
	.usage = "ipvsadm traceroute [OPTION...] TARGET [BYTES] | --service VIP:PORT",
	.after =
		"Exit status: 0 if the target, or all servers, were reached, 1 if not, 2 for any error.",
	.rows = rows,
	.count = sizeof(rows) / sizeof(rows[0]),
};

static enum rows_parsed wrong(const char *argument, const char *why)
{
	return rows_wrong(TOOL, argument, why);
}

static bool take_real(const char **text, double high, double *value)
{
	char *end;

	if ((**text < '0' || **text > '9') && **text != '.')
		return false;
	*value = strtod(*text, &end);
	*text = end;
	return *value >= 0 && *value <= high;
}

static enum rows_parsed check_wait(struct trace_options *options)
{
	const char *at = options->wait_text;
	double wait;

	options->here = 0;
	options->near = 0;
	if (!take_real(&at, WAIT_MAX, &wait))
		return wrong(options->wait_text, "seconds, at most an hour");
	if (*at == ',' && at++ && !take_real(&at, WAIT_MAX, &options->here))
		return wrong(options->wait_text, "MAX,HERE,NEAR");
	if (*at == ',' && at++ && !take_real(&at, WAIT_MAX, &options->near))
		return wrong(options->wait_text, "MAX,HERE,NEAR");
	if (*at)
		return wrong(options->wait_text, "MAX,HERE,NEAR");
	options->wait = (uint64_t)llrint(wait * SECOND);
	return ROWS_RUN;
}

static enum rows_parsed check_pause(struct trace_options *options)
{
	const char *at = options->pause_text;
	double pause;

	if (!take_real(&at, WAIT_MAX * 1000, &pause) || *at)
		return wrong(options->pause_text, "seconds, above 10 milliseconds");
	options->pause = (uint64_t)llrint(pause * (pause > 10 ? SECOND / 1000 : SECOND));
	return ROWS_RUN;
}

static bool take_number(const char *text, unsigned long high, uint64_t *number)
{
	char *end;

	if (*text < '0' || *text > '9')
		return false;
	*number = strtoul(text, &end, 0);
	return !*end && *number <= high;
}

static enum rows_parsed check_port(struct trace_options *options)
{
	const struct trace_method *method = options->method;
	const char *protocol = method && method->protocol == IPPROTO_TCP ? "tcp" : "udp";
	struct servent *service;

	if (take_number(options->port_text, UINT16_MAX, &options->port))
		return ROWS_RUN;
	service = getservbyname(options->port_text, protocol);
	if (!service)
		return wrong(options->port_text, "no such port or service");
	options->port = ntohs((uint16_t)service->s_port);
	return ROWS_RUN;
}

static enum rows_parsed check_protocol(struct trace_options *options)
{
	struct protoent *protocol;
	uint64_t number;

	if (take_number(options->protocol_text, 255, &number)) {
		options->spec.protocol = (int)number;
		return ROWS_RUN;
	}
	protocol = getprotobyname(options->protocol_text);
	if (!protocol)
		return wrong(options->protocol_text, "no such protocol");
	options->spec.protocol = protocol->p_proto;
	return ROWS_RUN;
}

static void tell_method_options(void)
{
	puts("tcp: syn ack fin rst psh urg ece cwr, flags=N, ecn, sack, timestamps,\n"
	     "     window_scaling, sysctl (what hosts send; the default), mss[=N], fastopen,\n"
	     "     info (tell flags and options of the answer)\n"
	     "icmp: raw, dgram\n"
	     "udplite: coverage=BYTES\n"
	     "dccp: service=N\n"
	     "raw: protocol=N");
}

static enum rows_parsed check_method_options(struct trace_options *options)
{
	char *list = strdup(options->method_options);
	enum rows_parsed ret = ROWS_RUN;
	char *save = NULL;
	char *name;
	char *value;

	if (!options->method) {
		free(list);
		return wrong(options->method_options, "options of which method? -I, -T and so on");
	}
	for (name = list ? strtok_r(list, ",", &save) : NULL; name && ret == ROWS_RUN;
	     name = strtok_r(NULL, ",", &save)) {
		value = strchr(name, '=');
		if (value)
			*value++ = '\0';
		if (!strcmp(name, "help")) {
			tell_method_options();
			ret = ROWS_DONE;
		} else if (!trace_method_set(&options->spec, options->method, name, value)) {
			ret = wrong(name, "no such option of this method, or no such value");
		}
	}
	free(list);
	return ret;
}

static enum rows_parsed check_method(struct trace_options *options)
{
	const char *name = options->module;

	if (!name)
		name = options->icmp		     ? "icmp"
		       : options->tcp		     ? "tcp"
		       : options->udplite	     ? "udplite"
		       : options->udp		     ? "udp"
		       : options->dccp		     ? "dccp"
		       : options->protocol_text	     ? "raw"
		       : trace_asks_servers(options) ? NULL
						     : "default";
	options->method = name ? trace_method_find(name) : NULL;
	if (name && !options->method)
		return wrong(name, "-M is one of default, udp, udplite, icmp, tcp, dccp, raw");
	if (options->icmp + options->tcp + (options->udp || options->udplite) + options->dccp +
		    (options->protocol_text != NULL) >
	    1)
		return wrong(name, "one method only: -I, -T, -U, -UL, -D or -P");
	if (options->flows > 1 && options->method && options->method->protocol < 0)
		return wrong("--flows", "packets without ports are one flow");
	return ROWS_RUN;
}

/* A SYN as hosts send it, if no flag is named. */
static void complete_tcp(struct trace_options *options)
{
	struct wire_tcp *tcp = &options->spec.tcp;

	if (options->method->protocol != IPPROTO_TCP)
		return;
	if (!tcp->flags) {
		if (!tcp->sack && !tcp->timestamps && !tcp->scaling)
			trace_method_set(&options->spec, options->method, "sysctl", NULL);
		trace_method_set(&options->spec, options->method, "syn", NULL);
	}
	tcp->window = 5840;
}

void trace_options_choose(struct trace_options *options, const struct trace_method *method)
{
	options->method = method;
	complete_tcp(options);
	if (method->serial || options->mtu || options->spec.coverage)
		options->window = 1;
}

bool trace_asks_servers(const struct trace_options *options)
{
	return options->service || options->service_mark || options->all;
}

/* Without a target, a mark is what makes packets a service's. */
static enum rows_parsed check_servers(struct trace_options *options, const char *const *words)
{
	bool alone = !words || !words[0];

	if (alone && !options->service && !options->all && options->mark != TRACE_NOT_GIVEN) {
		options->service_mark = options->mark;
		options->mark = TRACE_NOT_GIVEN;
	}
	if (!trace_asks_servers(options))
		return ROWS_RUN;
	if (!alone || (options->service && options->all)) {
		fputs(TOOL ": either a target or --service, --fwmark or --all\n", stderr);
		return ROWS_WRONG;
	}
	if (options->flows > 1 || options->mtu)
		return wrong(options->mtu ? "--mtu" : "--flows", "to a target alone");
	options->gap = SERVER_GAP;
	return ROWS_RUN;
}

static enum rows_parsed check_words(struct trace_options *options, const char *const *words)
{
	if (trace_asks_servers(options))
		return ROWS_RUN;
	if (!words || !words[0]) {
		fputs(TOOL ": no target is given\n", stderr);
		return ROWS_WRONG;
	}
	options->target = words[0];
	if (!words[1])
		return ROWS_RUN;
	if (!take_number(words[1], SIZE_MAX_PACKET, &options->size))
		return wrong(words[1], "bytes of a packet, at most 65000");
	return words[2] ? wrong(words[2], "one target only") : ROWS_RUN;
}

/* Ports of flows go on from the first. */
static bool has_ports(const struct trace_options *options)
{
	uint64_t targets = trace_targets(options->method);
	uint64_t sources = (options->flows + targets - 1) / targets;

	if (targets > options->flows)
		targets = options->flows;
	return (options->port == TRACE_NOT_GIVEN || options->port + targets - 1 <= UINT16_MAX) &&
	       (options->source_port == TRACE_NOT_GIVEN ||
		options->source_port + sources - 1 <= UINT16_MAX);
}

static enum rows_parsed check_rest(struct trace_options *options)
{
	bool many = options->flows > 1 || trace_asks_servers(options);

	if (options->only_ipv4 && options->only_ipv6)
		return wrong("-4 -6", "one family only");
	if (options->first > options->last)
		return wrong("-f", "the nearest hop is behind the farthest");
	if (options->method && options->method->has_ports && !has_ports(options))
		return wrong("--flows", "there are not so many ports from there on");
	if (options->as_path)
		return wrong("-A", "AS numbers would tell a registry what is looked at");
	if (!options->queries)
		options->queries = many ? 1 : 3;
	if (!options->window)
		options->window = trace_asks_servers(options) ? SERVER_WINDOW : WINDOW;
	if (options->mtu && !options->size)
		options->size = SIZE_MAX_PACKET;
	options->dont_fragment |= options->mtu;
	if (options->method)
		trace_options_choose(options, options->method);
	return ROWS_RUN;
}

static enum rows_parsed check(struct trace_options *options, const char *const *words)
{
	enum rows_parsed ret = check_servers(options, words);

	if (ret == ROWS_RUN)
		ret = check_method(options);
	if (ret == ROWS_RUN && options->method_options)
		ret = check_method_options(options);
	if (ret == ROWS_RUN)
		ret = check_words(options, words);
	if (ret == ROWS_RUN && options->wait_text)
		ret = check_wait(options);
	if (ret == ROWS_RUN && options->pause_text)
		ret = check_pause(options);
	if (ret == ROWS_RUN && options->port_text)
		ret = check_port(options);
	if (ret == ROWS_RUN && options->protocol_text)
		ret = check_protocol(options);
	return ret == ROWS_RUN ? check_rest(options) : ret;
}

enum rows_parsed trace_options_parse(struct trace_options *options, int argc, const char **argv)
{
	static const char *const help[] = { TOOL, "--help", NULL };
	const char *const *words;
	enum rows_parsed ret;

	*options = (struct trace_options){ .first = 1,
					   .last = 30,
					   .flows = 1,
					   .source_port = TRACE_NOT_GIVEN,
					   .label = TRACE_NOT_GIVEN,
					   .mark = TRACE_NOT_GIVEN,
					   .port = TRACE_NOT_GIVEN,
					   .wait = (uint64_t)(5 * SECOND),
					   .here = 3,
					   .near = 10,
					   .spec.protocol = 253 };
	/* As ever, no words ask for help. */
	if (argc < 2)
		return rows_parse(&table, options, 2, (const char **)help, &words);
	options->only_ipv4 = rows_family(argv[0]) == '4';
	options->only_ipv6 = rows_family(argv[0]) == '6';
	ret = rows_parse(&table, options, argc, argv, &words);
	return ret == ROWS_RUN ? check(options, words) : ret;
}
