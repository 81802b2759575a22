// SPDX-License-Identifier: GPL-2.0
#include "memory.h"

#include "name.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

/* A line of the list, as text. */
struct line {
	char protocol[8];
	char address[3][48];
	unsigned int port[3];
	char state[16];
	unsigned int expires;
};

/* Who asked whom, and who got it. */
enum end {
	END_CLIENT,
	END_VIRTUAL,
	END_SERVER
};

static bool read_line(FILE *list, struct line *line)
{
	char text[512];

	while (fgets(text, sizeof(text), list)) {
		if (sscanf(text, "%7s %47s %4x %47s %4x %47s %4x %15s %u", line->protocol,
			   line->address[0], &line->port[0], line->address[1], &line->port[1],
			   line->address[2], &line->port[2], line->state, &line->expires) == 9)
			return true;
	}
	return false;
}

/* Eight hex digits for IPv4, groups for IPv6. */
static uint16_t read_address(const char *text, union address *address)
{
	memset(address, 0, sizeof(*address));
	if (strchr(text, ':'))
		return inet_pton(AF_INET6, text, address) == 1 ? AF_INET6 : 0;
	address->ip.s_addr = htonl((uint32_t)strtoul(text, NULL, 16));
	return AF_INET;
}

/* The part of a client that its template is for. */
static void mask(const struct service *service, union address *address)
{
	unsigned int bits = service->netmask;
	unsigned int i;

	if (service->family == AF_INET) {
		address->ip.s_addr &= service->netmask;
		return;
	}
	for (i = 0; i < sizeof(address->bytes); i++) {
		address->bytes[i] &= bits >= 8 ? 0xff : (uint8_t)(0xff00 >> bits);
		bits -= bits >= 8 ? 8 : bits;
	}
}

static bool is_clients(const struct line *line, const struct memory_client *client, bool template)
{
	union address wanted = client->address;
	union address address;

	if (template)
		mask(client->service, &wanted);
	return read_address(line->address[END_CLIENT], &address) == client->service->family &&
	       !memcmp(&address, &wanted, sizeof(address)) &&
	       line->port[END_CLIENT] == (template ? 0 : client->port);
}

static bool is_services(const struct line *line, const struct service *service)
{
	union address address;

	return !strcmp(line->protocol, name_protocol(service->protocol)) &&
	       read_address(line->address[END_VIRTUAL], &address) == service->family &&
	       !memcmp(&address, &service->address, sizeof(address)) &&
	       (!service->port || line->port[END_VIRTUAL] == service->port);
}

/* What a mark gathers has many addresses: in its templates the mark stands in their place. */
static bool is_template(const struct line *line, const struct service *service)
{
	union address mark = { .ip.s_addr = htonl(service->fwmark) };
	union address address;

	if (!service->fwmark)
		return is_services(line, service);
	return !strcmp(line->protocol, "IP") &&
	       read_address(line->address[END_VIRTUAL], &address) == service->family &&
	       !memcmp(&address, &mark, sizeof(address));
}

static enum memory_kind kind_of(const struct line *line, const struct memory_client *client)
{
	if (client->port && is_clients(line, client, false) && is_services(line, client->asked))
		return MEMORY_CONNECTION;
	if (client->service->flags & IP_VS_SVC_F_PERSISTENT && is_clients(line, client, true) &&
	    is_template(line, client->service))
		return MEMORY_TEMPLATE;
	return MEMORY_NONE;
}

void memory_search(FILE *list, const struct memory_client *client, struct memory *memory)
{
	enum memory_kind kind;
	struct line line;

	memset(memory, 0, sizeof(*memory));
	while (read_line(list, &line)) {
		kind = kind_of(&line, client);
		if (kind == MEMORY_NONE || memory->kind == MEMORY_CONNECTION)
			continue;
		memory->kind = kind;
		memory->family = read_address(line.address[END_SERVER], &memory->server);
		memory->port = (uint16_t)line.port[END_SERVER];
		memory->expires = line.expires;
		strcpy(memory->state, line.state);
	}
}
