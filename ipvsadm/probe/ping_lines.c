// SPDX-License-Identifier: GPL-2.0
/* Classic lines: scripts of decades read them, character by character. */
#include "ping_voice.h"
#include "text.h"

#include <arpa/inet.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define MS ((uint64_t)1000000)
#define US ((uint64_t)1000)

/* Fields of a dump of wrong data in a line. */
#define DUMP_COLUMNS 32

/* Times of the summary: three decimals in any case. */
#define TEXT_MS(text, ns) text_rtt(text, (uint64_t)(ns), 1)

static void print_date(const struct ping *ping, uint64_t at)
{
	if (ping->options.dated)
		printf("[%" PRIu64 ".%06" PRIu64 "] ", at / (1000 * MS), at % (1000 * MS) / US);
}

static void print_size(const struct ping *ping, const struct ping_target *target)
{
	uint64_t size = ping->options.size;

	if (target->ask.method != &ping_echo)
		printf("port %u/%s\n", probe_addr_port(&target->addr),
		       target->ask.method->protocol);
	else if (target->sock.family->af == AF_INET)
		printf("%" PRIu64 "(%" PRIu64 ") bytes of data.\n", size,
		       size + 28 + (ping->options.trail == TRAIL_NONE ? 0 : TRAIL_SIZE));
	else
		printf("%" PRIu64 " data bytes\n", size);
}

static void lines_start(const struct ping *ping, const struct ping_target *target)
{
	const struct ping_options *options = &ping->options;
	char address[PROBE_ADDR_TEXT];
	size_t i;

	if (options->pattern) {
		printf("PATTERN: 0x");
		for (i = 0; i < options->pattern_size; i++)
			printf("%02x", options->pattern_bytes[i]);
		printf("\n");
	}
	printf("PING %s%s(%s) ", target->name, target->sock.family->af == AF_INET ? " " : "",
	       probe_addr_text(&target->addr, address));
	if (target->flow)
		printf(", flow 0x%05x, ", target->flow);
	if (options->address || options->device || options->pin_source)
		printf("from %s %s: ", probe_addr_text(&target->source, address),
		       options->device ? options->device : "");
	print_size(ping, target);
	fflush(stdout);
}

/* What the payload should have been, and was not: the first byte, then all of it. */
static void print_differences(const struct ping *ping, const struct ping_target *target,
			      const struct probe_answer *answer)
{
	const uint8_t *want = target->payload;
	size_t size = answer->size < ping->options.size ? answer->size : ping->options.size;
	size_t wrong;
	size_t i;

	for (wrong = 0; wrong < size && want[wrong] == answer->payload[wrong]; wrong++)
		;
	if (wrong == size)
		return;
	printf("\nwrong data byte #%zu should be 0x%x but was 0x%x", wrong, want[wrong],
	       answer->payload[wrong]);
	for (i = 0; i < size; i++) {
		if (i % DUMP_COLUMNS == 0)
			printf("\n#%zu\t", i);
		printf("%x ", answer->payload[i]);
	}
}

static void print_entry(const struct trail *trail, size_t number)
{
	const struct trail_entry entry = trail_entry(trail, number);
	uint32_t since = number ? trail_entry(trail, 0).time : 0;
	char address[INET_ADDRSTRLEN];

	if (trail->kind != TRAIL_TIMES)
		printf("\t%s", inet_ntop(AF_INET, &entry.address, address, sizeof(address)));
	if (trail->kind != TRAIL_ROUTE) {
		printf("\t%" PRId32, (int32_t)(entry.time - since));
		if (!entry.standard)
			printf(" not-standard");
		if (!number)
			printf(" absolute");
	}
	printf("\n");
}

/* Many replies in a row come the same way: it is told once. */
static void print_trail(struct ping_target *target, const struct probe_answer *answer)
{
	struct trail trail;
	size_t i;

	if (trail_find(&trail, answer->options, answer->options_size) == TRAIL_NONE)
		return;
	if (trail.kind == TRAIL_ROUTE && answer->options_size == target->trail_size &&
	    !memcmp(target->trail, answer->options, target->trail_size)) {
		printf("\t(same route)");
		return;
	}
	target->trail_size = answer->options_size < TRAIL_SIZE ? answer->options_size : TRAIL_SIZE;
	memcpy(target->trail, answer->options, target->trail_size);
	printf(trail.kind == TRAIL_ROUTE ? "\nRR: " : "\nTS: ");
	for (i = 0; i < trail.count; i++)
		print_entry(&trail, i);
	if (trail.missed)
		printf("Unrecorded hops: %u\n", trail.missed);
}

static void print_from(const struct ping_target *target, const struct ping_reply *reply)
{
	bool port = reply->hit->state != PORT_NONE;
	bool bracket = port && target->sock.family->af == AF_INET6 && !*reply->name;
	char address[PROBE_ADDR_TEXT];

	probe_addr_text(&reply->event->from, address);
	printf("%zu bytes from ", reply->hit->bytes);
	if (*reply->name)
		printf("%s (%s)", reply->name, address);
	else
		printf("%s%s%s", bracket ? "[" : "", address, bracket ? "]" : "");
	if (port)
		printf(":%u", probe_addr_port(&target->addr));
	printf(": %s=%" PRIu64, target->ask.method->seq, reply->hit->probe->number & UINT16_MAX);
	if (port)
		printf(" %s", reply->hit->state == PORT_OPEN ? "open" : "closed");
	if (reply->hit->mss)
		printf(" mss=%u", reply->hit->mss);
}

static void print_marks(const struct ping_reply *reply)
{
	printf("%s%s%s", reply->duplicate ? " (DUP!)" : "",
	       reply->hit->bad_checksum ? " (BAD CHECKSUM!)" : "",
	       reply->other_address ? " (DIFFERENT ADDRESS!)" : "");
}

static void print_line(const struct ping *ping, struct ping_target *target,
		       const struct ping_reply *reply)
{
	const struct probe_answer *answer = &reply->event->answer;
	bool echo = target->ask.method == &ping_echo;
	char rtt[32];

	print_date(ping, reply->event->at);
	print_from(target, reply);
	if (ping->options.verbose)
		printf(" ident=%u", target->ident);
	if (answer->ttl >= 0)
		printf(" ttl=%d", answer->ttl);
	if (echo && answer->size < target->payload_size)
		printf(" (truncated)");
	else if (reply->timed)
		printf(" time=%s ms", text_rtt(rtt, reply->rtt, ping->options.full_precision));
	print_marks(reply);
	if (echo) {
		print_differences(ping, target, answer);
		print_trail(target, answer);
	}
	printf("%s\n", ping->options.audible ? "\a" : "");
	fflush(stdout);
}

static void lines_reply(const struct ping *ping, struct ping_target *target,
			const struct ping_reply *reply)
{
	if (ping->options.quiet)
		return;
	if (!ping->options.flood) {
		print_line(ping, target, reply);
		return;
	}
	if (!reply->duplicate)
		printf("%s", reply->hit->bad_checksum ? "\bC" : "\b \b");
	fflush(stdout);
}

static void lines_error(const struct ping *ping, const struct ping_target *target,
			const struct probe_event *event, uint64_t number)
{
	char address[PROBE_ADDR_TEXT];
	char text[VERDICT_TEXT];

	if (ping->options.flood) {
		printf("\bE");
	} else if (!ping->options.quiet) {
		print_date(ping, event->at);
		printf("From %s %s=%" PRIu64 " %s\n", probe_addr_text(&event->from, address),
		       target->ask.method->seq, number & UINT16_MAX,
		       verdict_text(&event->error, target->sock.family, text));
	}
	fflush(stdout);
}

static void lines_redirect(const struct ping *ping, const struct ping_target *target,
			   const struct probe_event *event)
{
	const struct probe_error error = { .type = event->answer.type, .code = event->answer.code };
	const uint32_t gateway = htonl(event->answer.info);
	char addresses[2][PROBE_ADDR_TEXT];
	char text[VERDICT_TEXT];

	if (ping->options.quiet || ping->options.flood)
		return;
	print_date(ping, event->at);
	printf("From %s: icmp_seq=%u %s(New nexthop: %s)\n",
	       probe_addr_text(&event->from, addresses[0]), event->answer.quote.seq,
	       verdict_text(&error, target->sock.family, text),
	       inet_ntop(AF_INET, &gateway, addresses[1], sizeof(addresses[1])));
	fflush(stdout);
}

static void lines_local(const struct ping *ping, const struct ping_target *target, int error,
			uint32_t mtu)
{
	if (ping->options.flood)
		printf("E");
	else if (!ping->options.quiet && mtu)
		fprintf(stderr, "ping: local error: message too long, mtu%s%u\n",
			target->sock.family->af == AF_INET ? "=" : ": ", mtu);
	else if (!ping->options.quiet)
		fprintf(stderr, "ping: sendmsg: %s\n", strerror(error));
}

static void lines_missing(const struct ping *ping, const struct ping_target *target,
			  uint64_t number)
{
	if (ping->options.flood || ping->options.quiet)
		return;
	print_date(ping, probe_now());
	printf("no answer yet for %s=%" PRIu64 "\n", target->ask.method->seq, number & UINT16_MAX);
	fflush(stdout);
}

/* The summary tells how many, and --histogram when. */
static void lines_lost(const struct ping *ping, const struct ping_target *target,
		       const struct flight_probe *probe)
{
	(void)ping;
	(void)target;
	(void)probe;
}

static void lines_sent(const struct ping *ping, const struct ping_target *target)
{
	(void)target;
	if (!ping->options.flood || ping->options.quiet)
		return;
	putchar('.');
	fflush(stdout);
}

static void lines_status(const struct ping *ping, const struct ping_target *target)
{
	const struct stats *stats = &target->stats;
	char text[4][32];

	(void)ping;
	fprintf(stderr, "\r%" PRIu64 "/%" PRIu64 " packets, %d%% loss", stats->received,
		stats->sent, (int)stats_loss(stats));
	if (stats->samples)
		fprintf(stderr, ", min/avg/ewma/max = %s/%s/%s/%s ms", TEXT_MS(text[0], stats->min),
			TEXT_MS(text[1], stats->mean), TEXT_MS(text[2], stats->ewma),
			TEXT_MS(text[3], stats->max));
	fputc('\n', stderr);
}

/* First transmission to last. */
static uint64_t duration(const struct ping_target *target)
{
	return target->last_at > target->first_at ? target->last_at - target->first_at : 0;
}

static void print_losses(const struct stats *stats)
{
	size_t told = stats->run_count < STATS_RUNS ? stats->run_count : STATS_RUNS;
	size_t i;

	for (i = 0; i < told; i++)
		printf("lost %" PRIu64 " from icmp_seq=%" PRIu64 " at %" PRIu64 ".%03" PRIu64 "\n",
		       stats->runs[i].length, stats->runs[i].first,
		       stats->runs[i].start / (1000 * MS), stats->runs[i].start % (1000 * MS) / MS);
	if (told < stats->run_count)
		printf("and %" PRIu64 " losses more\n", stats->run_count - told);
}

/* Bars of a doubling each, between the shortest and the longest time. */
static void print_histogram(const struct stats *stats)
{
	uint64_t counts[STATS_BUCKETS / STATS_STEPS] = { 0 };
	uint64_t most = 1;
	size_t first = 0;
	size_t last = 0;
	char text[2][32];
	size_t i;

	for (i = 0; i < STATS_BUCKETS; i++)
		counts[i / STATS_STEPS] += stats->buckets[i];
	for (i = 0; i < STATS_BUCKETS / STATS_STEPS; i++) {
		if (!counts[i])
			continue;
		first = first ? first : i;
		last = i;
		most = counts[i] > most ? counts[i] : most;
	}
	for (i = first; i <= last; i++)
		printf("%10s - %10s ms %8" PRIu64 " %.*s\n",
		       TEXT_MS(text[0], stats_bucket_floor(i * STATS_STEPS)),
		       TEXT_MS(text[1], stats_bucket_floor((i + 1) * STATS_STEPS)), counts[i],
		       (int)(counts[i] * 40 / most), "########################################");
}

static void print_spread(const struct stats *stats)
{
	char text[5][32];

	printf("rtt p50/p90/p95/p99 = %s/%s/%s/%s ms, jitter %s ms\n",
	       TEXT_MS(text[0], stats_percentile(stats, 50)),
	       TEXT_MS(text[1], stats_percentile(stats, 90)),
	       TEXT_MS(text[2], stats_percentile(stats, 95)),
	       TEXT_MS(text[3], stats_percentile(stats, 99)), TEXT_MS(text[4], stats->jitter));
	print_histogram(stats);
	print_losses(stats);
}

static void print_rtt(const struct ping *ping, const struct ping_target *target)
{
	const struct stats *stats = &target->stats;
	const struct ping_options *options = &ping->options;
	char text[4][32];

	if (stats->samples)
		printf("rtt min/avg/max/mdev = %s/%s/%s/%s ms", TEXT_MS(text[0], stats->min),
		       TEXT_MS(text[1], stats->mean), TEXT_MS(text[2], stats->max),
		       TEXT_MS(text[3], stats_mdev(stats)));
	if (target->pipe > 1)
		printf("%spipe %" PRIu64, stats->samples ? ", " : "", target->pipe);
	if (stats->received && stats->sent > 1 &&
	    (!options->interval || options->flood || options->adaptive))
		printf(", ipg/ewma %s/%s ms",
		       TEXT_MS(text[0], duration(target) / (stats->sent - 1)),
		       TEXT_MS(text[1], stats->ewma));
	putchar('\n');
	if (options->histogram && stats->samples)
		print_spread(stats);
}

static void print_counts(const struct ping_target *target)
{
	const struct stats *stats = &target->stats;

	printf("%" PRIu64 " packets transmitted, %" PRIu64 " received", stats->sent,
	       stats->received);
	if (stats->duplicates)
		printf(", +%" PRIu64 " duplicates", stats->duplicates);
	if (stats->corrupted)
		printf(", +%" PRIu64 " corrupted", stats->corrupted);
	if (stats->errors)
		printf(", +%" PRIu64 " errors", stats->errors);
	if (stats->sent)
		printf(", %g%% packet loss, time %" PRIu64 "ms", (double)(float)stats_loss(stats),
		       duration(target) / MS);
	putchar('\n');
}

static const char *state_text(const struct ping_target *target)
{
	if (target->state != PORT_NONE)
		return target->state == PORT_OPEN ? "open" : "closed";
	return target->stats.errors ? "unreachable" : "silent: filtered, or nobody there";
}

static void lines_summary(const struct ping *ping, const struct ping_target *target)
{
	printf("\n--- %s ping statistics ---\n", target->name);
	print_counts(target);
	if (target->ask.method != &ping_echo)
		printf("port %u/%s: %s\n", probe_addr_port(&target->addr),
		       target->ask.method->protocol, state_text(target));
	print_rtt(ping, target);
	fflush(stdout);
}

const struct ping_voice ping_lines = {
	.start = lines_start,
	.reply = lines_reply,
	.error = lines_error,
	.redirect = lines_redirect,
	.local = lines_local,
	.missing = lines_missing,
	.lost = lines_lost,
	.sent = lines_sent,
	.status = lines_status,
	.summary = lines_summary,
};
