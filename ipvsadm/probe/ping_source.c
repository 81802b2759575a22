// SPDX-License-Identifier: GPL-2.0
#include "ping_source.h"

#include <errno.h>
#include <ifaddrs.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Any port will do: nothing is sent to it. */
#define SOME_PORT 1025

static int fail(const char *what)
{
	fprintf(stderr, "ping: %s: %s\n", what, strerror(errno));
	return 2;
}

static int bind_device(int fd, const char *device)
{
	if (!device ||
	    !setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, device, (socklen_t)strlen(device)))
		return 0;
	fprintf(stderr, "ping: SO_BINDTODEVICE %s: %s\n", device, strerror(errno));
	return 2;
}

/* The address that the user wants to send from, else any of the family. */
static int wanted_address(const struct ping_target *target, const struct ping_options *options,
			  union probe_addr *addr)
{
	char name[RESOLVER_NAME];

	memset(addr, 0, sizeof(*addr));
	addr->any.sa_family = target->addr.any.sa_family;
	if (!options->address)
		return 0;
	if (!resolver_forward(options->address, target->addr.any.sa_family, addr, name))
		return 0;
	fprintf(stderr, "ping: %s is no %s address\n", options->address, target->sock.family->name);
	return 2;
}

static bool has_address(const char *device, const union probe_addr *addr)
{
	struct ifaddrs *list;
	struct ifaddrs *one;
	bool found = false;

	if (getifaddrs(&list))
		return true;
	for (one = list; one && !found; one = one->ifa_next)
		found = one->ifa_addr && !strcmp(one->ifa_name, device) &&
			one->ifa_addr->sa_family == addr->any.sa_family &&
			probe_addr_same((const union probe_addr *)one->ifa_addr, addr);
	freeifaddrs(list);
	return found;
}

/* Routes may differ by mark and service class; failing to mark is told elsewhere. */
static void aim_like_probes(int fd, const struct ping_target *target,
			    const struct ping_options *options)
{
	int mark = (int)options->mark;
	int tos = (int)options->tos;
	int on = 1;

	if (options->mark != PING_NOT_GIVEN)
		setsockopt(fd, SOL_SOCKET, SO_MARK, &mark, sizeof(mark));
	if (options->broadcast)
		setsockopt(fd, SOL_SOCKET, SO_BROADCAST, &on, sizeof(on));
	if (options->tos)
		setsockopt(fd, target->sock.family->level, target->sock.family->tos, &tos,
			   sizeof(tos));
}

static int tell_no_route(const struct ping_target *target)
{
	if (errno == EACCES)
		fputs("ping: Do you want to ping broadcast? Then -b. If not, check your local firewall rules\n",
		      stderr);
	else if (errno == EINVAL && target->addr.any.sa_family == AF_INET6)
		fprintf(stderr, "ping: %s is of one link: name the interface, by %s%%eth0 or -I\n",
			target->ask.word, target->ask.word);
	else
		fail("connect");
	return 2;
}

static int ask_route(int fd, struct ping_target *target, const struct ping_options *options)
{
	socklen_t size = sizeof(target->source);
	union probe_addr to = target->addr;
	union probe_addr from;
	int off = 0;

	if (wanted_address(target, options, &from) || bind_device(fd, options->device))
		return 2;
	if (options->address && bind(fd, &from.any, target->sock.family->size))
		return fail("bind");
	aim_like_probes(fd, target, options);
	probe_addr_set_port(&to, SOME_PORT);
	if (connect(fd, &to.any, target->sock.family->size))
		return tell_no_route(target);
	if (getsockname(fd, &target->source.any, &size))
		return fail("getsockname");
	probe_addr_set_port(&target->source, 0);
	/* Only a socket that may broadcast has got this far if the address is one. */
	setsockopt(fd, SOL_SOCKET, SO_BROADCAST, &off, sizeof(off));
	if (options->broadcast && connect(fd, &to.any, target->sock.family->size) &&
	    errno == EACCES)
		target->broadcast = true;
	return 0;
}

int source_choose(struct ping_target *target, const struct ping_options *options)
{
	int fd = socket(target->addr.any.sa_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	int ret;

	if (fd < 0)
		return fail("socket");
	ret = ask_route(fd, target, options);
	close(fd);
	if (ret)
		return ret;
	if (options->device && !has_address(options->device, &target->source))
		fprintf(stderr,
			"ping: Warning: source address might be selected on device other than: %s\n",
			options->device);
	if (target->broadcast)
		fputs("WARNING: pinging broadcast address\n", stderr);
	return 0;
}

int source_bind(struct ping_target *target, const struct ping_options *options, uint16_t port)
{
	union probe_addr addr;

	if (wanted_address(target, options, &addr) || bind_device(target->sock.fd, options->device))
		return 2;
	if (options->pin_source)
		addr = target->source;
	if (!target->sock.raw)
		probe_addr_set_port(&addr, port);
	if (bind(target->sock.fd, &addr.any, target->sock.family->size))
		return fail("bind");
	return 0;
}
