// SPDX-License-Identifier: GPL-2.0
#include "evidence.h"

#include "reverse.h"

#include "../probe/wire.h"

#include <errno.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>

#define WAIT_LEAST   250000000ULL
#define WAIT_AGAIN   100000000ULL
#define WAIT_RTTS    4
#define WAIT_LONGEST 900000000ULL

static void set_addr(union probe_addr *addr, uint16_t family, const union address *address,
		     uint16_t port)
{
	memset(addr, 0, sizeof(*addr));
	probe_addr_set(addr, probe_family_of(family), address);
	probe_addr_set_port(addr, port);
}

static bool is_forwarding(int family)
{
	FILE *file = fopen(family == AF_INET ? "/proc/sys/net/ipv4/ip_forward"
					     : "/proc/sys/net/ipv6/conf/all/forwarding",
			   "r");
	int value;

	if (!file)
		return true;
	value = fgetc(file);
	fclose(file);
	return value != '0';
}

static bool masked_same(const union probe_addr *a, const union probe_addr *b,
			const union probe_addr *mask)
{
	const struct probe_family *family = probe_family_of(a->any.sa_family);
	const uint8_t *left = (const uint8_t *)a + family->address_at;
	const uint8_t *right = (const uint8_t *)b + family->address_at;
	const uint8_t *bits = (const uint8_t *)mask + family->address_at;
	size_t i;

	for (i = 0; i < family->address_size; i++) {
		if ((left[i] ^ right[i]) & bits[i])
			return false;
	}
	return true;
}

/* As the director sees it: has it a network that holds both? */
static bool share_network(const union probe_addr *a, const union probe_addr *b)
{
	const struct ifaddrs *at;
	struct ifaddrs *all;
	bool share = false;
	union probe_addr own;
	union probe_addr mask;

	if (a->any.sa_family != b->any.sa_family || getifaddrs(&all))
		return false;
	for (at = all; at && !share; at = at->ifa_next) {
		if (!at->ifa_addr || !at->ifa_netmask ||
		    at->ifa_addr->sa_family != a->any.sa_family)
			continue;
		memcpy(&own, at->ifa_addr, probe_family_of(a->any.sa_family)->size);
		memcpy(&mask, at->ifa_netmask, probe_family_of(a->any.sa_family)->size);
		share = masked_same(a, &own, &mask) && masked_same(b, &own, &mask);
	}
	freeifaddrs(all);
	return share;
}

static enum frame_tunnel tunnel_of(const struct server *server)
{
	static const enum frame_tunnel tunnels[] = {
		[IP_VS_CONN_F_TUNNEL_TYPE_IPIP] = FRAME_IPIP,
		[IP_VS_CONN_F_TUNNEL_TYPE_GUE] = FRAME_GUE,
		[IP_VS_CONN_F_TUNNEL_TYPE_GRE] = FRAME_GRE,
	};

	if (server->method != IP_VS_CONN_F_TUNNEL ||
	    server->tunnel_type >= sizeof(tunnels) / sizeof(tunnels[0]))
		return FRAME_PLAIN;
	return tunnels[server->tunnel_type];
}

/*
 * An address of ours of the service's family, on the server's interface or on another, that
 * is neither the virtual one nor good for a link alone.
 */
static void find_own(const struct evidence *evidence, bool inside, union probe_addr *own)
{
	const struct probe_family *family = probe_family_of(evidence->vip.any.sa_family);
	const struct ifaddrs *at;
	union probe_addr addr;
	struct ifaddrs *all;

	if (getifaddrs(&all))
		return;
	for (at = all; at && !own->any.sa_family; at = at->ifa_next) {
		if (!at->ifa_addr || at->ifa_addr->sa_family != family->af ||
		    inside != !strcmp(at->ifa_name, evidence->way.name) ||
		    at->ifa_flags & IFF_LOOPBACK)
			continue;
		memcpy(&addr, at->ifa_addr, family->size);
		if (!probe_addr_same(&addr, &evidence->vip) &&
		    !(family->af == AF_INET6 && IN6_IS_ADDR_LINKLOCAL(&addr.in6.sin6_addr)))
			*own = addr;
	}
	freeifaddrs(all);
}

/*
 * Whose question shows which way clients' replies go: a client's own; that of an address of
 * ours beyond the server's network, as clients are. A server that has the virtual address
 * answers it itself, and one behind a router sends all to that.
 */
static void choose_asker(struct evidence *evidence, const union probe_addr *client)
{
	if (client) {
		evidence->asker = *client;
		evidence->as_client = true;
	} else if (evidence->method == IP_VS_CONN_F_MASQ && !evidence->same_network) {
		evidence->asker = evidence->vip;
	} else if (evidence->way.on_link) {
		find_own(evidence, false, &evidence->asker);
		if (share_network(&evidence->asker, &evidence->server))
			evidence->asker.any.sa_family = AF_UNSPEC;
	}
}

static enum way_state state_of(int ret)
{
	switch (ret) {
	case 0:
		return WAY_FOUND;
	case -ENETUNREACH:
		return WAY_NO_ROUTE;
	case -EHOSTUNREACH:
		return WAY_NO_NEIGHBOUR;
	default:
		return WAY_FAILED;
	}
}

void evidence_prepare(struct evidence *evidence, const struct service *service,
		      const struct server *server, const union probe_addr *client)
{
	memset(evidence, 0, sizeof(*evidence));
	evidence->method = server->method;
	evidence->protocol = service->protocol;
	evidence->tunnel = tunnel_of(server);
	evidence->totals = server->totals;
	set_addr(&evidence->vip, service->family, &service->address, service->port);
	set_addr(&evidence->server, server->family, &server->address, server->port);
	evidence->state = state_of(way_start(&evidence->way, &evidence->server));
	evidence->mtu = evidence->way.mtu;
	evidence->tunnel_port = server->tunnel_port;
	evidence->inside = evidence->way.source;
	if (server->family != service->family) {
		memset(&evidence->inside, 0, sizeof(evidence->inside));
		find_own(evidence, true, &evidence->inside);
	}
	evidence->forwarding = is_forwarding(service->family);
	evidence->same_network = share_network(&evidence->vip, &evidence->server);
	choose_asker(evidence, client);
}

void evidence_wait(struct evidence *evidence)
{
	if (evidence->state == WAY_FOUND)
		evidence->state = state_of(way_finish(&evidence->way));
}

static bool is_answer(const struct knock_answer *answer)
{
	return answer->state == KNOCK_OPEN || answer->state == KNOCK_CLOSED;
}

/* Silence is waited for as long as one that has answered may take, no longer. */
static uint64_t patience(const struct knock_answer *known, uint64_t least)
{
	uint64_t wait = least + WAIT_RTTS * known->rtt;

	return is_answer(known) && wait < WAIT_LONGEST ? wait : 0;
}

/* As a packet of the service that @from sends. Return: is there such an address to ask from? */
static bool set_question(const struct evidence *evidence, const union probe_addr *from,
			 struct knock *question)
{
	question->from = *from;
	if (evidence->method != IP_VS_CONN_F_MASQ) {
		question->tunnel = evidence->tunnel;
		question->outer = evidence->server;
		if (evidence->tunnel == FRAME_GUE)
			probe_addr_set_port(&question->outer, evidence->tunnel_port);
	}
	return from->any.sa_family == question->to.any.sa_family;
}

/* By rp_filter: it came by an interface that the route to the server does not lead by. */
static bool is_dropped(const struct evidence *evidence, const struct knock_answer *answer)
{
	return answer->state != KNOCK_UNTRIED && answer->state != KNOCK_SILENT &&
	       evidence->server.any.sa_family == AF_INET &&
	       answer->device != evidence->way.device && reverse_is_strict(answer->device);
}

static bool is_asked(const struct knock_answer *answer)
{
	return answer->state != KNOCK_UNTRIED;
}

static void set_echo(const struct evidence *evidence, struct knock *question)
{
	question->protocol = probe_family_of(evidence->server.any.sa_family)->icmp;
	question->to = evidence->server;
	question->from = evidence->way.source;
	question->wait = patience(&evidence->echo, WAIT_LEAST);
}

static struct knock_answer *ask_echo(struct evidence *evidence, struct knock *question)
{
	if (is_asked(&evidence->echo))
		return NULL;
	set_echo(evidence, question);
	return &evidence->echo;
}

static struct knock_answer *ask_full(struct evidence *evidence, struct knock *question)
{
	if (evidence->echo.state != KNOCK_OPEN || is_asked(&evidence->full))
		return NULL;
	set_echo(evidence, question);
	question->size = evidence->mtu;
	return &evidence->full;
}

/* How much gets through where @full does not: bisection, between what did and what did not. */
static struct knock_answer *ask_part(struct evidence *evidence, struct knock *question)
{
	if (!is_asked(&evidence->full) || findings_know_mtu(&evidence->full))
		return NULL;
	if (!is_asked(&evidence->part)) {
		evidence->carried =
			probe_family_of(evidence->server.any.sa_family)->header + WIRE_ICMP_HEADER;
		evidence->lost = evidence->mtu;
	} else if (evidence->part.state == KNOCK_OPEN) {
		evidence->carried += (evidence->lost - evidence->carried) / 2;
	} else {
		evidence->lost = evidence->carried + (evidence->lost - evidence->carried) / 2;
	}
	if (evidence->carried + 1 >= evidence->lost)
		return NULL;
	set_echo(evidence, question);
	question->size = evidence->carried + (evidence->lost - evidence->carried) / 2;
	return &evidence->part;
}

static void set_port(const struct evidence *evidence, struct knock *question)
{
	question->protocol = evidence->protocol;
	question->to = evidence->method == IP_VS_CONN_F_MASQ ? evidence->server : evidence->vip;
}

static struct knock_answer *ask_port(struct evidence *evidence, struct knock *question)
{
	set_port(evidence, question);
	question->wait = patience(&evidence->echo, WAIT_LEAST);
	if (is_asked(&evidence->port) || !set_question(evidence, &evidence->inside, question))
		return NULL;
	return &evidence->port;
}

/* The same port, which is known to answer; often in vain, as is right. */
static struct knock_answer *ask_outside(struct evidence *evidence, struct knock *question)
{
	set_port(evidence, question);
	question->wait = patience(&evidence->port, WAIT_AGAIN);
	if (!is_answer(&evidence->port) || is_asked(&evidence->outside) ||
	    !set_question(evidence, &evidence->asker, question))
		return NULL;
	return &evidence->outside;
}

/* A tunnel that says nothing: does anything come out of it? */
static struct knock_answer *ask_inner(struct evidence *evidence, struct knock *question)
{
	set_echo(evidence, question);
	if (evidence->tunnel == FRAME_PLAIN || evidence->port.state != KNOCK_SILENT ||
	    evidence->echo.state != KNOCK_OPEN || is_asked(&evidence->inner) ||
	    !set_question(evidence, &evidence->inside, question))
		return NULL;
	return &evidence->inner;
}

static void find_strict(struct evidence *evidence)
{
	if (evidence->method != IP_VS_CONN_F_MASQ)
		return;
	if (is_dropped(evidence, &evidence->port))
		evidence->strict = evidence->port.device;
	else if (evidence->as_client && is_dropped(evidence, &evidence->outside))
		evidence->strict = evidence->outside.device;
}

struct knock_answer *evidence_next(struct evidence *evidence, struct knock *question)
{
	static struct knock_answer *(*const asks[])(struct evidence * evidence,
						    struct knock * question) = {
		ask_echo, ask_full, ask_part, ask_port, ask_outside, ask_inner,
	};
	struct knock_answer *answer;

	if (evidence->state != WAY_FOUND || evidence->way.local)
		return NULL;
	for (; evidence->asking < sizeof(asks) / sizeof(asks[0]); evidence->asking++) {
		*question = (struct knock){ .way = &evidence->way };
		answer = asks[evidence->asking](evidence, question);
		if (answer)
			return answer;
	}
	find_strict(evidence);
	return NULL;
}
