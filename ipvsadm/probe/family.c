// SPDX-License-Identifier: GPL-2.0
#include "family.h"
#include "scope.h"

#include <arpa/inet.h>
#include <linux/icmpv6.h>
#include <netinet/ip_icmp.h>
#include <stdio.h>
#include <string.h>

/* Newer than Debian 12's <netinet/in.h>: values are part of the kernel's ABI. */
#ifndef IP_RECVERR_RFC4884
#define IP_RECVERR_RFC4884 26
#endif
#ifndef IPV6_RECVERR_RFC4884
#define IPV6_RECVERR_RFC4884 31
#endif

static const struct probe_family families[] = {
	{
		.af = AF_INET,
		.name = "IPv4",
		.icmp = IPPROTO_ICMP,
		.echo_request = ICMP_ECHO,
		.echo_reply = ICMP_ECHOREPLY,
		.header = 20,
		.payload_max = 65535 - 20 - 8,
		.size = sizeof(struct sockaddr_in),
		.address_at = offsetof(struct sockaddr_in, sin_addr),
		.address_size = sizeof(struct in_addr),
		.level = SOL_IP,
		.ttl = IP_TTL,
		.multicast_ttl = IP_MULTICAST_TTL,
		.multicast_loop = IP_MULTICAST_LOOP,
		.tos = IP_TOS,
		.want_ttl = IP_RECVTTL,
		.want_tos = IP_RECVTOS,
		.want_errors = IP_RECVERR,
		.want_extensions = IP_RECVERR_RFC4884,
		.mtu_discover = IP_MTU_DISCOVER,
		.pmtu = { IP_PMTUDISC_DO, IP_PMTUDISC_WANT, IP_PMTUDISC_DONT, IP_PMTUDISC_PROBE },
		.got_ttl = IP_TTL,
		.got_tos = IP_TOS,
		.got_error = IP_RECVERR,
		.raw_header = true,
	},
	{
		.af = AF_INET6,
		.name = "IPv6",
		.icmp = IPPROTO_ICMPV6,
		.echo_request = ICMPV6_ECHO_REQUEST,
		.echo_reply = ICMPV6_ECHO_REPLY,
		.header = 40,
		.payload_max = 65535 - 8,
		.size = sizeof(struct sockaddr_in6),
		.address_at = offsetof(struct sockaddr_in6, sin6_addr),
		.address_size = sizeof(struct in6_addr),
		.level = SOL_IPV6,
		.ttl = IPV6_UNICAST_HOPS,
		.multicast_ttl = IPV6_MULTICAST_HOPS,
		.multicast_loop = IPV6_MULTICAST_LOOP,
		.tos = IPV6_TCLASS,
		.want_ttl = IPV6_RECVHOPLIMIT,
		.want_tos = IPV6_RECVTCLASS,
		.want_errors = IPV6_RECVERR,
		.want_extensions = IPV6_RECVERR_RFC4884,
		.mtu_discover = IPV6_MTU_DISCOVER,
		.pmtu = { IPV6_PMTUDISC_DO, IPV6_PMTUDISC_WANT, IPV6_PMTUDISC_DONT,
			  IPV6_PMTUDISC_PROBE },
		.got_ttl = IPV6_HOPLIMIT,
		.got_tos = IPV6_TCLASS,
		.got_error = IPV6_RECVERR,
		.raw_header = false,
	},
};

const struct probe_family *probe_family_of(int af)
{
	size_t i;

	for (i = 0; i < sizeof(families) / sizeof(families[0]); i++) {
		if (families[i].af == af)
			return &families[i];
	}
	return NULL;
}

static const void *address_of(const union probe_addr *addr)
{
	const struct probe_family *family = probe_family_of(addr->any.sa_family);

	return (const char *)addr + (family ? family->address_at : 0);
}

void *probe_addr_bytes(union probe_addr *addr)
{
	return (void *)address_of(addr);
}

bool probe_addr_same(const union probe_addr *a, const union probe_addr *b)
{
	const struct probe_family *family = probe_family_of(a->any.sa_family);

	return family && a->any.sa_family == b->any.sa_family &&
	       !memcmp(address_of(a), address_of(b), family->address_size);
}

/* Ports are at the same place in both families. */
_Static_assert(offsetof(struct sockaddr_in, sin_port) == offsetof(struct sockaddr_in6, sin6_port),
	       "ports of both families are at one place");

uint16_t probe_addr_port(const union probe_addr *addr)
{
	return ntohs(addr->in.sin_port);
}

void probe_addr_set_port(union probe_addr *addr, uint16_t port)
{
	addr->in.sin_port = htons(port);
}

void probe_addr_set(union probe_addr *addr, const struct probe_family *family, const void *bytes)
{
	memset(addr, 0, sizeof(*addr));
	addr->any.sa_family = family->af;
	memcpy(probe_addr_bytes(addr), bytes, family->address_size);
}

const char *probe_addr_text(const union probe_addr *addr, char *text)
{
	const char *scope;
	size_t length;

	if (!inet_ntop(addr->any.sa_family, address_of(addr), text, PROBE_ADDR_TEXT))
		strcpy(text, "?");
	if (addr->any.sa_family != AF_INET6 || !addr->in6.sin6_scope_id)
		return text;
	scope = scope_name(addr->in6.sin6_scope_id);
	length = strlen(text);
	if (scope)
		snprintf(text + length, PROBE_ADDR_TEXT - length, "%%%s", scope);
	else
		snprintf(text + length, PROBE_ADDR_TEXT - length, "%%%u", addr->in6.sin6_scope_id);
	return text;
}

bool probe_addr_is_multicast(const union probe_addr *addr)
{
	if (addr->any.sa_family == AF_INET6)
		return IN6_IS_ADDR_MULTICAST(&addr->in6.sin6_addr);
	return IN_MULTICAST(ntohl(addr->in.sin_addr.s_addr));
}
