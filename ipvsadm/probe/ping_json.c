// SPDX-License-Identifier: GPL-2.0
#include "json.h"
#include "ping_voice.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

static void begin(struct json_line *line, const struct ping_target *target, const char *event,
		  uint64_t at)
{
	json_begin(line, event, at);
	json_text(line, "target", target->ask.word);
}

static void json_start(const struct ping *ping, const struct ping_target *target)
{
	char address[PROBE_ADDR_TEXT];
	struct json_line line;

	begin(&line, target, "start", probe_now());
	json_text(&line, "name", target->name);
	json_text(&line, "address", probe_addr_text(&target->addr, address));
	json_text(&line, "source", probe_addr_text(&target->source, address));
	json_text(&line, "protocol", target->ask.method->protocol);
	if (probe_addr_port(&target->addr))
		json_number(&line, "port", probe_addr_port(&target->addr));
	json_number(&line, "size", ping->options.size);
	json_bool(&line, "raw", target->sock.raw);
	json_bool(&line, "stamps", target->sock.stamps);
	json_end(&line);
}

static void json_reply(const struct ping *ping, struct ping_target *target,
		       const struct ping_reply *reply)
{
	const struct ping_hit *hit = reply->hit;
	char address[PROBE_ADDR_TEXT];
	struct json_line line;

	(void)ping;
	begin(&line, target, reply->late ? "late" : "reply", reply->event->at);
	json_text(&line, "from", probe_addr_text(&reply->event->from, address));
	if (*reply->name)
		json_text(&line, "name", reply->name);
	json_number(&line, "seq", hit->probe->number);
	json_number(&line, "bytes", hit->bytes);
	if (hit->state != PORT_NONE)
		json_text(&line, "state", hit->state == PORT_OPEN ? "open" : "closed");
	if (hit->mss)
		json_number(&line, "mss", hit->mss);
	if (reply->event->answer.ttl >= 0)
		json_number(&line, "ttl", (uint64_t)reply->event->answer.ttl);
	if (reply->timed)
		json_ms(&line, "rtt_ms", reply->rtt);
	json_bool(&line, "duplicate", reply->duplicate);
	json_bool(&line, "bad_checksum", hit->bad_checksum);
	json_bool(&line, "other_address", reply->other_address);
	json_end(&line);
}

static void json_error(const struct ping *ping, const struct ping_target *target,
		       const struct probe_event *event, uint64_t number)
{
	char address[PROBE_ADDR_TEXT];
	char text[VERDICT_TEXT];
	struct json_line line;

	(void)ping;
	begin(&line, target, "error", event->at);
	json_text(&line, "from", probe_addr_text(&event->from, address));
	json_number(&line, "seq", number);
	json_number(&line, "type", event->error.type);
	json_number(&line, "code", event->error.code);
	json_text(&line, "text", verdict_text(&event->error, target->sock.family, text));
	json_end(&line);
}

static void json_redirect(const struct ping *ping, const struct ping_target *target,
			  const struct probe_event *event)
{
	const uint32_t gateway = htonl(event->answer.info);
	char address[PROBE_ADDR_TEXT];
	struct json_line line;

	(void)ping;
	begin(&line, target, "redirect", event->at);
	json_text(&line, "from", probe_addr_text(&event->from, address));
	json_number(&line, "seq", event->answer.quote.seq);
	json_text(&line, "gateway", inet_ntop(AF_INET, &gateway, address, sizeof(address)));
	json_end(&line);
}

static void json_local(const struct ping *ping, const struct ping_target *target, int error,
		       uint32_t mtu)
{
	struct json_line line;

	(void)ping;
	begin(&line, target, "local_error", probe_now());
	json_text(&line, "text", strerror(error));
	if (mtu)
		json_number(&line, "mtu", mtu);
	json_end(&line);
}

static void json_missing(const struct ping *ping, const struct ping_target *target, uint64_t number)
{
	struct json_line line;

	(void)ping;
	begin(&line, target, "missing", probe_now());
	json_number(&line, "seq", number);
	json_end(&line);
}

static void json_lost(const struct ping *ping, const struct ping_target *target,
		      const struct flight_probe *probe)
{
	struct json_line line;

	(void)ping;
	begin(&line, target, "lost", probe->sent_at);
	json_number(&line, "seq", probe->number);
	json_end(&line);
}

static void json_sent(const struct ping *ping, const struct ping_target *target)
{
	(void)ping;
	(void)target;
}

static void add_counts(struct json_line *line, const struct ping_target *target)
{
	const struct stats *stats = &target->stats;

	json_number(line, "sent", stats->sent);
	json_number(line, "received", stats->received);
	json_number(line, "duplicates", stats->duplicates);
	json_number(line, "corrupted", stats->corrupted);
	json_number(line, "errors", stats->errors);
	json_real(line, "loss_percent", stats_loss(stats));
}

static void add_times(struct json_line *line, const struct stats *stats)
{
	static const double percents[] = { 50, 90, 95, 99 };
	char name[32];
	size_t i;

	if (!stats->samples)
		return;
	json_ms(line, "min_ms", stats->min);
	json_ms(line, "avg_ms", (uint64_t)stats->mean);
	json_ms(line, "max_ms", stats->max);
	json_ms(line, "mdev_ms", (uint64_t)stats_mdev(stats));
	json_ms(line, "ewma_ms", (uint64_t)stats->ewma);
	json_ms(line, "jitter_ms", (uint64_t)stats->jitter);
	for (i = 0; i < sizeof(percents) / sizeof(percents[0]); i++) {
		snprintf(name, sizeof(name), "p%g_ms", percents[i]);
		json_ms(line, name, stats_percentile(stats, percents[i]));
	}
}

static void json_status(const struct ping *ping, const struct ping_target *target)
{
	struct json_line line;

	(void)ping;
	begin(&line, target, "status", probe_now());
	add_counts(&line, target);
	add_times(&line, &target->stats);
	json_end(&line);
}

static void tell_losses(const struct ping_target *target)
{
	const struct stats *stats = &target->stats;
	struct json_line line;
	size_t i;

	for (i = 0; i < stats->run_count && i < STATS_RUNS; i++) {
		begin(&line, target, "loss_run", stats->runs[i].start);
		json_number(&line, "first_seq", stats->runs[i].first);
		json_number(&line, "length", stats->runs[i].length);
		json_end(&line);
	}
}

static void json_summary(const struct ping *ping, const struct ping_target *target)
{
	struct json_line line;

	(void)ping;
	tell_losses(target);
	begin(&line, target, "summary", probe_now());
	add_counts(&line, target);
	if (target->ask.method != &ping_echo)
		json_number(&line, "open", target->open);
	json_ms(&line, "duration_ms", target->last_at - target->first_at);
	add_times(&line, &target->stats);
	json_number(&line, "loss_runs", target->stats.run_count);
	json_end(&line);
}

const struct ping_voice ping_json = {
	.start = json_start,
	.reply = json_reply,
	.error = json_error,
	.redirect = json_redirect,
	.local = json_local,
	.missing = json_missing,
	.lost = json_lost,
	.sent = json_sent,
	.status = json_status,
	.summary = json_summary,
};
