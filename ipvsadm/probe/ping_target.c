// SPDX-License-Identifier: GPL-2.0
#include "ping_target.h"
#include "flow.h"
#include "ping_method.h"
#include "ping_source.h"
#include "wire.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Sequence numbers of echo requests have 16 bits. */
#define FLIGHT_SIZE 65536
#define SECOND	    1000000000ULL

int method_fail(const char *what, int error)
{
	fprintf(stderr, "ping: %s: %s\n", what, strerror(error));
	return 2;
}

static int set_socket(const struct ping_target *target, int option, int value, const char *what)
{
	if (!setsockopt(target->sock.fd, SOL_SOCKET, option, &value, sizeof(value)))
		return 0;
	return method_fail(what, errno);
}

static int set_pmtu(const struct ping_target *target, const char *word)
{
	static const char *const words[] = { "do", "want", "dont", "probe" };
	const struct probe_family *family = target->sock.family;
	size_t i = 0;
	int ret;

	while (strcmp(words[i], word))
		i++;
	ret = probe_socket_set(&target->sock, family->mtu_discover, family->pmtu[i]);
	return ret ? method_fail("IP_MTU_DISCOVER", -ret) : 0;
}

static int set_path(const struct ping_target *target, const struct ping_options *options)
{
	const struct probe_family *family = target->sock.family;
	int ret = 0;

	/* All hosts of a network are not to be asked by fragments. */
	if (options->pmtu || target->broadcast)
		ret = set_pmtu(target, options->pmtu ? options->pmtu : "do");
	if (!ret && options->tos)
		ret = probe_socket_set(&target->sock, family->tos, (int)options->tos);
	if (!ret && options->no_loop)
		ret = probe_socket_set(&target->sock, family->multicast_loop, 0);
	if (!ret && options->ttl != PING_NOT_GIVEN) {
		ret = probe_socket_set(&target->sock, family->multicast_ttl, (int)options->ttl);
		if (!ret)
			ret = probe_socket_set(&target->sock, family->ttl, (int)options->ttl);
		if (ret)
			return method_fail("cannot set unicast time-to-live", -ret);
	}
	return ret < 0 ? method_fail("setsockopt", -ret) : ret;
}

static int set_options(const struct ping_target *target, const struct ping_options *options)
{
	int mark = (int)options->mark;

	if (options->mark != PING_NOT_GIVEN &&
	    setsockopt(target->sock.fd, SOL_SOCKET, SO_MARK, &mark, sizeof(mark)))
		fprintf(stderr, "ping: WARNING: failed to set mark: %d: %s\n", mark,
			strerror(errno));
	if (options->broadcast && set_socket(target, SO_BROADCAST, 1, "SO_BROADCAST"))
		return 2;
	if (options->dont_route && set_socket(target, SO_DONTROUTE, 1, "SO_DONTROUTE"))
		return 2;
	if (options->debug && set_socket(target, SO_DEBUG, 1, "SO_DEBUG"))
		return 2;
	if (options->send_buffer &&
	    set_socket(target, SO_SNDBUF, (int)options->send_buffer, "SO_SNDBUF"))
		return 2;
	return set_path(target, options);
}

/* Room that the options of its header leave a packet. */
static unsigned int payload_max(const struct probe_family *family,
				const struct ping_options *options)
{
	return family->payload_max - (options->trail == TRAIL_NONE ? 0 : TRAIL_SIZE);
}

static int set_trail(const struct ping_target *target, const struct ping_options *options)
{
	uint8_t bytes[TRAIL_SIZE];
	size_t size;
	int on = 1;

	if (options->trail == TRAIL_NONE)
		return 0;
	if (target->sock.family->af != AF_INET) {
		fputs("ping: -R and -T are options of IPv4\n", stderr);
		return 2;
	}
	size = trail_build(bytes, options->trail, options->hops, options->hop_count);
	if (setsockopt(target->sock.fd, SOL_IP, IP_OPTIONS, bytes, (socklen_t)size))
		return method_fail("IP_OPTIONS", errno);
	/* A socket that is not raw gets packets without their headers. */
	if (!target->sock.raw && setsockopt(target->sock.fd, SOL_IP, IP_RECVOPTS, &on, sizeof(on)))
		return method_fail("IP_RECVOPTS", errno);
	return 0;
}

static int set_flow(struct ping_target *target, const struct ping_options *options)
{
	int ret;

	if (options->flow == PING_NOT_GIVEN || target->sock.family->af != AF_INET6)
		return 0;
	target->flow = (uint32_t)options->flow;
	ret = flow_take(target->sock.fd, &target->addr, &target->flow);
	return ret ? method_fail("can't set flow label", -ret) : 0;
}

static int make_packet(struct ping_target *target, const struct ping_options *options)
{
	unsigned int max = payload_max(target->sock.family, options);

	if (options->size > max) {
		fprintf(stderr, "ping: invalid argument: '%llu': out of range: 0 <= value <= %u\n",
			(unsigned long long)options->size, max);
		return 2;
	}
	if (flight_init(&target->flight, FLIGHT_SIZE))
		return method_fail("memory", ENOMEM);
	if (target->payload)
		wire_pattern(target->payload, target->payload_size, options->pattern_bytes,
			     options->pattern_size);
	return 0;
}

static int find_host(const struct ping_options *options, struct ping_target *target)
{
	int family = options->only_ipv4 ? AF_INET : options->only_ipv6 ? AF_INET6 : AF_UNSPEC;
	char text[PROBE_ADDR_TEXT];
	int ret = resolver_forward(target->ask.word, family, &target->addr, target->name);

	if (ret) {
		fprintf(stderr, "ping: %s: %s\n", target->ask.word, gai_strerror(ret));
		return 2;
	}
	target->numeric = !strcmp(probe_addr_text(&target->addr, text), target->ask.word);
	return 0;
}

static void tell_socket(const struct ping_target *target)
{
	char text[PROBE_ADDR_TEXT];

	fprintf(stderr, "ping: %s: %s %s, socktype: %s, %s\n", target->ask.word,
		target->sock.family->name, probe_addr_text(&target->addr, text),
		target->sock.raw ? "SOCK_RAW" : "SOCK_DGRAM",
		target->sock.stamps ? "stamped as packets leave and arrive"
				    : "stamped as packets arrive");
}

/* What is common to all methods, between their opening and their binding. */
static int prepare(struct ping_target *target, const struct ping_options *options)
{
	if (options->verbose)
		tell_socket(target);
	if (source_choose(target, options) || set_options(target, options) ||
	    set_trail(target, options) || set_flow(target, options) || make_packet(target, options))
		return 2;
	if (getuid() && options->interval < SECOND &&
	    (target->broadcast || probe_addr_is_multicast(&target->addr))) {
		fputs("ping: multicast ping with too short interval: -i 1 or more\n", stderr);
		return 2;
	}
	return 0;
}

int target_connect(struct ping_target *target)
{
	union probe_addr to = target->addr;

	/* IPv6 takes a port for a protocol where the socket is raw. */
	if (target->sock.raw)
		probe_addr_set_port(&to, 0);
	target->connected = true;
	if (connect(target->sock.fd, &to.any, target->sock.family->size))
		return method_fail("connect", errno);
	return 0;
}

int target_open(const struct ping *ping, struct ping_target *target, const struct ping_ask *ask,
		size_t number)
{
	const struct ping_options *options = &ping->options;

	memset(target, 0, sizeof(*target));
	target->sock.fd = -1;
	target->keeper = -1;
	target->ask = *ask;
	if (find_host(options, target) || target->ask.method->open(target, options) ||
	    prepare(target, options) || target->ask.method->bind(target, options, number))
		return 2;
	/* Of several raw sockets, each must not wake for the others' replies. */
	if ((options->connect || ping->count > 1) && !probe_addr_is_multicast(&target->addr))
		return target_connect(target);
	return 0;
}

void target_close(struct ping_target *target)
{
	probe_socket_close(&target->sock);
	if (target->keeper >= 0)
		close(target->keeper);
	flight_exit(&target->flight);
	free(target->packet);
}

int target_send(struct ping_target *target)
{
	uint64_t clock = probe_clock();
	struct flight_probe *probe = flight_send(&target->flight, probe_now(), clock);
	size_t length = target->ask.method->build(target, probe->number);
	int ret = probe_socket_send(&target->sock, target->packet, length,
				    target->connected ? NULL : &target->addr);

	if (ret == -EAGAIN || ret == -ENOBUFS) {
		flight_take_back(&target->flight);
		return -EAGAIN;
	}
	target->last_at = probe_clock();
	if (!target->first_at)
		target->first_at = target->last_at;
	target->stats.sent++;
	if (ret)
		flight_end(&target->flight, probe, FLIGHT_FAILED);
	return ret;
}

void target_ended(struct ping_target *target, const struct flight_probe *probe)
{
	uint64_t behind = target->flight.sent - probe->number + 1;

	if (behind > target->pipe)
		target->pipe = behind;
}
