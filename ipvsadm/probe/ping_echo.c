// SPDX-License-Identifier: GPL-2.0
#include "ping_method.h"
#include "ping_source.h"
#include "wire.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#define COOKIE 8

static int echo_open(struct ping_target *target, const struct ping_options *options)
{
	int ret = probe_socket_open(&target->sock, probe_family_of(target->addr.any.sa_family),
				    options->ident == 0);

	if (ret)
		return method_fail("socket", -ret);
	target->packet = malloc(WIRE_ICMP_HEADER + options->size);
	if (!target->packet)
		return method_fail("memory", ENOMEM);
	target->payload = target->packet + WIRE_ICMP_HEADER;
	target->payload_size = options->size;
	return 0;
}

/* Identifiers have 16 bits, and the first processes of all containers the same one. */
static int choose_cookie(struct ping_target *target, const struct ping_options *options)
{
	target->cookie = target->sock.raw && !options->pattern && target->payload_size >= COOKIE;
	if (target->cookie && getrandom(target->payload, COOKIE, 0) < 0)
		return method_fail("getrandom", errno);
	return 0;
}

/* Is it another process's? What is too short does not tell. */
static bool is_strange(const struct ping_target *target, const uint8_t *payload, size_t size)
{
	return target->cookie && size >= COOKIE && memcmp(payload, target->payload, COOKIE);
}

/* The kernel gives an echo socket its identifier when it is bound, as a port. */
static int echo_bind(struct ping_target *target, const struct ping_options *options, size_t number)
{
	bool given = options->ident != PING_NOT_GIVEN;
	uint16_t ident = (uint16_t)((given ? options->ident : (uint64_t)getpid()) + number);

	if (choose_cookie(target, options) || source_bind(target, options, given ? ident : 0))
		return 2;
	target->ident = target->sock.raw ? ident : probe_socket_ident(&target->sock);
	return 0;
}

static size_t echo_build(struct ping_target *target, uint64_t number)
{
	return wire_echo(target->packet, target->sock.family, target->ident, (uint16_t)number,
			 target->payload_size);
}

/* A stamp of what left comes with the packet: the request is its end. */
static struct flight_probe *echo_left(struct ping_target *target, const struct probe_event *event)
{
	size_t length = WIRE_ICMP_HEADER + target->payload_size;
	const uint8_t *request;

	if (event->size < length)
		return NULL;
	request = event->bytes + event->size - length;
	if (request[0] != target->sock.family->echo_request ||
	    (request[4] << 8 | request[5]) != target->ident)
		return NULL;
	return flight_find(&target->flight, (uint16_t)(request[6] << 8 | request[7]));
}

static bool owns(const struct ping_target *target, uint16_t ident)
{
	return !target->sock.raw || ident == target->ident;
}

static bool echo_answer(struct ping_target *target, const struct probe_event *event,
			struct ping_hit *hit)
{
	const struct probe_answer *answer = &event->answer;

	if (answer->kind != ANSWER_ECHO || !owns(target, answer->ident) ||
	    (!answer->bad_checksum && is_strange(target, answer->payload, answer->size)))
		return false;
	hit->probe = flight_find(&target->flight, answer->seq);
	hit->bad_checksum = answer->bad_checksum;
	hit->bytes = answer->size + WIRE_ICMP_HEADER;
	return hit->probe;
}

/* A redirect, too, quotes the request that it is about. */
static bool echo_error(struct ping_target *target, const struct probe_event *event,
		       struct ping_hit *hit)
{
	const struct probe_quote *quote = &event->answer.quote;

	if (quote->size < WIRE_ICMP_HEADER ||
	    quote->transport[0] != target->sock.family->echo_request ||
	    !owns(target, quote->ident) || !probe_addr_same(&quote->to, &target->addr) ||
	    is_strange(target, quote->transport + WIRE_ICMP_HEADER, quote->size - WIRE_ICMP_HEADER))
		return false;
	hit->probe = flight_find(&target->flight, quote->seq);
	return hit->probe;
}

const struct ping_method ping_echo = {
	.protocol = "icmp",
	.seq = "icmp_seq",
	.open = echo_open,
	.bind = echo_bind,
	.build = echo_build,
	.left = echo_left,
	.answer = echo_answer,
	.error = echo_error,
};
