// SPDX-License-Identifier: GPL-2.0
#include "trace_print.h"
#include "json.h"
#include "silence.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MS 1000000.0

static const char *name_of(struct trace *trace, const union probe_addr *addr)
{
	const char *name = trace->options.numeric ? "" : resolver_name(&trace->run->resolver, addr);

	return name ? name : "";
}

void trace_print_start(const struct trace *trace)
{
	const struct trace_options *options = &trace->options;
	char text[PROBE_ADDR_TEXT];
	struct json_line line;

	probe_addr_text(&trace->target, text);
	if (!options->json) {
		printf("traceroute to %s (%s), %" PRIu64 " hops max, %zu byte packets\n",
		       options->target, text, options->last, trace->size + trace->stops_size);
		fflush(stdout);
		return;
	}
	json_begin(&line, "start", probe_now());
	json_text(&line, "target", options->target);
	json_text(&line, "address", text);
	json_text(&line, "method", options->method->name);
	json_number(&line, "max_hops", options->last);
	json_number(&line, "bytes", trace->size + trace->stops_size);
	json_number(&line, "flows", options->flows);
	json_end(&line);
}

void trace_print_address(struct trace *trace, const union probe_addr *addr)
{
	char text[PROBE_ADDR_TEXT];
	const char *name;

	probe_addr_text(addr, text);
	if (trace->options.numeric) {
		printf(" %s", text);
		return;
	}
	name = name_of(trace, addr);
	printf(" %s (%s)", *name ? name : text, text);
}

/* Hops that the answer has passed, by what senders of packets begin with. */
static int way_back(int ttl)
{
	int start = ttl > 128 ? 255 : ttl > 64 ? 128 : 64;

	return start - ttl + 1;
}

static bool is_other(const struct trace *trace, const struct trace_answer *answer,
		     const struct trace_answer *last)
{
	if (!last || !probe_addr_same(&answer->from, &last->from))
		return true;
	if (trace->options.extensions && strcmp(answer->extensions, last->extensions))
		return true;
	if (strcmp(answer->info, last->info))
		return true;
	return trace->options.back && answer->ttl != last->ttl;
}

static void print_answer(struct trace *trace, size_t at, const struct trace_answer *last)
{
	const struct route_slot *slot = &trace->route.slots[at];
	const struct trace_answer *answer = &trace->answers[at];

	if (is_other(trace, answer, last)) {
		trace_print_address(trace, &answer->from);
		if (trace->options.extensions && answer->extensions[0])
			printf(" <%s>", answer->extensions);
		if (answer->info[0])
			printf(" %s", answer->info);
		if (trace->options.back && answer->ttl >= 0 &&
		    way_back(answer->ttl) != (int)slot->ttl)
			printf(" '-%d'", way_back(answer->ttl));
	}
	printf("  %.3f ms", (double)slot->rtt / MS);
	if (answer->mark[0])
		printf(" %s", answer->mark);
	if (answer->mss)
		printf(" M=%" PRIu32, answer->mss);
	if (answer->mtu)
		printf(" F=%" PRIu32, answer->mtu);
}

static void json_answer(struct trace *trace, const char *event, size_t at)
{
	const struct route_slot *slot = &trace->route.slots[at];
	const struct trace_answer *answer = &trace->answers[at];
	char text[PROBE_ADDR_TEXT];
	struct json_line line;
	const char *name;

	json_begin(&line, event, probe_now());
	json_text(&line, "target", trace->options.target);
	json_number(&line, "hop", slot->ttl);
	json_number(&line, "flow", slot->flow + 1);
	json_number(&line, "sent", answer->sent);
	if (slot->state == ROUTE_ANSWERED) {
		json_text(&line, "from", probe_addr_text(&answer->from, text));
		name = name_of(trace, &answer->from);
		if (*name)
			json_text(&line, "name", name);
		json_ms(&line, "rtt_ms", slot->rtt);
		if (answer->ttl >= 0)
			json_number(&line, "ttl", (uint64_t)answer->ttl);
		if (answer->mark[0])
			json_text(&line, "mark", answer->mark);
		if (answer->extensions[0])
			json_text(&line, "extensions", answer->extensions);
		if (answer->info[0])
			json_text(&line, "info", answer->info);
		if (answer->mss)
			json_number(&line, "mss", answer->mss);
		if (answer->mtu)
			json_number(&line, "mtu", answer->mtu);
		json_bool(&line, "final", slot->final);
	}
	json_end(&line);
}

static size_t slots_of_hop(const struct trace *trace)
{
	return trace->options.flows * trace->options.queries;
}

bool trace_print_is_tree(const struct trace *trace)
{
	return !trace->options.json && (trace->options.flows > 1 || trace->run->servers);
}

void trace_print_hop(struct trace *trace, unsigned int ttl)
{
	size_t first = route_slot(&trace->route, ttl);
	const struct trace_answer *last = NULL;
	size_t at;

	if (trace_print_is_tree(trace))
		return;
	if (!trace->options.json)
		printf("%2u ", ttl);
	for (at = first; at < first + slots_of_hop(trace); at++) {
		if (!route_counts(&trace->route, &trace->route.slots[at]) ||
		    !trace->answers[at].sent)
			continue;
		if (trace->options.json) {
			json_answer(trace,
				    trace->route.slots[at].state == ROUTE_ANSWERED ? "answer"
										   : "silent",
				    at);
		} else if (trace->route.slots[at].state == ROUTE_ANSWERED) {
			print_answer(trace, at, last);
			last = &trace->answers[at];
		} else {
			printf(" *");
		}
	}
	if (!trace->options.json)
		putchar('\n');
	fflush(stdout);
}

void trace_print_late(struct trace *trace, size_t slot)
{
	if (trace->options.json)
		json_answer(trace, "late", slot);
}

void trace_print_status(const struct trace *trace)
{
	fprintf(stderr, "hop %u of %" PRIu64 ", %zu probes sent\n", trace->next,
		trace->options.last, trace->count);
}

/* What each hop has shown, from the first to the last that was told. */
static void count_hop(const struct trace *trace, unsigned int ttl, struct silence_hop *hop)
{
	size_t first = route_slot(&trace->route, ttl);
	size_t at;

	for (at = first; at < first + slots_of_hop(trace); at++) {
		if (!route_counts(&trace->route, &trace->route.slots[at]))
			continue;
		hop->sent += trace->answers[at].sent > 0;
		hop->answered += trace->route.slots[at].state == ROUTE_ANSWERED;
	}
}

static void print_silence(const struct trace *trace, unsigned int ttl, enum silence silence)
{
	struct json_line line;

	if (silence == SILENCE_NONE || silence == SILENCE_END)
		return;
	if (!trace->options.json) {
		printf("hop %u: %s\n", ttl, silence_text(silence));
		return;
	}
	json_begin(&line, "note", probe_now());
	json_number(&line, "hop", ttl);
	json_text(&line, "text", silence_text(silence));
	json_end(&line);
}

static void print_notes(const struct trace *trace, unsigned int last)
{
	struct silence_hop hops[256] = { 0 };
	unsigned int first = trace->route.plan.first;
	unsigned int ttl;

	for (ttl = first; ttl <= last; ttl++)
		count_hop(trace, ttl, &hops[ttl - first]);
	for (ttl = first; ttl <= last; ttl++)
		print_silence(trace, ttl, silence_of(hops, last - first + 1, ttl - first));
}

/* The answer that ended the nearest path, or the farthest that came at all. */
static size_t telling(const struct trace *trace)
{
	size_t found = ROUTE_NONE;
	size_t at;

	for (at = 0; at < trace->route.count; at++) {
		if (trace->route.slots[at].state != ROUTE_ANSWERED ||
		    !route_counts(&trace->route, &trace->route.slots[at]))
			continue;
		if (trace->route.slots[at].final)
			return at;
		found = at;
	}
	return found;
}

char *trace_print_reason(const struct trace *trace, char *text, size_t size)
{
	size_t at = telling(trace);
	char from[PROBE_ADDR_TEXT];
	unsigned int hop = at == ROUTE_NONE ? 0 : trace->route.slots[at].ttl;

	if (at != ROUTE_NONE)
		probe_addr_text(&trace->answers[at].from, from);
	if (trace->failed)
		snprintf(text, size, "cannot send: %s", strerror(trace->failed));
	else if (at == ROUTE_NONE)
		snprintf(text, size, trace->over ? "nothing answers" : "interrupted");
	else if (trace->reached)
		snprintf(text, size, "%u hop%s, %.3f ms", hop, hop == 1 ? "" : "s",
			 (double)trace->route.slots[at].rtt / MS);
	else if (trace->route.slots[at].final)
		snprintf(text, size, "%s at hop %u refuses: %s", from, hop,
			 trace->answers[at].mark);
	else if (!trace->over)
		snprintf(text, size, "interrupted; hop %u (%s) was the last to answer", hop, from);
	else if (hop == trace->options.last)
		snprintf(text, size, "farther than %u hops (%s)", hop, from);
	else
		snprintf(text, size, "nothing answers behind hop %u (%s)", hop, from);
	return text;
}

void trace_print_summary(struct trace *trace)
{
	unsigned int last = trace->next - 1;
	size_t at = telling(trace);
	char text[PROBE_ADDR_TEXT];
	struct json_line line;
	char reason[256];

	if (last >= trace->route.plan.first)
		print_notes(trace, last);
	trace_print_reason(trace, reason, sizeof(reason));
	probe_addr_text(&trace->target, text);
	if (!trace->options.json) {
		printf("%s %s: %s\n", trace->reached ? "reached" : "did not reach", text, reason);
		fflush(stdout);
		return;
	}
	json_begin(&line, "summary", probe_now());
	json_text(&line, "address", text);
	json_bool(&line, "reached", trace->reached);
	json_text(&line, "reason", reason);
	if (at != ROUTE_NONE) {
		json_number(&line, "hop", trace->route.slots[at].ttl);
		json_text(&line, "from", probe_addr_text(&trace->answers[at].from, text));
	}
	if (trace->options.mtu)
		json_number(&line, "mtu", trace->size);
	json_number(&line, "sent", trace->count);
	json_end(&line);
}
