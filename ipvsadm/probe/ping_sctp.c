// SPDX-License-Identifier: GPL-2.0
/*
 * An INIT, and nothing behind it: who answers with INIT ACK has kept nothing
 * (RFC 9260 5.1.3), so that there is nothing to be taken back. A kernel with SCTP
 * of its own aborts what comes for an association that it does not know.
 */
#include "ping_method.h"
#include "ping_source.h"
#include "ping_target.h"
#include "sctp.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/random.h>

/* RFC 6335: nobody's. A socket of the kernel's to keep one would load its SCTP. */
#define PORT_FIRST 49152

static int sctp_open(struct ping_target *target, const struct ping_options *options)
{
	const struct probe_family *family = probe_family_of(target->addr.any.sa_family);
	int ret = probe_socket_open_raw(&target->sock, family, IPPROTO_SCTP);

	(void)options;
	if (ret)
		return method_fail("--sctp needs a raw socket", -ret);
	target->packet = malloc(SCTP_INIT_SIZE);
	if (!target->packet)
		return method_fail("memory", ENOMEM);
	probe_addr_set_port(&target->addr, target->ask.port);
	return 0;
}

static int sctp_bind(struct ping_target *target, const struct ping_options *options, size_t number)
{
	uint16_t port;
	int ret;

	(void)number;
	if (source_bind(target, options, 0))
		return 2;
	if (getrandom(&target->first_seq, sizeof(target->first_seq), 0) < 0 ||
	    getrandom(&port, sizeof(port), 0) < 0)
		return method_fail("getrandom", errno);
	/* No tag is 0, of the first two thousand million. */
	target->first_seq >>= 1;
	port |= PORT_FIRST;
	target->ident = options->source_port ? (uint16_t)options->source_port : port;
	probe_addr_set_port(&target->source, target->ident);
	ret = probe_socket_only_ports(&target->sock, target->ident, 1);
	if (ret)
		return method_fail("SO_ATTACH_FILTER", -ret);
	return target_connect(target);
}

static uint32_t tag_of(const struct ping_target *target, uint64_t number)
{
	return target->first_seq + (uint32_t)number;
}

static struct flight_probe *probe_of(struct ping_target *target, uint32_t tag)
{
	return flight_at(&target->flight, (uint32_t)(tag - target->first_seq));
}

static size_t sctp_build(struct ping_target *target, uint64_t number)
{
	return sctp_init(target->packet, target->ident, probe_addr_port(&target->addr),
			 tag_of(target, number));
}

static struct flight_probe *by_init(struct ping_target *target, const uint8_t *bytes, size_t size)
{
	struct sctp_packet packet;

	if (!sctp_parse(&packet, bytes, size) || packet.kind != SCTP_INIT ||
	    packet.from != target->ident)
		return NULL;
	return probe_of(target, packet.initiate);
}

static struct flight_probe *sctp_left(struct ping_target *target, const struct probe_event *event)
{
	if (event->size < SCTP_INIT_SIZE)
		return NULL;
	return by_init(target, event->bytes + event->size - SCTP_INIT_SIZE, SCTP_INIT_SIZE);
}

static bool sctp_answer(struct ping_target *target, const struct probe_event *event,
			struct ping_hit *hit)
{
	struct sctp_packet packet;

	if (!event->transport || !sctp_parse(&packet, event->transport, event->transport_size) ||
	    packet.from != probe_addr_port(&target->addr) || packet.to != target->ident ||
	    (packet.kind != SCTP_INIT_ACK && packet.kind != SCTP_ABORT))
		return false;
	hit->probe = probe_of(target, packet.tag);
	hit->bytes = event->transport_size;
	hit->bad_checksum = packet.bad_checksum;
	hit->state = packet.kind == SCTP_ABORT ? PORT_CLOSED : PORT_OPEN;
	return hit->probe;
}

/* Of the eight bytes that all routers quote, none tells one INIT from another. */
static bool sctp_error(struct ping_target *target, const struct probe_event *event,
		       struct ping_hit *hit)
{
	const struct probe_quote *quote = &event->answer.quote;

	if (quote->size < 8 || quote->ident != target->ident)
		return false;
	hit->probe = by_init(target, quote->transport, quote->size);
	if (!hit->probe)
		hit->probe = flight_at(&target->flight, target->flight.sent);
	return hit->probe;
}

const struct ping_method ping_sctp = {
	.protocol = "sctp",
	.seq = "sctp_seq",
	.open = sctp_open,
	.bind = sctp_bind,
	.build = sctp_build,
	.left = sctp_left,
	.answer = sctp_answer,
	.error = sctp_error,
};
