// SPDX-License-Identifier: GPL-2.0
#include "trace_socket.h"

#include <errno.h>
#include <netinet/ip.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Newer than Debian 12's <netinet/in.h>: values are part of the kernel's ABI. */
#ifndef IPV6_FLOWINFO_SEND
#define IPV6_FLOWINFO_SEND 33
#endif
#ifndef IPV6_AUTOFLOWLABEL
#define IPV6_AUTOFLOWLABEL 70
#endif

/* Places of probe_family.pmtu: never a fragment whatever the path said; fragments as needed. */
#define PMTU_DONT  2
#define PMTU_PROBE 3

static int fail(const char *what, int error)
{
	fprintf(stderr, "traceroute: %s: %s\n", what, strerror(error));
	return 2;
}

/* Without privilege, UDP and echo requests are the kernel's: it gives errors to who sent. */
static int open_socket(struct trace *trace, const struct probe_family *family)
{
	const struct trace_options *options = &trace->options;
	int protocol = options->method->protocol;
	int ret;

	if (!protocol && options->spec.dgram)
		return probe_socket_open_dgram(&trace->sock, family, family->icmp);
	if (!protocol)
		return probe_socket_open(&trace->sock, family, options->spec.raw);
	ret = probe_socket_open_raw(&trace->sock, family,
				    protocol < 0 ? options->spec.protocol : protocol);
	if (ret == -EPERM && protocol == IPPROTO_UDP)
		return probe_socket_open_dgram(&trace->sock, family, protocol);
	return ret;
}

static int set_flag(const struct trace *trace, bool wanted, int option, const char *what)
{
	int on = 1;

	if (!wanted || !setsockopt(trace->sock.fd, SOL_SOCKET, option, &on, sizeof(on)))
		return 0;
	return fail(what, errno);
}

/* RFC 791: loose source and record route; the first stop is where the packet goes. */
static int set_gateways(struct trace *trace)
{
	uint8_t route[4 + 4 * (TRACE_GATEWAYS + 1)] = { IPOPT_NOP, IPOPT_LSRR, 3, IPOPT_MINOFF };
	const struct probe_family *family = trace->sock.family;
	char *list = strdup(trace->options.gateways);
	char *save = NULL;
	size_t size = 4;
	char name[RESOLVER_NAME];
	union probe_addr addr;
	char *word;

	for (word = list ? strtok_r(list, ",", &save) : NULL; word;
	     word = strtok_r(NULL, ",", &save)) {
		if (size == 4 + 4 * TRACE_GATEWAYS || resolver_forward(word, AF_INET, &addr, name))
			break;
		memcpy(route + size, probe_addr_bytes(&addr), 4);
		size += 4;
	}
	if (word) {
		fprintf(stderr, "traceroute: -g: %s: no IPv4 host, or more than %d\n", word,
			TRACE_GATEWAYS);
		free(list);
		return 2;
	}
	free(list);
	if (!family->raw_header) {
		fputs("traceroute: -g: IPv6 has no loose source route any more (RFC 5095)\n",
		      stderr);
		return 2;
	}
	memcpy(route + size, probe_addr_bytes(&trace->target), 4);
	size += 4;
	route[2] = (uint8_t)(size - 1);
	trace->stops_size = size;
	return setsockopt(trace->sock.fd, SOL_IP, IP_OPTIONS, route, (socklen_t)size)
		       ? fail("-g", errno)
		       : 0;
}

/* One flow has one label: Linux would make up another for each packet. */
static int set_label(struct trace *trace, union probe_addr *to)
{
	uint64_t label = trace->options.label;
	int off = 0;
	int on = 1;

	setsockopt(trace->sock.fd, SOL_IPV6, IPV6_AUTOFLOWLABEL, &off, sizeof(off));
	if (label == TRACE_NOT_GIVEN)
		return 0;
	if (setsockopt(trace->sock.fd, SOL_IPV6, IPV6_FLOWINFO_SEND, &on, sizeof(on)))
		return fail("-l: flow labels are of IPv6", errno);
	to->in6.sin6_flowinfo = htonl((uint32_t)label);
	return 0;
}

static int set_options(struct trace *trace)
{
	const struct trace_options *options = &trace->options;
	const struct probe_family *family = trace->sock.family;
	int pmtu = family->pmtu[options->dont_fragment ? PMTU_PROBE : PMTU_DONT];
	int mark = (int)options->mark;

	if (set_flag(trace, options->debug, SO_DEBUG, "-d") ||
	    set_flag(trace, options->dont_route, SO_DONTROUTE, "-r"))
		return 2;
	if (options->mark != TRACE_NOT_GIVEN &&
	    setsockopt(trace->sock.fd, SOL_SOCKET, SO_MARK, &mark, sizeof(mark)))
		return fail("--fwmark", errno);
	if (options->device && setsockopt(trace->sock.fd, SOL_SOCKET, SO_BINDTODEVICE,
					  options->device, (socklen_t)strlen(options->device)))
		return fail(options->device, errno);
	if (probe_socket_set(&trace->sock, family->mtu_discover, pmtu))
		return fail("IP_MTU_DISCOVER", errno);
	if (options->tos && probe_socket_set(&trace->sock, family->tos, (int)options->tos))
		return fail("-t", errno);
	return options->gateways ? set_gateways(trace) : 0;
}

static int bind_source(struct trace *trace)
{
	union probe_addr addr = { .any.sa_family = (sa_family_t)trace->sock.family->af };
	const char *source = trace->options.source;
	char name[RESOLVER_NAME];

	if (source && resolver_forward(source, trace->sock.family->af, &addr, name)) {
		fprintf(stderr, "traceroute: -s: %s: no such address\n", source);
		return 2;
	}
	/* The kernel's own UDP socket has the port itself. */
	if (!trace->sock.raw && trace->options.method->has_ports &&
	    trace->options.source_port != TRACE_NOT_GIVEN)
		probe_addr_set_port(&addr, (uint16_t)trace->options.source_port);
	if (bind(trace->sock.fd, &addr.any, trace->sock.family->size))
		return fail(source ? source : "bind", errno);
	return 0;
}

static uint16_t target_port(const struct trace *trace)
{
	const struct trace_options *options = &trace->options;

	return options->port == TRACE_NOT_GIVEN ? options->method->port : (uint16_t)options->port;
}

static int connect_target(struct trace *trace)
{
	union probe_addr to = trace->target;
	socklen_t size = sizeof(trace->source);

	probe_addr_set_port(&to, trace->sock.raw ? 0 : target_port(trace));
	if (set_label(trace, &to))
		return 2;
	if (connect(trace->sock.fd, &to.any, trace->sock.family->size)) {
		trace->failed = errno;
		return trace->run->servers ? 2 : fail("connect", errno);
	}
	if (getsockname(trace->sock.fd, &trace->source.any, &size))
		return fail("getsockname", errno);
	return 0;
}

/* A port that nobody else gets, and at which the kernel does not refuse what answers. */
static int hold(struct trace *trace, int kind, uint16_t port)
{
	union probe_addr addr = trace->source;
	socklen_t size = sizeof(addr);
	int fd = socket(addr.any.sa_family, kind | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return fail("socket", errno);
	trace->holders[trace->holder_count++] = fd;
	probe_addr_set_port(&addr, port);
	if (bind(fd, &addr.any, trace->sock.family->size))
		return fail("source port", errno);
	if (!port && !getsockname(fd, &addr.any, &size))
		probe_addr_set_port(&trace->source, probe_addr_port(&addr));
	return 0;
}

/* How many source ports flows have: those of the usual method differ in the destination's first. */
static size_t source_ports(const struct trace *trace)
{
	size_t targets = trace_targets(trace->options.method);

	return (trace->options.flows + targets - 1) / targets;
}

static int hold_ports(struct trace *trace)
{
	const struct trace_options *options = &trace->options;
	int kind = options->method->protocol == IPPROTO_TCP ? SOCK_STREAM : SOCK_DGRAM;
	size_t count = source_ports(trace);
	uint16_t first = 0;
	size_t i;

	if (!trace->sock.raw || !options->method->has_ports)
		return 0;
	trace->holders = calloc(count, sizeof(*trace->holders));
	if (!trace->holders)
		return fail("memory", ENOMEM);
	if (options->source_port != TRACE_NOT_GIVEN)
		first = (uint16_t)options->source_port;
	probe_addr_set_port(&trace->source, first);
	for (i = 0; i < count; i++) {
		if (first + i > UINT16_MAX)
			return fail("source port", EADDRNOTAVAIL);
		if (hold(trace, kind, first ? (uint16_t)(first + i) : 0))
			return 2;
		first = probe_addr_port(&trace->source);
	}
	if (probe_socket_only_ports(&trace->sock, first, (uint16_t)count))
		return fail("filter", errno);
	return 0;
}

static int find_target(struct trace *trace)
{
	const struct trace_options *options = &trace->options;
	int af = options->only_ipv4 ? AF_INET : options->only_ipv6 ? AF_INET6 : AF_UNSPEC;
	char name[RESOLVER_NAME];
	int ret = resolver_forward(options->target, af, &trace->target, name);

	if (!ret)
		return 0;
	fprintf(stderr, "traceroute: %s: %s\n", options->target, gai_strerror(ret));
	return 2;
}

static int check_flows(const struct trace *trace)
{
	if (trace->sock.raw || trace->options.flows == 1)
		return 0;
	fputs("traceroute: several flows need a raw socket (CAP_NET_RAW)\n", stderr);
	return 2;
}

int trace_open(struct trace *trace)
{
	const struct probe_family *family;
	int ret;

	if (find_target(trace))
		return 2;
	family = probe_family_of(trace->target.any.sa_family);
	ret = open_socket(trace, family);
	if (ret)
		return fail(ret == -EPERM ? "this kind of probe needs a raw socket (CAP_NET_RAW)"
					  : "socket",
			    -ret);
	if (check_flows(trace) || set_options(trace) || bind_source(trace) ||
	    connect_target(trace) || hold_ports(trace))
		return 2;
	trace->ident = trace->sock.raw ? (uint16_t)(getpid() ^ probe_now() >> 20)
				       : probe_socket_ident(&trace->sock);
	return 0;
}

void trace_close(struct trace *trace)
{
	size_t i;

	for (i = 0; i < trace->holder_count; i++)
		close(trace->holders[i]);
	free(trace->holders);
	probe_socket_close(&trace->sock);
}

struct trace_draft trace_draft(const struct trace *trace, unsigned int flow, uint16_t number)
{
	const struct trace_method *method = trace->options.method;
	struct trace_draft draft = { .family = trace->sock.family,
				     .from = trace->source,
				     .to = trace->target,
				     .ident = trace->ident,
				     .number = number,
				     .size = trace->size - trace->sock.family->header,
				     .spec = &trace->options.spec };
	unsigned int targets = trace_targets(method);
	unsigned int source = flow / targets;

	if (!method->has_ports)
		draft.ident = (uint16_t)(draft.ident + flow);
	if (draft.size < method->smallest)
		draft.size = method->smallest;
	probe_addr_set_port(&draft.to, (uint16_t)(target_port(trace) + flow % targets));
	probe_addr_set_port(&draft.from, (uint16_t)(probe_addr_port(&trace->source) + source));
	return draft;
}
