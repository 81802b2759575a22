// SPDX-License-Identifier: GPL-2.0
#include "trace.h"
#include "flight.h"
#include "schedule.h"
#include "trace_print.h"
#include "trace_socket.h"

#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SECOND 1000000000ULL
#define MS     1000000ULL

/* A hop is told without the names that have not been found by then. */
#define NAME_WAIT SECOND
/* A full queue of the device is tried again. */
#define FULL_WAIT (10 * MS)
/* What a segment has to fit, header and all. */
#define ETHERNET 1500
/* Errors of earlier probes that may come between us and sending. */
#define SEND_TRIES 16

static struct trace_probe *find_key(struct trace *trace, const uint8_t *packet, size_t size)
{
	uint8_t key[TRACE_KEY];
	size_t i;

	if (size < TRACE_KEY)
		return NULL;
	trace_key(trace->options.method, packet, key);
	for (i = trace->count; i-- > 0;) {
		if (!memcmp(trace->probes[i].key, key, sizeof(key)))
			return &trace->probes[i];
	}
	return NULL;
}

/* The probe that is underway, if there is one alone. */
static struct trace_probe *find_only(struct trace *trace)
{
	struct trace_probe *found = NULL;
	const struct route_slot *slot;
	size_t i;

	for (i = trace->count; i-- > 0;) {
		slot = &trace->route.slots[trace->probes[i].slot];
		if (slot->state != ROUTE_UNDERWAY && slot->state != ROUTE_REPEATED)
			continue;
		if (found && found->slot != trace->probes[i].slot)
			return NULL;
		if (!found)
			found = &trace->probes[i];
	}
	return found;
}

/* The farthest hop that is known to be on the way. */
static unsigned int passed(const struct trace *trace, unsigned int flow)
{
	const struct route *route = &trace->route;
	unsigned int ttl = 0;
	size_t i;

	for (i = 0; i < route->count; i++) {
		if (route->slots[i].flow == flow && route->slots[i].state == ROUTE_ANSWERED &&
		    !route->slots[i].final && route->slots[i].ttl > ttl)
			ttl = route->slots[i].ttl;
	}
	return ttl;
}

/* Answers of UDP look all the same: one is to the nearest probe behind what is on the way. */
static struct trace_probe *find_answered(struct trace *trace, const uint8_t *packet, size_t size)
{
	const struct trace_method *method = trace->options.method;
	struct trace_probe *found = NULL;
	const struct route_slot *slot;
	struct trace_draft draft;
	size_t i;

	for (i = trace->count; i-- > 0;) {
		slot = &trace->route.slots[trace->probes[i].slot];
		draft = trace_draft(trace, slot->flow, (uint16_t)(i + 1));
		if (slot->state == ROUTE_ANSWERED ||
		    (trace->sock.raw && !trace_answers(method, &draft, packet, size)))
			continue;
		if (method->protocol == IPPROTO_UDP && slot->ttl <= passed(trace, slot->flow))
			continue;
		if (!found || method->protocol == IPPROTO_UDP)
			found = &trace->probes[i];
	}
	return found;
}

static uint64_t rtt_of(const struct trace_probe *probe, uint64_t at)
{
	return flight_time(probe->stamped_at ? probe->stamped_at : probe->sent_at, at,
			   probe_clock() - probe->clock_at);
}

static void take(struct trace *trace, const struct trace_probe *probe, bool final)
{
	const struct probe_event *event = trace->run->event;
	struct trace_answer *answer = &trace->answers[probe->slot];

	if (!route_answered(&trace->route, probe->slot, rtt_of(probe, event->at), final))
		return;
	answer->from = event->from;
	answer->ttl = event->answer.ttl;
	/* Asked for now, its name is there when the hop is told. */
	if (!trace->options.numeric)
		resolver_name(&trace->run->resolver, &event->from);
	if (final && (!answer->mark[0] || probe_addr_same(&event->from, &trace->target)))
		trace->reached = true;
	if (trace->route.slots[probe->slot].ttl < trace->next)
		trace_print_late(trace, probe->slot);
}

/* The path is narrower: the same probe once more, as big as it may be. */
static bool narrow(struct trace *trace, size_t slot, uint32_t mtu)
{
	if (!trace->options.mtu || mtu >= trace->size ||
	    mtu < trace->sock.family->header + TRACE_KEY)
		return false;
	trace->size = mtu;
	trace->answers[slot].mtu = mtu;
	return true;
}

/* RFC 9293 3.1: does the quote of our SYN have another segment size than it was sent with? */
static void take_mss(struct trace *trace, struct trace_answer *answer,
		     const struct probe_quote *quote)
{
	uint16_t sent = trace->options.spec.tcp.mss;
	const uint8_t *option = quote->transport + WIRE_TCP_HEADER;

	/* Ours is the first option. */
	if (trace->options.method->protocol != IPPROTO_TCP || !sent ||
	    quote->size < WIRE_TCP_HEADER + 4 || option[0] != TCPOPT_MAXSEG)
		return;
	if ((option[2] << 8 | option[3]) != sent)
		answer->mss = (uint32_t)(option[2] << 8 | option[3]);
}

static void take_error(struct trace *trace)
{
	const struct probe_event *event = trace->run->event;
	const struct probe_quote *quote = &event->answer.quote;
	struct trace_probe *probe = find_key(trace, quote->transport, quote->size);
	struct trace_answer *answer;
	bool final;

	/* Some quote eight bytes, which a kernel's UDP socket takes off. */
	if (!probe && !quote->size && !trace->sock.raw)
		probe = find_only(trace);
	if (!probe || trace->route.slots[probe->slot].state == ROUTE_ANSWERED)
		return;
	answer = &trace->answers[probe->slot];
	if (verdict_is_too_big(&event->error, trace->sock.family) &&
	    narrow(trace, probe->slot, event->error.info)) {
		trace->route.slots[probe->slot].state = ROUTE_WAITING;
		answer->sent--;
		return;
	}
	final = verdict_mark(&event->error, trace->sock.family, answer->mark);
	if (event->extensions)
		extension_text(event->extensions, event->extensions_size, answer->extensions);
	take_mss(trace, answer, quote);
	take(trace, probe, final);
}

static void take_answer(struct trace *trace)
{
	const struct probe_event *event = trace->run->event;
	const struct trace_method *method = trace->options.method;
	uint16_t flow = (uint16_t)(event->answer.ident - trace->ident);
	struct trace_probe *probe = NULL;

	if (method->protocol) {
		if (event->transport)
			probe = find_answered(trace, event->transport, event->transport_size);
		if (probe && trace->options.spec.info)
			trace_info(method, event->transport, event->transport_size,
				   trace->answers[probe->slot].info);
	} else if (event->answer.kind == ANSWER_ECHO && !event->answer.bad_checksum &&
		   event->answer.seq && event->answer.seq <= trace->count) {
		probe = &trace->probes[event->answer.seq - 1];
		if (trace->sock.raw && trace->route.slots[probe->slot].flow != flow)
			probe = NULL;
	}
	if (probe)
		take(trace, probe, true);
}

/* A stamp of what left comes with the packet: the probe is its end. */
static void take_left(struct trace *trace)
{
	const struct probe_event *event = trace->run->event;
	struct trace_probe *probe;
	size_t i;

	for (i = trace->count; i-- > 0;) {
		uint8_t key[TRACE_KEY];

		probe = &trace->probes[i];
		if (probe->stamped_at || event->size < probe->size || probe->size < TRACE_KEY)
			continue;
		trace_key(trace->options.method, event->bytes + event->size - probe->size, key);
		if (memcmp(key, probe->key, sizeof(key)))
			continue;
		if (event->at >= probe->sent_at)
			probe->stamped_at = event->at;
		return;
	}
}

static void take_events(struct trace *trace)
{
	enum probe_event_kind kind;

	while ((kind = probe_socket_next(&trace->sock, trace->run->event)) != EVENT_NONE) {
		if (kind == EVENT_LEFT)
			take_left(trace);
		else if (kind == EVENT_LOCAL)
			trace->local_mtu = trace->run->event->error.info;
		else if (kind == EVENT_ERROR)
			take_error(trace);
		else
			take_answer(trace);
	}
}

static size_t build(struct trace *trace, size_t slot, struct trace_probe *probe)
{
	struct trace_draft draft =
		trace_draft(trace, trace->route.slots[slot].flow, (uint16_t)(trace->count + 1));
	const struct trace_method *method = trace->options.method;
	size_t size;

	probe->slot = slot;
	probe->stamped_at = 0;
	size = method->build(trace->packet, &draft);
	/* The header of UDP is the kernel's here: the key leads the payload. */
	if (!trace->sock.raw && method->has_ports) {
		size = size > WIRE_UDP_HEADER + TRACE_KEY ? size - WIRE_UDP_HEADER : TRACE_KEY;
		draft.size = size;
		trace_method_find("raw")->build(trace->packet, &draft);
	}
	trace_key(method, trace->packet, probe->key);
	probe->size = size;
	return size;
}

/* Send, again where the error was an earlier probe's. Return: 0 or a negative errno. */
static int send_built(struct trace *trace, size_t slot, struct trace_probe *probe)
{
	int ttl = (int)trace->route.slots[slot].ttl;
	int tries;
	int ret = 0;

	for (tries = 0; tries < SEND_TRIES; tries++) {
		size_t size = build(trace, slot, probe);

		probe->clock_at = probe_clock();
		probe->sent_at = probe_now();
		trace->local_mtu = 0;
		ret = probe_socket_send_ttl(&trace->sock, trace->packet, size, ttl);
		if (!probe_socket_is_anothers(-ret) && ret != -EMSGSIZE)
			return ret;
		take_events(trace);
		if (trace->local_mtu && !narrow(trace, slot, trace->local_mtu))
			return -EMSGSIZE;
	}
	return ret;
}

/* This host itself has no room for such a packet: the path ends here. */
static void too_big_here(struct trace *trace, struct trace_probe *probe)
{
	struct trace_answer *answer = &trace->answers[probe->slot];

	snprintf(answer->mark, sizeof(answer->mark), "!F-%u", trace->local_mtu);
	answer->from = trace->source;
	answer->ttl = -1;
	answer->sent++;
	route_answered(&trace->route, probe->slot, 0, true);
}

static void send_one(struct trace *trace, size_t slot)
{
	struct trace_probe *probe = &trace->probes[trace->count];
	uint64_t now = probe_clock();
	int ret;

	if (trace->count == TRACE_PROBES) {
		trace->failed = EOVERFLOW;
		return;
	}
	ret = send_built(trace, slot, probe);
	if (ret == -EAGAIN || ret == -ENOBUFS) {
		trace->route.next_at = now + FULL_WAIT;
	} else if (ret == -EMSGSIZE && trace->local_mtu) {
		too_big_here(trace, probe);
	} else if (ret) {
		trace->failed = -ret;
	} else {
		trace->count++;
		trace->answers[slot].sent++;
		route_sent(&trace->route, slot, now);
	}
}

/* Are the names of a hop known, or has it waited for them long enough? */
static bool is_named(struct trace *trace, unsigned int ttl, uint64_t now)
{
	size_t first = route_slot(&trace->route, ttl);
	size_t count = trace->options.flows * trace->options.queries;
	size_t i;

	if (now >= trace->settled_at + NAME_WAIT)
		trace->names_slow = true;
	if (trace->options.numeric || trace->names_slow)
		return true;
	for (i = first; i < first + count; i++) {
		if (trace->route.slots[i].state == ROUTE_ANSWERED &&
		    !resolver_name(&trace->run->resolver, &trace->answers[i].from))
			return false;
	}
	return true;
}

/* Tell what is known, in order. Return: when to look again for names. */
static uint64_t tell(struct trace *trace)
{
	uint64_t now = probe_clock();

	while (trace->next <= route_end(&trace->route) &&
	       route_settled(&trace->route, trace->next)) {
		if (!trace->settled_at)
			trace->settled_at = now;
		if (!is_named(trace, trace->next, now))
			return trace->settled_at + NAME_WAIT;
		trace_print_hop(trace, trace->next++);
		trace->settled_at = 0;
	}
	return SCHEDULE_NEVER;
}

uint64_t trace_step(struct trace *trace)
{
	uint64_t names;
	uint64_t wake;
	uint64_t now;
	size_t slot;

	for (;;) {
		now = probe_clock();
		take_events(trace);
		slot = trace->failed ? ROUTE_NONE : route_next(&trace->route, now);
		if (slot == ROUTE_NONE)
			break;
		send_one(trace, slot);
	}
	names = tell(trace);
	trace->over = trace->failed || trace->next > route_end(&trace->route);
	wake = route_wake(&trace->route, now);
	return names < wake ? names : wake;
}

/* What an interrupted trace knows: hops up to the last to which probes were sent. */
static void tell_rest(struct trace *trace)
{
	size_t count = trace->options.flows * trace->options.queries;
	size_t first;
	bool known;
	size_t i;

	for (; trace->next <= route_end(&trace->route); trace->next++) {
		first = route_slot(&trace->route, trace->next);
		known = false;
		for (i = first; i < trace->route.count && !known; i++)
			known = trace->route.slots[i].state == ROUTE_ANSWERED;
		for (i = first; i < first + count && !known; i++)
			known = trace->answers[i].sent;
		if (!known)
			return;
		trace_print_hop(trace, trace->next);
	}
}

static int plan(struct trace *trace)
{
	const struct trace_options *options = &trace->options;
	const struct route_plan plan = { .first = (unsigned int)options->first,
					 .last = (unsigned int)options->last,
					 .flows = (unsigned int)options->flows,
					 .queries = (unsigned int)options->queries,
					 .window = (unsigned int)options->window,
					 .pause = options->pause,
					 .wait = options->wait,
					 .here = options->here,
					 .near = options->near,
					 .repeat = true,
					 .gap = (unsigned int)options->gap };

	trace->next = plan.first;
	trace->probes = calloc(TRACE_PROBES + 1, sizeof(*trace->probes));
	if (!trace->probes || route_init(&trace->route, &plan))
		return -ENOMEM;
	trace->answers = calloc(trace->route.count, sizeof(*trace->answers));
	return trace->answers ? 0 : -ENOMEM;
}

/* A packet that is all header has the size that its options need. */
static void choose_header(struct trace *trace)
{
	const struct trace_method *method = trace->options.method;
	struct wire_tcp *tcp = &trace->options.spec.tcp;
	struct trace_draft draft;

	if (method->protocol != IPPROTO_TCP && method->protocol != IPPROTO_DCCP)
		return;
	if (tcp->flags & TH_SYN && !tcp->mss)
		tcp->mss = (uint16_t)(ETHERNET - trace->sock.family->header - WIRE_TCP_HEADER);
	draft = trace_draft(trace, 0, 0);
	trace->size = trace->sock.family->header + method->build(trace->packet, &draft);
}

static void choose_size(struct trace *trace)
{
	const struct probe_family *family = trace->sock.family;
	size_t least = family->header + trace->options.method->smallest;

	/* As ever: 40 bytes more than the IP header. */
	trace->size = trace->options.size ? trace->options.size : family->header + 40;
	if (trace->options.size)
		trace->size -= trace->size < trace->stops_size ? trace->size : trace->stops_size;
	if (trace->size < least)
		trace->size = least;
	if (!trace->sock.raw && trace->options.method->has_ports &&
	    trace->size < family->header + WIRE_UDP_HEADER + TRACE_KEY)
		trace->size = family->header + WIRE_UDP_HEADER + TRACE_KEY;
	choose_header(trace);
}

int trace_prepare(struct trace *trace)
{
	if (plan(trace)) {
		fputs("traceroute: no memory\n", stderr);
		return 2;
	}
	if (trace_open(trace))
		return 2;
	choose_size(trace);
	return 0;
}

void trace_finish(struct trace *trace)
{
	take_events(trace);
	if (!trace->over || trace->failed)
		tell_rest(trace);
}

void trace_free(struct trace *trace)
{
	trace_close(trace);
	route_exit(&trace->route);
	free(trace->probes);
	free(trace->answers);
}
