// SPDX-License-Identifier: GPL-2.0
/*
 * A datagram begins with its number, and a service that sends that back (an
 * echo, DNS) tells which it answers. Of others the last one counts as answered.
 */
#include "ping_method.h"
#include "ping_source.h"
#include "ping_target.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#define NUMBER_SIZE 2
#define DNS_PORT    53

/* Behind its identifier: one question, recursion desired: who serves the root? */
static const uint8_t dns_query[] = { 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 1 };

static int udp_open(struct ping_target *target, const struct ping_options *options)
{
	const struct probe_family *family = probe_family_of(target->addr.any.sa_family);
	int ret = probe_socket_open_dgram(&target->sock, family, IPPROTO_UDP);
	size_t least = NUMBER_SIZE;

	if (ret)
		return method_fail("socket", -ret);
	if (target->ask.port == DNS_PORT)
		least += sizeof(dns_query);
	target->payload_size =
		target->ask.port == DNS_PORT || options->size < least ? least : options->size;
	target->packet = malloc(target->payload_size);
	if (!target->packet)
		return method_fail("memory", ENOMEM);
	target->payload = target->packet;
	probe_addr_set_port(&target->addr, target->ask.port);
	return 0;
}

static int udp_bind(struct ping_target *target, const struct ping_options *options, size_t number)
{
	(void)number;
	if (target->ask.port == DNS_PORT)
		memcpy(target->packet + NUMBER_SIZE, dns_query, sizeof(dns_query));
	if (source_bind(target, options, (uint16_t)options->source_port))
		return 2;
	if (target_connect(target))
		return 2;
	target->ident = probe_socket_ident(&target->sock);
	return 0;
}

static size_t udp_build(struct ping_target *target, uint64_t number)
{
	target->packet[0] = (uint8_t)(number >> 8);
	target->packet[1] = (uint8_t)number;
	return target->payload_size;
}

static struct flight_probe *by_number(struct ping_target *target, const uint8_t *bytes)
{
	return flight_find(&target->flight, (uint16_t)(bytes[0] << 8 | bytes[1]));
}

static struct flight_probe *udp_left(struct ping_target *target, const struct probe_event *event)
{
	if (event->size < target->payload_size)
		return NULL;
	return by_number(target, event->bytes + event->size - target->payload_size);
}

static struct flight_probe *which(struct ping_target *target, const uint8_t *bytes, size_t size)
{
	struct flight_probe *probe = size < NUMBER_SIZE ? NULL : by_number(target, bytes);

	return probe ? probe : flight_at(&target->flight, target->flight.sent);
}

static bool udp_answer(struct ping_target *target, const struct probe_event *event,
		       struct ping_hit *hit)
{
	hit->probe = which(target, event->transport, event->transport_size);
	hit->bytes = event->transport_size;
	hit->state = PORT_OPEN;
	return hit->probe;
}

/* The kernel tells what a datagram carried: the number, where a router quoted that much. */
static bool udp_error(struct ping_target *target, const struct probe_event *event,
		      struct ping_hit *hit)
{
	hit->probe = which(target, event->bytes, event->size);
	hit->bytes = event->size;
	if (verdict_is_closed(&event->error, target->sock.family) &&
	    probe_addr_same(&event->from, &target->addr))
		hit->state = PORT_CLOSED;
	return hit->probe;
}

const struct ping_method ping_udp = {
	.protocol = "udp",
	.seq = "udp_seq",
	.open = udp_open,
	.bind = udp_bind,
	.build = udp_build,
	.left = udp_left,
	.answer = udp_answer,
	.error = udp_error,
};
