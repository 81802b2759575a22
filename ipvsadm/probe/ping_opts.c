// SPDX-License-Identifier: GPL-2.0
#include "ping_opts.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define SECOND 1000000000ULL

#define FLAG(...)  ROWS_FLAG(struct ping_options, __VA_ARGS__)
#define VALUE(...) ROWS_VALUE(struct ping_options, __VA_ARGS__)

static const struct option_row rows[] = {
	FLAG('4', NULL, only_ipv4, "IPv4 only"),
	FLAG('6', NULL, only_ipv6, "IPv6 only"),
	FLAG('3', NULL, full_precision, "three decimals in every time"),
	FLAG('a', NULL, audible, "a bell with each reply"),
	FLAG('A', NULL, adaptive, "send when the last probe is answered"),
	FLAG('b', NULL, broadcast, "allow a broadcast address"),
	FLAG('B', NULL, pin_source, "keep the source address of the start"),
	VALUE('c', "count", ROW_NUMBER, count, 1, INT64_MAX, "N", "end after so many probes"),
	FLAG('C', NULL, connect, "connect the socket"),
	FLAG('d', NULL, debug, "SO_DEBUG"),
	FLAG('D', "timestamps", dated, "the time before each line"),
	VALUE('e', NULL, ROW_NUMBER, ident, 0, 65535, "ID", "identifier of the echo requests"),
	FLAG('f', "flood", flood, "send as fast as replies come, or 100 a second"),
	FLAG('H', NULL, names, "look up names even for numeric targets"),
	VALUE('i', "interval", ROW_SECONDS, interval, 0, INT32_MAX / 1000, "SECONDS",
	      "between probes (default: 1)"),
	VALUE('F', "flowlabel", ROW_NUMBER, flow, 0, 0xfffff, "LABEL",
	      "IPv6 flow label, 0 for any"),
	VALUE('I', NULL, ROW_PAIR, sources, 0, 0, "ADDRESS|INTERFACE",
	      "where to send from; once more for both"),
	VALUE('l', NULL, ROW_NUMBER, preload, 1, 65536, "N", "send so many at once at first"),
	FLAG('L', NULL, no_loop, "do not hear own multicast"),
	VALUE('m', "mark", ROW_NUMBER, mark, 0, UINT32_MAX, "MARK", "firewall mark of the probes"),
	VALUE('M', NULL, ROW_TEXT, pmtu, 0, 0, "do|want|dont|probe", "path MTU discovery"),
	FLAG('n', "numeric", numeric, "no names"),
	FLAG('O', NULL, outstanding, "tell when a probe is not answered by the next"),
	VALUE('p', NULL, ROW_TEXT, pattern, 0, 0, "HEX",
	      "what the payload is made of, to 16 bytes"),
	FLAG('q', "quiet", quiet, "only the first line and the summary"),
	VALUE('Q', "tos", ROW_NUMBER, tos, 0, 255, "TOS", "DSCP and ECN"),
	FLAG('r', NULL, dont_route, "only to hosts of own networks"),
	FLAG('R', NULL, route, "record the route, IPv4"),
	VALUE('s', "size", ROW_NUMBER, size, 0, 65527, "BYTES", "payload (default: 56)"),
	VALUE('S', NULL, ROW_NUMBER, send_buffer, 1, INT32_MAX, "BYTES", "send buffer"),
	VALUE('t', "ttl", ROW_NUMBER, ttl, 0, 255, "HOPS", "time to live"),
	VALUE('T', NULL, ROW_TEXT, times, 0, 0, "tsonly|tsandaddr|tsprespec",
	      "routers' times, IPv4; tsprespec: up to 4 of them stand before the target"),
	FLAG('U', NULL, user_time, "no stamps of the kernel"),
	FLAG('v', "verbose", verbose, "tell more"),
	VALUE('w', "deadline", ROW_SECONDS, deadline, 0, INT32_MAX / 1000, "SECONDS",
	      "end after that time"),
	VALUE('W', "timeout", ROW_SECONDS, linger, 0, INT32_MAX / 1000, "SECONDS",
	      "how long to wait for the last replies, 0 for ever (default: 10)"),
	VALUE(0, "tcp", ROW_NUMBER, tcp, 1, 65535, "PORT", "ask that port by TCP SYN, half-open"),
	VALUE(0, "udp", ROW_NUMBER, udp, 1, 65535, "PORT", "ask that port by UDP"),
	VALUE(0, "sctp", ROW_NUMBER, sctp, 1, 65535, "PORT", "ask that port by SCTP INIT"),
	VALUE(0, "sport", ROW_NUMBER, source_port, 1, 65535, "PORT",
	      "from that port, with --tcp, --udp or --sctp"),
	VALUE(0, "service", ROW_TEXT, service, 0, 0, "[udp:|sctp:]VIP:PORT",
	      "ask the real servers of that service: hosts and ports, all at once"),
	VALUE(0, "fwmark", ROW_NUMBER, service_mark, 1, UINT32_MAX, "MARK",
	      "those of the service of a firewall mark (with -6 its IPv6 one)"),
	FLAG(0, "all", all, "those of all services"),
	FLAG(0, "watch", watch, "with them, go on and tell changes only"),
	FLAG(0, "through", through,
	     "with one of them, on the director: tell which real server got the flow"),
	VALUE(0, "enumerate", ROW_NUMBER, enumerate, 1, 400, "N",
	      "likewise, with N flows: how many each real server got"),
	VALUE(0, "until", ROW_TEXT, until_text, 0, 0, "reply|loss[=N]",
	      "end after N replies, or losses, in a row"),
	VALUE(0, "min-ok", ROW_NUMBER, min_ok, 1, INT64_MAX, "N",
	      "targets that have to answer for a success (default: all)"),
	VALUE(0, "report-every", ROW_SECONDS, report_every, 0, INT32_MAX / 1000, "SECONDS",
	      "tell how it goes, as SIGQUIT does"),
	FLAG(0, "table", table, "one table of all targets; on a terminal it lives"),
	FLAG(0, "lines", lines, "lines, with several targets too"),
	FLAG(0, "histogram", histogram, "show how the times are spread"),
	FLAG(0, "json", json, "JSON, a line for each event"),
	{ 'h', "help", ROW_HELP, 0, 0, 0, NULL, "show this" },
	{ 'V', "version", ROW_VERSION, 0, 0, 0, NULL, "show the version" },
};

static const struct option_rows table = {
	.tool = "ping",
	.usage = "ipvsadm ping [OPTION...] TARGET...",
	.after =
		"Exit status: 0 with a reply of every target (--min-ok: of so many; --until: when that\n"
		"came to be), 1 without, 2 for any error. Several targets on a terminal are a table.",
	.rows = rows,
	.count = sizeof(rows) / sizeof(rows[0]),
};

static enum rows_parsed check_pattern(struct ping_options *options)
{
	const char *text = options->pattern;
	unsigned int byte;

	for (; *text && options->pattern_size < PING_PATTERN_MAX; text += text[1] ? 2 : 1) {
		if (!isxdigit((unsigned char)text[0]) ||
		    (text[1] && !isxdigit((unsigned char)text[1])))
			break;
		sscanf(text, "%2x", &byte);
		options->pattern_bytes[options->pattern_size++] = (uint8_t)byte;
	}
	return *text ? rows_wrong(table.tool, options->pattern,
				  "a pattern is up to 16 bytes in hex")
		     : ROWS_RUN;
}

bool ping_asks_servers(const struct ping_options *options)
{
	return options->service || options->service_mark || options->all;
}

int ping_asks_port(const struct ping_options *options)
{
	return options->tcp    ? IPPROTO_TCP
	       : options->udp  ? IPPROTO_UDP
	       : options->sctp ? IPPROTO_SCTP
			       : 0;
}

/* Enough for a verdict, and then an end, unless it is watched. */
static enum rows_parsed check_servers(struct ping_options *options)
{
	if (!ping_asks_servers(options))
		return options->watch ? rows_wrong(table.tool, "--watch",
						   "with --service, --fwmark or --all")
				      : ROWS_RUN;
	if (!!options->service + !!options->service_mark + options->all > 1 ||
	    options->target_count || ping_asks_port(options)) {
		fputs("ping: either targets or --service, --fwmark or --all\n", stderr);
		return ROWS_WRONG;
	}
	if (options->interval == PING_NOT_GIVEN)
		options->interval = options->watch ? SECOND : SECOND / 5;
	if (!options->count && !options->watch && !options->deadline)
		options->count = 5;
	options->numeric = true;
	return ROWS_RUN;
}

static enum rows_parsed check(struct ping_options *options)
{
	if (check_servers(options) != ROWS_RUN)
		return ROWS_WRONG;
	if (options->only_ipv4 && options->only_ipv6) {
		fputs("ping: only one -4 or -6 option may be specified\n", stderr);
		return ROWS_WRONG;
	}
	if (!options->target_count && !ping_asks_servers(options)) {
		fputs("ping: usage error: Destination address required\n", stderr);
		return ROWS_WRONG;
	}
	if ((options->through || options->enumerate) &&
	    (!ping_asks_port(options) || options->target_count != 1)) {
		fputs("ping: --through and --enumerate want one target, and --tcp, --udp or --sctp\n",
		      stderr);
		return ROWS_WRONG;
	}
	if (options->enumerate && !options->count && !options->deadline)
		options->count = 1;
	if (!!options->tcp + !!options->udp + !!options->sctp > 1) {
		fputs("ping: either --tcp, --udp or --sctp\n", stderr);
		return ROWS_WRONG;
	}
	if (options->until_text && !until_parse(&options->until, options->until_text))
		return rows_wrong(table.tool, options->until_text,
				  "--until is reply, loss, reply=N or loss=N");
	if (options->min_ok > options->target_count && !ping_asks_servers(options)) {
		fprintf(stderr, "ping: --min-ok %llu of %zu targets\n",
			(unsigned long long)options->min_ok, options->target_count);
		return ROWS_WRONG;
	}
	if (options->pmtu && strcmp(options->pmtu, "do") && strcmp(options->pmtu, "want") &&
	    strcmp(options->pmtu, "dont") && strcmp(options->pmtu, "probe"))
		return rows_wrong(table.tool, options->pmtu, "-M is one of do, want, dont, probe");
	if (options->flood && options->interval == PING_NOT_GIVEN)
		options->interval = 0;
	if (options->interval == PING_NOT_GIVEN)
		options->interval = SECOND;
	if (options->linger == PING_NOT_GIVEN)
		options->linger = ping_asks_servers(options) ? SECOND : 10 * SECOND;
	if (options->flood)
		options->numeric = true;
	return options->pattern ? check_pattern(options) : ROWS_RUN;
}

/* The words before the last are the routers that are asked. */
static enum rows_parsed take_hops(struct ping_options *options)
{
	if (options->target_count < 2 || options->target_count > TRAIL_HOPS + 1) {
		fprintf(stderr, "ping: -T tsprespec wants 1 to %d routers before the target\n",
			TRAIL_HOPS);
		return ROWS_WRONG;
	}
	while (options->target_count > 1) {
		if (inet_pton(AF_INET, *options->targets, &options->hops[options->hop_count++]) !=
		    1)
			return rows_wrong(table.tool, *options->targets, "no IPv4 address");
		options->targets++;
		options->target_count--;
	}
	return ROWS_RUN;
}

static enum rows_parsed check_trail(struct ping_options *options)
{
	static const char *const words[] = {
		[TRAIL_TIMES] = "tsonly", [TRAIL_BOTH] = "tsandaddr", [TRAIL_TIMES_OF] = "tsprespec"
	};
	enum trail_kind kind;

	if (options->route && options->times) {
		fputs("ping: only one of -T or -R may be used\n", stderr);
		return ROWS_WRONG;
	}
	if (options->route)
		options->trail = TRAIL_ROUTE;
	if (!options->times)
		return ROWS_RUN;
	for (kind = TRAIL_TIMES; kind <= TRAIL_TIMES_OF; kind++) {
		if (!strcmp(words[kind], options->times))
			options->trail = kind;
	}
	if (options->trail == TRAIL_NONE) {
		fprintf(stderr, "ping: invalid timestamp type: %s\n", options->times);
		return ROWS_WRONG;
	}
	return options->trail == TRAIL_TIMES_OF ? take_hops(options) : ROWS_RUN;
}

static void take_sources(struct ping_options *options)
{
	unsigned char bytes[sizeof(struct in6_addr)];
	size_t i;

	for (i = 0; i < 2 && options->sources[i]; i++) {
		/* With a colon it may have a scope behind it. */
		if (strchr(options->sources[i], ':') ||
		    inet_pton(AF_INET, options->sources[i], bytes) == 1)
			options->address = options->sources[i];
		else
			options->device = options->sources[i];
	}
}

enum rows_parsed ping_options_parse(struct ping_options *options, int argc, const char **argv)
{
	enum rows_parsed ret;

	*options = (struct ping_options){ .ident = PING_NOT_GIVEN,
					  .interval = PING_NOT_GIVEN,
					  .preload = 1,
					  .flow = PING_NOT_GIVEN,
					  .mark = PING_NOT_GIVEN,
					  .size = 56,
					  .ttl = PING_NOT_GIVEN,
					  .linger = PING_NOT_GIVEN };
	options->only_ipv4 = rows_family(argv[0]) == '4';
	options->only_ipv6 = rows_family(argv[0]) == '6';
	ret = rows_parse(&table, options, argc, argv, &options->targets);
	if (ret != ROWS_RUN)
		return ret;
	while (options->targets && options->targets[options->target_count])
		options->target_count++;
	ret = check(options);
	if (ret == ROWS_RUN)
		ret = check_trail(options);
	if (ret == ROWS_RUN)
		take_sources(options);
	return ret;
}
