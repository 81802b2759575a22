// SPDX-License-Identifier: GPL-2.0
#include "evidence.h"

#include "../probe/wire.h"

#include <errno.h>
#include <ifaddrs.h>
#include <stdio.h>
#include <string.h>

#define BISECT_WAIT    250000000ULL
#define BISECT_RTTS    4
#define BISECT_LONGEST 900000000ULL

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
 * A tunnel of the other family: the answer comes to any address of ours that
 * is not the virtual one, on the server's interface.
 */
static void find_inside(struct evidence *evidence)
{
	const struct probe_family *family = probe_family_of(evidence->vip.any.sa_family);
	const struct ifaddrs *at;
	struct ifaddrs *all;

	if (getifaddrs(&all))
		return;
	for (at = all; at; at = at->ifa_next) {
		if (!at->ifa_addr || at->ifa_addr->sa_family != family->af ||
		    strcmp(at->ifa_name, evidence->way.name))
			continue;
		memcpy(&evidence->inside, at->ifa_addr, family->size);
		if (!probe_addr_same(&evidence->inside, &evidence->vip) &&
		    !(family->af == AF_INET6 &&
		      IN6_IS_ADDR_LINKLOCAL(&evidence->inside.in6.sin6_addr)))
			break;
		memset(&evidence->inside, 0, sizeof(evidence->inside));
	}
	freeifaddrs(all);
}

void evidence_prepare(struct evidence *evidence, const struct service *service,
		      const struct server *server)
{
	int ret;

	memset(evidence, 0, sizeof(*evidence));
	evidence->method = server->method;
	evidence->protocol = service->protocol;
	evidence->tunnel = tunnel_of(server);
	set_addr(&evidence->vip, service->family, &service->address, service->port);
	set_addr(&evidence->server, server->family, &server->address, server->port);
	ret = way_find(&evidence->way, &evidence->server);
	if (ret == -ENETUNREACH)
		evidence->state = WAY_NO_ROUTE;
	else if (ret == -EHOSTUNREACH)
		evidence->state = WAY_NO_NEIGHBOUR;
	else if (ret)
		evidence->state = WAY_FAILED;
	evidence->mtu = evidence->way.mtu;
	evidence->tunnel_port = server->tunnel_port;
	if (server->family != service->family)
		find_inside(evidence);
	evidence->forwarding = is_forwarding(service->family);
	evidence->same_network = share_network(&evidence->vip, &evidence->server);
}

static void gather_port(struct evidence *evidence, struct knocker *knocker)
{
	struct knock question = { .protocol = evidence->protocol,
				  .to = evidence->server,
				  .way = &evidence->way,
				  .from = evidence->way.source };

	if (evidence->method != IP_VS_CONN_F_MASQ) {
		question.to = evidence->vip;
		question.tunnel = evidence->tunnel;
		question.outer = evidence->server;
		if (evidence->tunnel == FRAME_GUE)
			probe_addr_set_port(&question.outer, evidence->tunnel_port);
		if (question.from.any.sa_family != evidence->vip.any.sa_family)
			question.from = evidence->inside;
	}
	/* Without an address of the service's family there is nothing to ask from. */
	if (question.from.any.sa_family != question.to.any.sa_family ||
	    evidence->protocol == IPPROTO_SCTP)
		return;
	knock(knocker, &question, &evidence->port);
}

static void gather_return(struct evidence *evidence, struct knocker *knocker)
{
	struct knock question = { .protocol = evidence->protocol,
				  .to = evidence->server,
				  .way = &evidence->way,
				  .from = evidence->vip };

	if (evidence->method != IP_VS_CONN_F_MASQ || evidence->same_network ||
	    evidence->protocol == IPPROTO_SCTP)
		return;
	knock(knocker, &question, &evidence->outside);
}

/* How much gets through where @mtu does not: bisection, between what did and what did not. */
static void bisect(struct evidence *evidence, struct knocker *knocker, struct knock *question)
{
	struct knock_answer answer;
	unsigned int low = (unsigned int)probe_family_of(question->to.any.sa_family)->header +
			   WIRE_ICMP_HEADER;
	unsigned int high = evidence->mtu;

	/* Half of the questions stay silent: that takes no longer than it must. */
	question->wait = BISECT_WAIT + BISECT_RTTS * evidence->echo.rtt;
	if (question->wait > BISECT_LONGEST)
		question->wait = 0;
	while (low + 1 < high) {
		question->size = low + (high - low) / 2;
		knock(knocker, question, &answer);
		if (answer.state == KNOCK_OPEN)
			low = (unsigned int)question->size;
		else
			high = (unsigned int)question->size;
	}
	evidence->carried = low;
}

static void gather_mtu(struct evidence *evidence, struct knocker *knocker)
{
	struct knock question = { .to = evidence->server,
				  .way = &evidence->way,
				  .from = evidence->way.source };

	question.protocol = probe_family_of(evidence->server.any.sa_family)->icmp;
	knock(knocker, &question, &evidence->echo);
	if (evidence->echo.state != KNOCK_OPEN)
		return;
	question.size = evidence->mtu;
	knock(knocker, &question, &evidence->full);
	if (evidence->full.state == KNOCK_SILENT)
		bisect(evidence, knocker, &question);
}

void evidence_gather(struct evidence *evidence, struct knocker *knocker)
{
	if (evidence->state != WAY_FOUND || evidence->way.local)
		return;
	gather_port(evidence, knocker);
	gather_return(evidence, knocker);
	gather_mtu(evidence, knocker);
}
