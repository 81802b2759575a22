// SPDX-License-Identifier: GPL-2.0
#include "ping_opts.h"
#include "flight.h"
#include "schedule.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <popt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SECOND 1000000000ULL

/* What an option's argument becomes. */
enum kind {
	KIND_FLAG,
	KIND_NUMBER,  /* decimal or 0x */
	KIND_SECONDS, /* with a decimal point, into nanoseconds; the range is in seconds */
	KIND_TEXT,
	KIND_HELP,
	KIND_VERSION,
};

struct row {
	char letter;
	const char *word;
	enum kind kind;
	size_t at;
	uint64_t low;
	uint64_t high;
	const char *argument;
	const char *help;
};

#define FLAG(letter, word, field, help)                                                         \
	{                                                                                       \
		letter, word, KIND_FLAG, offsetof(struct ping_options, field), 0, 0, NULL, help \
	}
#define VALUE(letter, word, kind, field, low, high, argument, help)                            \
	{                                                                                      \
		letter, word, kind, offsetof(struct ping_options, field), low, high, argument, \
			help                                                                   \
	}

static const struct row rows[] = {
	FLAG('4', NULL, only_ipv4, "IPv4 only"),
	FLAG('6', NULL, only_ipv6, "IPv6 only"),
	FLAG('3', NULL, full_precision, "three decimals in every time"),
	FLAG('a', NULL, audible, "a bell with each reply"),
	FLAG('A', NULL, adaptive, "send when the last probe is answered"),
	FLAG('b', NULL, broadcast, "allow a broadcast address"),
	FLAG('B', NULL, pin_source, "keep the source address of the start"),
	VALUE('c', "count", KIND_NUMBER, count, 1, INT64_MAX, "N", "end after so many probes"),
	FLAG('C', NULL, connect, "connect the socket"),
	FLAG('d', NULL, debug, "SO_DEBUG"),
	FLAG('D', "timestamps", dated, "the time before each line"),
	VALUE('e', NULL, KIND_NUMBER, ident, 0, 65535, "ID", "identifier of the echo requests"),
	FLAG('f', "flood", flood, "send as fast as replies come, or 100 a second"),
	FLAG('H', NULL, names, "look up names even for numeric targets"),
	VALUE('i', "interval", KIND_SECONDS, interval, 0, INT32_MAX / 1000, "SECONDS",
	      "between probes (default: 1)"),
	VALUE('I', NULL, KIND_TEXT, source, 0, 0, "ADDRESS|INTERFACE", "where to send from"),
	VALUE('l', NULL, KIND_NUMBER, preload, 1, 65536, "N", "send so many at once at first"),
	FLAG('L', NULL, no_loop, "do not hear own multicast"),
	VALUE('m', "fwmark", KIND_NUMBER, mark, 0, UINT32_MAX, "MARK",
	      "firewall mark of the probes"),
	VALUE('M', NULL, KIND_TEXT, pmtu, 0, 0, "do|want|dont|probe", "path MTU discovery"),
	FLAG('n', "numeric", numeric, "no names"),
	FLAG('O', NULL, outstanding, "tell when a probe is not answered by the next"),
	VALUE('p', NULL, KIND_TEXT, pattern, 0, 0, "HEX",
	      "what the payload is made of, to 16 bytes"),
	FLAG('q', "quiet", quiet, "only the first line and the summary"),
	VALUE('Q', "tos", KIND_NUMBER, tos, 0, 255, "TOS", "DSCP and ECN"),
	FLAG('r', NULL, dont_route, "only to hosts of own networks"),
	VALUE('s', "size", KIND_NUMBER, size, 0, 65527, "BYTES", "payload (default: 56)"),
	VALUE('S', NULL, KIND_NUMBER, send_buffer, 1, INT32_MAX, "BYTES", "send buffer"),
	VALUE('t', "ttl", KIND_NUMBER, ttl, 0, 255, "HOPS", "time to live"),
	FLAG('U', NULL, user_time, "no stamps of the kernel"),
	FLAG('v', "verbose", verbose, "tell more"),
	VALUE('w', "deadline", KIND_SECONDS, deadline, 0, INT32_MAX / 1000, "SECONDS",
	      "end after that time"),
	VALUE('W', "timeout", KIND_SECONDS, linger, 0, INT32_MAX / 1000, "SECONDS",
	      "how long to wait for the last replies, 0 for ever (default: 10)"),
	VALUE(0, "min-ok", KIND_NUMBER, min_ok, 1, INT64_MAX, "N", "replies that make a success"),
	FLAG(0, "histogram", histogram, "show how the times are spread"),
	FLAG(0, "json", json, "JSON, a line for each event"),
	{ 'h', "help", KIND_HELP, 0, 0, 0, NULL, "show this" },
	{ 'V', "version", KIND_VERSION, 0, 0, 0, NULL, "show the version" },
};

#define ROWS (sizeof(rows) / sizeof(rows[0]))

static enum ping_parsed wrong_argument(const char *argument, const char *why)
{
	fprintf(stderr, "ping: invalid argument: '%s'%s%s\n", argument, *why ? ": " : "", why);
	return PING_WRONG;
}

static enum ping_parsed wrong_range(const struct row *row, const char *argument)
{
	char why[80];

	snprintf(why, sizeof(why), "out of range: %llu <= value <= %llu",
		 (unsigned long long)row->low, (unsigned long long)row->high);
	return wrong_argument(argument, why);
}

static enum ping_parsed take_number(const struct row *row, const char *argument, uint64_t *value)
{
	char *end;

	errno = 0;
	if (!isdigit((unsigned char)*argument))
		return wrong_argument(argument, "");
	*value = strtoull(argument, &end, strncmp(argument, "0x", 2) ? 10 : 16);
	if (*end)
		return wrong_argument(argument, "");
	return errno || *value < row->low || *value > row->high ? wrong_range(row, argument)
								: PING_RUN;
}

/* The decimal mark is a point wherever the user lives: no locale is set. */
static enum ping_parsed take_seconds(const struct row *row, const char *argument, uint64_t *value)
{
	double seconds;
	char *end;

	if (!isdigit((unsigned char)*argument) && *argument != '.')
		return wrong_argument(argument, "");
	seconds = strtod(argument, &end);
	if (*end || end == argument)
		return wrong_argument(argument, "");
	if (!(seconds >= (double)row->low) || seconds > (double)row->high)
		return wrong_range(row, argument);
	*value = (uint64_t)llround(seconds * (double)SECOND);
	return PING_RUN;
}

static void tell_help(void)
{
	size_t i;

	puts("Usage: ipvsadm ping [OPTION...] TARGET...\n");
	for (i = 0; i < ROWS; i++) {
		char left[64];

		snprintf(left, sizeof(left), "%c%c%s%s%s%s%s", rows[i].letter ? '-' : ' ',
			 rows[i].letter ? rows[i].letter : ' ',
			 rows[i].letter && rows[i].word ? ", " : "  ", rows[i].word ? "--" : "",
			 rows[i].word ? rows[i].word : "", rows[i].argument ? " " : "",
			 rows[i].argument ? rows[i].argument : "");
		printf("  %-30s %s\n", left, rows[i].help);
	}
	puts("\nExit status: 0 with a reply, 1 without, 2 for any error.");
}

static enum ping_parsed take(struct ping_options *options, const struct row *row,
			     const char *argument)
{
	void *field = (char *)options + row->at;

	switch (row->kind) {
	case KIND_FLAG:
		*(bool *)field = true;
		return PING_RUN;
	case KIND_NUMBER:
		return take_number(row, argument, field);
	case KIND_SECONDS:
		return take_seconds(row, argument, field);
	case KIND_TEXT:
		*(const char **)field = argument;
		return PING_RUN;
	case KIND_HELP:
		tell_help();
		return PING_DONE;
	default:
		puts("ping from ipvsadm");
		return PING_DONE;
	}
}

static enum ping_parsed check_pattern(struct ping_options *options)
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
	return *text ? wrong_argument(options->pattern, "a pattern is up to 16 bytes in hex")
		     : PING_RUN;
}

static enum ping_parsed check(struct ping_options *options)
{
	if (options->only_ipv4 && options->only_ipv6) {
		fputs("ping: only one -4 or -6 option may be specified\n", stderr);
		return PING_WRONG;
	}
	if (!options->target_count) {
		fputs("ping: usage error: Destination address required\n", stderr);
		return PING_WRONG;
	}
	if (options->pmtu && strcmp(options->pmtu, "do") && strcmp(options->pmtu, "want") &&
	    strcmp(options->pmtu, "dont") && strcmp(options->pmtu, "probe"))
		return wrong_argument(options->pmtu, "-M is one of do, want, dont, probe");
	if (options->flood && options->interval == PING_NOT_GIVEN)
		options->interval = 0;
	if (options->interval == PING_NOT_GIVEN)
		options->interval = SECOND;
	if (options->flood)
		options->numeric = true;
	return options->pattern ? check_pattern(options) : PING_RUN;
}

static void fill_popt(struct poptOption *table, char **argument)
{
	size_t i;

	memset(table, 0, (ROWS + 1) * sizeof(*table));
	for (i = 0; i < ROWS; i++) {
		table[i].longName = rows[i].word;
		table[i].shortName = rows[i].letter;
		table[i].argInfo = rows[i].argument ? POPT_ARG_STRING : POPT_ARG_NONE;
		table[i].arg = rows[i].argument ? (void *)argument : NULL;
		table[i].val = (int)i + 1;
	}
}

enum ping_parsed ping_options_parse(struct ping_options *options, int argc, const char **argv)
{
	static struct poptOption table[ROWS + 1];
	enum ping_parsed ret = PING_RUN;
	static char *argument;
	poptContext context;
	int row;

	*options = (struct ping_options){ .ident = PING_NOT_GIVEN,
					  .interval = PING_NOT_GIVEN,
					  .preload = 1,
					  .mark = PING_NOT_GIVEN,
					  .size = 56,
					  .ttl = PING_NOT_GIVEN,
					  .linger = 10 * SECOND,
					  .min_ok = 1 };
	fill_popt(table, &argument);
	/* The context stays: targets and arguments are its. */
	context = poptGetContext("ping", argc, argv, table, 0);
	while (ret == PING_RUN && (row = poptGetNextOpt(context)) > 0)
		ret = take(options, &rows[row - 1], argument);
	if (ret != PING_RUN)
		return ret;
	if (row < -1) {
		fprintf(stderr, "ping: %s: %s\n", poptBadOption(context, POPT_BADOPTION_NOALIAS),
			poptStrerror(row));
		return PING_WRONG;
	}
	options->targets = (const char *const *)poptGetArgs(context);
	while (options->targets && options->targets[options->target_count])
		options->target_count++;
	return check(options);
}
