// SPDX-License-Identifier: GPL-2.0
#include "ping_print.h"
#include "json.h"
#include "text.h"
#include "wire.h"

#include <arpa/inet.h>
#include <inttypes.h>
#include <netinet/ip_icmp.h>
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

static void json_event(struct json_line *line, const struct ping_target *target, const char *event,
		       uint64_t at)
{
	json_begin(line, event, at);
	json_text(line, "target", target->word);
}

void print_start(const struct ping *ping, const struct ping_target *target)
{
	const struct probe_family *family = target->sock.family;
	uint64_t size = ping->options.size;
	char address[PROBE_ADDR_TEXT];
	struct json_line line;

	probe_addr_text(&target->addr, address);
	if (ping->options.json) {
		json_event(&line, target, "start", probe_now());
		json_text(&line, "name", target->name);
		json_text(&line, "address", address);
		json_number(&line, "size", size);
		json_bool(&line, "raw", target->sock.raw);
		json_bool(&line, "stamps", target->sock.stamps);
		json_end(&line);
		return;
	}
	if (ping->options.pattern) {
		printf("PATTERN: 0x");
		for (size_t i = 0; i < ping->options.pattern_size; i++)
			printf("%02x", ping->options.pattern_bytes[i]);
		printf("\n");
	}
	printf("PING %s%s(%s) ", target->name, family->af == AF_INET ? " " : "", address);
	if (target->flow)
		printf(", flow 0x%05x, ", target->flow);
	if (ping->options.address || ping->options.device || ping->options.pin_source)
		printf("from %s %s: ", probe_addr_text(&target->source, address),
		       ping->options.device ? ping->options.device : "");
	if (family->af == AF_INET)
		printf("%" PRIu64 "(%" PRIu64 ") bytes of data.\n", size,
		       size + 28 + (ping->options.trail == TRAIL_NONE ? 0 : TRAIL_SIZE));
	else
		printf("%" PRIu64 " data bytes\n", size);
	fflush(stdout);
}

static void print_json_reply(const struct ping_target *target, const struct ping_reply *reply)
{
	char address[PROBE_ADDR_TEXT];
	struct json_line line;

	json_event(&line, target, "reply", reply->at);
	json_text(&line, "from", probe_addr_text(reply->from, address));
	if (*reply->name)
		json_text(&line, "name", reply->name);
	json_number(&line, "seq", reply->answer->seq);
	json_number(&line, "bytes", reply->answer->size + WIRE_ICMP_HEADER);
	if (reply->answer->ttl >= 0)
		json_number(&line, "ttl", (uint64_t)reply->answer->ttl);
	if (reply->timed)
		json_ms(&line, "rtt_ms", reply->rtt);
	json_bool(&line, "duplicate", reply->duplicate);
	json_bool(&line, "bad_checksum", reply->answer->bad_checksum);
	json_bool(&line, "other_address", reply->other_address);
	json_end(&line);
}

/* What the payload should have been, and was not: the first byte, then all of it. */
static void print_differences(const struct ping *ping, const struct ping_target *target,
			      const struct probe_answer *answer)
{
	const uint8_t *want = target->packet + WIRE_ICMP_HEADER;
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

void print_reply(const struct ping *ping, struct ping_target *target,
		 const struct ping_reply *reply)
{
	const struct probe_answer *answer = reply->answer;
	char address[PROBE_ADDR_TEXT];
	char rtt[32];

	if (ping->options.json) {
		print_json_reply(target, reply);
		return;
	}
	if (ping->options.flood) {
		if (!reply->duplicate)
			printf("%s", answer->bad_checksum ? "\bC" : "\b \b");
		fflush(stdout);
		return;
	}
	print_date(ping, reply->at);
	probe_addr_text(reply->from, address);
	if (*reply->name)
		printf("%zu bytes from %s (%s):", answer->size + WIRE_ICMP_HEADER, reply->name,
		       address);
	else
		printf("%zu bytes from %s:", answer->size + WIRE_ICMP_HEADER, address);
	printf(" icmp_seq=%u", answer->seq);
	if (ping->options.verbose)
		printf(" ident=%u", answer->ident);
	if (answer->ttl >= 0)
		printf(" ttl=%d", answer->ttl);
	if (answer->size < ping->options.size)
		printf(" (truncated)");
	else if (reply->timed)
		printf(" time=%s ms", text_rtt(rtt, reply->rtt, ping->options.full_precision));
	printf("%s%s%s", reply->duplicate ? " (DUP!)" : "",
	       answer->bad_checksum ? " (BAD CHECKSUM!)" : "",
	       reply->other_address ? " (DIFFERENT ADDRESS!)" : "");
	print_differences(ping, target, answer);
	print_trail(target, answer);
	printf("%s\n", ping->options.audible ? "\a" : "");
	fflush(stdout);
}

void print_error(const struct ping *ping, const struct ping_target *target,
		 const struct probe_event *event, uint16_t seq)
{
	const struct probe_family *family = target->sock.family;
	char address[PROBE_ADDR_TEXT];
	char text[VERDICT_TEXT];
	struct json_line line;

	probe_addr_text(&event->from, address);
	verdict_text(&event->error, family, text);
	if (ping->options.json) {
		json_event(&line, target, "error", event->at);
		json_text(&line, "from", address);
		json_number(&line, "seq", seq);
		json_number(&line, "type", event->error.type);
		json_number(&line, "code", event->error.code);
		json_text(&line, "text", text);
		json_end(&line);
	} else if (ping->options.flood) {
		printf("\bE");
		fflush(stdout);
	} else if (!ping->options.quiet) {
		print_date(ping, event->at);
		printf("From %s icmp_seq=%u %s\n", address, seq, text);
		fflush(stdout);
	}
}

void print_redirect(const struct ping *ping, const struct ping_target *target,
		    const struct probe_event *event)
{
	const struct probe_error error = { .type = event->answer.type, .code = event->answer.code };
	const uint32_t gateway = htonl(event->answer.info);
	char addresses[2][PROBE_ADDR_TEXT];
	char text[VERDICT_TEXT];
	struct json_line line;

	probe_addr_text(&event->from, addresses[0]);
	inet_ntop(AF_INET, &gateway, addresses[1], sizeof(addresses[1]));
	verdict_text(&error, target->sock.family, text);
	if (ping->options.json) {
		json_event(&line, target, "redirect", event->at);
		json_text(&line, "from", addresses[0]);
		json_number(&line, "seq", event->answer.quote.seq);
		json_text(&line, "gateway", addresses[1]);
		json_end(&line);
	} else if (!ping->options.quiet && !ping->options.flood) {
		print_date(ping, event->at);
		printf("From %s: icmp_seq=%u %s(New nexthop: %s)\n", addresses[0],
		       event->answer.quote.seq, text, addresses[1]);
		fflush(stdout);
	}
}

void print_local(const struct ping *ping, const struct ping_target *target, int error, uint32_t mtu)
{
	struct json_line line;

	if (ping->options.json) {
		json_event(&line, target, "local_error", probe_now());
		json_text(&line, "text", strerror(error));
		if (mtu)
			json_number(&line, "mtu", mtu);
		json_end(&line);
	} else if (ping->options.flood) {
		printf("E");
	} else if (!ping->options.quiet && mtu) {
		fprintf(stderr, "ping: local error: message too long, mtu%s%u\n",
			target->sock.family->af == AF_INET ? "=" : ": ", mtu);
	} else if (!ping->options.quiet) {
		fprintf(stderr, "ping: sendmsg: %s\n", strerror(error));
	}
}

void print_missing(const struct ping *ping, const struct ping_target *target, uint16_t seq)
{
	struct json_line line;

	if (ping->options.json) {
		json_event(&line, target, "missing", probe_now());
		json_number(&line, "seq", seq);
		json_end(&line);
		return;
	}
	if (ping->options.flood || ping->options.quiet)
		return;
	print_date(ping, probe_now());
	printf("no answer yet for icmp_seq=%u\n", seq);
	fflush(stdout);
}

void print_sent(const struct ping *ping)
{
	if (!ping->options.flood || ping->options.json || ping->options.quiet)
		return;
	putchar('.');
	fflush(stdout);
}

void print_status(const struct ping *ping, const struct ping_target *target)
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

static void print_json_summary(const struct ping_target *target)
{
	static const double percents[] = { 50, 90, 95, 99 };
	const struct stats *stats = &target->stats;
	struct json_line line;
	char name[32];
	size_t i;

	json_event(&line, target, "summary", probe_now());
	json_number(&line, "sent", stats->sent);
	json_number(&line, "received", stats->received);
	json_number(&line, "duplicates", stats->duplicates);
	json_number(&line, "corrupted", stats->corrupted);
	json_number(&line, "errors", stats->errors);
	json_real(&line, "loss_percent", stats_loss(stats));
	json_ms(&line, "duration_ms", duration(target));
	if (stats->samples) {
		json_ms(&line, "min_ms", stats->min);
		json_ms(&line, "avg_ms", (uint64_t)stats->mean);
		json_ms(&line, "max_ms", stats->max);
		json_ms(&line, "mdev_ms", (uint64_t)stats_mdev(stats));
		json_ms(&line, "jitter_ms", (uint64_t)stats->jitter);
		for (i = 0; i < sizeof(percents) / sizeof(percents[0]); i++) {
			snprintf(name, sizeof(name), "p%g_ms", percents[i]);
			json_ms(&line, name, stats_percentile(stats, percents[i]));
		}
	}
	json_number(&line, "loss_runs", stats->run_count);
	json_end(&line);
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

void print_summary(const struct ping *ping, const struct ping_target *target)
{
	const struct stats *stats = &target->stats;

	if (ping->options.json) {
		print_json_summary(target);
		return;
	}
	printf("\n--- %s ping statistics ---\n", target->name);
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
	print_rtt(ping, target);
	fflush(stdout);
}
