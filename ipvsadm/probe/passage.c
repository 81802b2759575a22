// SPDX-License-Identifier: GPL-2.0
#include "passage.h"
#include "json.h"
#include "ping_method.h"

#include "../name.h"
#include "../memory.h"
#include "../table.h"
#include "../transport.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SERVICES    "/proc/net/ip_vs"
#define CONNECTIONS "/proc/net/ip_vs_conn"

/** struct passage - a real server and the flows that it got */
struct passage {
	char name[NAME_MAX_LENGTH];
	size_t flows;
};

int passage_open(struct ping *ping)
{
	if (!ping->options.through && !ping->options.enumerate)
		return 0;
	ping->connections = fopen(CONNECTIONS, "r");
	if (ping->connections)
		return 0;
	fprintf(stderr, "ping: %s: %s: which server a flow gets is seen on the director alone\n",
		CONNECTIONS, strerror(errno));
	return 2;
}

void passage_close(struct ping *ping)
{
	if (ping->connections)
		fclose(ping->connections);
}

static void copy_address(union address *to, const union probe_addr *from)
{
	memset(to, 0, sizeof(*to));
	if (from->any.sa_family == AF_INET)
		to->ip = from->in.sin_addr;
	else
		to->ip6 = from->in6.sin6_addr;
}

/* Name of the server that the target's flow got, "" for none; its state is told. */
static void find_server(const struct ping *ping, const struct ping_target *target, char *name,
			struct memory *memory)
{
	struct service service = {
		.family = target->addr.any.sa_family,
		.protocol = (uint16_t)ping_asks_port(&ping->options),
		.port = target->ask.port,
	};
	struct memory_client client = { .service = &service,
					.asked = &service,
					.port = target->ident };

	copy_address(&service.address, &target->addr);
	copy_address(&client.address, &target->source);
	rewind(ping->connections);
	memory_search(ping->connections, &client, memory);
	*name = 0;
	if (memory->kind == MEMORY_CONNECTION)
		name_endpoint(name, memory->family, &memory->server, memory->port, service.protocol,
			      true);
}

static void tell_one(const struct ping *ping)
{
	char name[NAME_MAX_LENGTH];
	struct memory memory;
	struct json_line line;

	find_server(ping, &ping->targets[0], name, &memory);
	if (ping->options.json) {
		json_begin(&line, "through", probe_now());
		json_bool(&line, "connection", *name);
		if (*name)
			json_text(&line, "server", name);
		json_end(&line);
	} else if (*name) {
		printf("through the director to %s (%s)\n", name, memory.state);
	} else {
		puts("no connection of the director: refused, or not one of its services");
	}
}

static size_t count_servers(const struct ping *ping, struct passage *passages)
{
	char name[NAME_MAX_LENGTH];
	struct memory memory;
	size_t count = 0;
	size_t i;
	size_t j;

	for (i = 0; i < ping->count; i++) {
		find_server(ping, &ping->targets[i], name, &memory);
		for (j = 0; j < count && strcmp(passages[j].name, name); j++)
			;
		if (j == count)
			strcpy(passages[count++].name, name);
		passages[j].flows++;
	}
	return count;
}

static int compare(const void *a, const void *b)
{
	const struct passage *x = a;
	const struct passage *y = b;

	return strcmp(x->name, y->name);
}

static void tell_all(const struct ping *ping)
{
	struct passage *passages = calloc(ping->count, sizeof(*passages));
	struct json_line line;
	size_t count;
	size_t i;

	if (!passages)
		return;
	count = count_servers(ping, passages);
	qsort(passages, count, sizeof(*passages), compare);
	for (i = 0; i < count; i++) {
		const char *name = *passages[i].name ? passages[i].name : "no connection";

		if (ping->options.json) {
			json_begin(&line, "through", probe_now());
			json_text(&line, "server", name);
			json_number(&line, "flows", passages[i].flows);
			json_end(&line);
		} else {
			printf("%-28s %6zu of %zu flows\n", name, passages[i].flows, ping->count);
		}
	}
	free(passages);
}

void passage_tell(const struct ping *ping)
{
	if (!ping->connections)
		return;
	if (ping->options.enumerate)
		tell_all(ping);
	else
		tell_one(ping);
}

static void note_service(const struct ping *ping, const struct service *service)
{
	union address address;
	char name[NAME_MAX_LENGTH];
	size_t i;

	for (i = 0; i < ping->count; i++) {
		copy_address(&address, &ping->targets[i].addr);
		if (service->fwmark || ping->targets[i].addr.any.sa_family != service->family ||
		    memcmp(&address, &service->address, sizeof(address)))
			continue;
		name_endpoint(name, service->family, &service->address, service->port,
			      service->protocol, true);
		fprintf(stderr,
			"ping: %s is a virtual address: this director answers, whatever its real servers do\n"
			"ping: ask those by --service %s%s, or through it, with --tcp, --udp or --sctp, by --through, --enumerate\n",
			ping->targets[i].ask.word,
			service->protocol == IPPROTO_UDP    ? "udp:"
			: service->protocol == IPPROTO_SCTP ? "sctp:"
							    : "",
			name);
		return;
	}
}

/* Only who may read the table learns of it, and only where there is one already. */
void passage_note(const struct ping *ping)
{
	struct vector services = { 0 };
	const struct service *service;
	size_t i;

	if (ping->cohort || ping_asks_port(&ping->options) || geteuid() || access(SERVICES, R_OK) ||
	    transport_open())
		return;
	if (!table_services(&services)) {
		for (i = 0, service = services.items; i < services.count; i++)
			note_service(ping, &service[i]);
	}
	vector_free(&services);
	transport_close();
}
