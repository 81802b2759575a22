// SPDX-License-Identifier: GPL-2.0
/*
 * Half-open: a SYN, and the kernel, which knows of no such connection, resets
 * what comes for it. One source port for the whole run: a director that the
 * probes pass has one connection of them, and one real server gets it.
 */
#include "ping_method.h"
#include "ping_source.h"
#include "ping_target.h"
#include "segment.h"
#include "wire.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>

/* What Ethernet carries; nothing is ever sent to us by it. */
#define OUR_MSS 1460

static int tcp_open(struct ping_target *target, const struct ping_options *options)
{
	const struct probe_family *family = probe_family_of(target->addr.any.sa_family);
	int ret = probe_socket_open_raw(&target->sock, family, IPPROTO_TCP);

	(void)options;
	if (ret)
		return method_fail("--tcp needs a raw socket", -ret);
	target->packet = malloc(WIRE_SYN);
	if (!target->packet)
		return method_fail("memory", ENOMEM);
	probe_addr_set_port(&target->addr, target->ask.port);
	return 0;
}

/* A port that nobody else gets as long as we have it, and nobody listens on. */
static int keep_port(struct ping_target *target, const union probe_addr *from)
{
	socklen_t size = sizeof(target->source);

	target->keeper = socket(from->any.sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (target->keeper < 0)
		return method_fail("socket", errno);
	if (bind(target->keeper, &from->any, target->sock.family->size) ||
	    getsockname(target->keeper, &target->source.any, &size))
		return method_fail("bind", errno);
	return 0;
}

static int tcp_bind(struct ping_target *target, const struct ping_options *options, size_t number)
{
	union probe_addr from = target->source;
	int ret;

	(void)number;
	if (source_bind(target, options, 0))
		return 2;
	probe_addr_set_port(&from, (uint16_t)options->source_port);
	if (keep_port(target, &from))
		return 2;
	target->ident = probe_addr_port(&target->source);
	if (getrandom(&target->first_seq, sizeof(target->first_seq), 0) < 0)
		return method_fail("getrandom", errno);
	ret = probe_socket_only_ports(&target->sock, target->ident, 1);
	if (ret)
		return method_fail("SO_ATTACH_FILTER", -ret);
	return target_connect(target);
}

static size_t tcp_build(struct ping_target *target, uint64_t number)
{
	return wire_syn(target->packet, &target->source, &target->addr,
			target->first_seq + (uint32_t)number, OUR_MSS);
}

static struct flight_probe *probe_of(struct ping_target *target, uint32_t seq)
{
	return flight_at(&target->flight, (uint32_t)(seq - target->first_seq));
}

static struct flight_probe *tcp_left(struct ping_target *target, const struct probe_event *event)
{
	struct segment segment;

	if (event->size < WIRE_SYN ||
	    !segment_parse(&segment, event->bytes + event->size - WIRE_SYN, WIRE_SYN) ||
	    segment.from != target->ident)
		return NULL;
	return probe_of(target, segment.seq);
}

static bool tcp_answer(struct ping_target *target, const struct probe_event *event,
		       struct ping_hit *hit)
{
	struct segment segment;

	if (!event->transport ||
	    !segment_parse(&segment, event->transport, event->transport_size) ||
	    segment.from != probe_addr_port(&target->addr) || segment.to != target->ident ||
	    !segment.has_ack || (!segment.syn && !segment.rst))
		return false;
	hit->probe = probe_of(target, segment.ack - 1);
	hit->bytes = event->transport_size;
	hit->mss = segment.mss;
	hit->state = segment.rst ? PORT_CLOSED : PORT_OPEN;
	return hit->probe;
}

static bool tcp_error(struct ping_target *target, const struct probe_event *event,
		      struct ping_hit *hit)
{
	const struct probe_quote *quote = &event->answer.quote;

	if (quote->size < 8 || quote->ident != target->ident)
		return false;
	hit->probe = probe_of(target, quote->tcp_seq);
	return hit->probe;
}

const struct ping_method ping_tcp = {
	.protocol = "tcp",
	.seq = "tcp_seq",
	.open = tcp_open,
	.bind = tcp_bind,
	.build = tcp_build,
	.left = tcp_left,
	.answer = tcp_answer,
	.error = tcp_error,
};
