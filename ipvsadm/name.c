// SPDX-License-Identifier: GPL-2.0
#include "name.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>

char *name_address(char *result, uint16_t family, const union address *address)
{
	inet_ntop(family, address, result, NAME_MAX_LENGTH);
	return result;
}

static void name_host(char *result, uint16_t family, const union address *address)
{
	struct sockaddr_in6 ip6 = { .sin6_family = AF_INET6, .sin6_addr = address->ip6 };
	struct sockaddr_in ip = { .sin_family = AF_INET, .sin_addr = address->ip };
	bool wide = family == AF_INET6;

	if (getnameinfo(wide ? (struct sockaddr *)&ip6 : (struct sockaddr *)&ip,
			wide ? sizeof(ip6) : sizeof(ip), result, 256, NULL, 0, 0))
		name_address(result, family, address);
}

static void name_port(char *result, size_t size, uint16_t port, uint16_t protocol, bool numeric)
{
	struct servent *entry = NULL;

	/* Of a firewall mark's port nobody knows the protocol. */
	if (!numeric && protocol == IPPROTO_TCP)
		entry = getservbyport(htons(port), "tcp");
	else if (!numeric && protocol == IPPROTO_UDP)
		entry = getservbyport(htons(port), "udp");
	else if (!numeric && protocol == IPPROTO_SCTP)
		entry = getservbyport(htons(port), "sctp");
	if (entry)
		snprintf(result, size, "%s", entry->s_name);
	else
		snprintf(result, size, "%u", port);
}

char *name_endpoint(char *result, uint16_t family, const union address *address, uint16_t port,
		    uint16_t protocol, bool numeric)
{
	char host[NAME_MAX_LENGTH];
	char service[32];

	if (numeric)
		name_address(host, family, address);
	else
		name_host(host, family, address);
	name_port(service, sizeof(service), port, protocol, numeric);
	snprintf(result, NAME_MAX_LENGTH, family == AF_INET6 ? "[%.250s]:%s" : "%.250s:%s", host,
		 service);
	return result;
}

const char *name_protocol(uint16_t protocol)
{
	switch (protocol) {
	case IPPROTO_TCP:
		return "TCP";
	case IPPROTO_UDP:
		return "UDP";
	case IPPROTO_SCTP:
		return "SCTP";
	default:
		return "?";
	}
}

const char *name_method(uint32_t method)
{
	switch (method) {
	case IP_VS_CONN_F_MASQ:
		return "Masq";
	case IP_VS_CONN_F_LOCALNODE:
		return "Local";
	case IP_VS_CONN_F_TUNNEL:
		return "Tunnel";
	case IP_VS_CONN_F_DROUTE:
		return "Route";
	case IP_VS_CONN_F_BYPASS:
		return "Bypass";
	default:
		return "?";
	}
}

char *name_sched_flags(char *result, const struct service *service)
{
	static const uint32_t flags[] = { IP_VS_SVC_F_SCHED1, IP_VS_SVC_F_SCHED2,
					  IP_VS_SVC_F_SCHED3 };
	static const char *const sh[] = { "sh-fallback", "sh-port", "flag-3" };
	static const char *const mh[] = { "mh-fallback", "mh-port", "flag-3" };
	static const char *const other[] = { "flag-1", "flag-2", "flag-3" };
	const char *const *names = other;
	int i;

	if (!strcmp(service->scheduler, "sh"))
		names = sh;
	if (!strcmp(service->scheduler, "mh"))
		names = mh;
	result[0] = 0;
	for (i = 0; i < 3; i++) {
		if (!(service->flags & flags[i]))
			continue;
		if (result[0])
			strcat(result, ",");
		strcat(result, names[i]);
	}
	return result;
}

char *name_tunnel(char *result, const struct server *server)
{
	const char *checksum = "-c";

	if (server->tunnel_flags & IP_VS_TUNNEL_ENCAP_FLAG_CSUM)
		checksum = "+c";
	else if (server->tunnel_flags & IP_VS_TUNNEL_ENCAP_FLAG_REMCSUM)
		checksum = "r+c";
	if (server->method != IP_VS_CONN_F_TUNNEL)
		strcpy(result, "n/a");
	else if (server->tunnel_type == IP_VS_CONN_F_TUNNEL_TYPE_GUE)
		sprintf(result, "gue:%u:%s", server->tunnel_port, checksum);
	else if (server->tunnel_type == IP_VS_CONN_F_TUNNEL_TYPE_GRE)
		sprintf(result, "gre:%s", checksum);
	else
		strcpy(result, "ipip");
	return result;
}
