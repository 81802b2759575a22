// SPDX-License-Identifier: GPL-2.0
#include "backend.h"

#include "../fail.h"
#include "../parse.h"
#include "../table.h"
#include "../transport.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define TABLE "/proc/net/ip_vs"

static bool service_parse(const char *text, struct service *service)
{
	static const struct {
		const char *prefix;
		uint16_t protocol;
	} kinds[] = {
		{ "tcp:", IPPROTO_TCP },
		{ "udp:", IPPROTO_UDP },
		{ "sctp:", IPPROTO_SCTP },
	};
	size_t length;
	size_t i;

	service->protocol = IPPROTO_TCP;
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		length = strlen(kinds[i].prefix);
		if (strncmp(text, kinds[i].prefix, length))
			continue;
		service->protocol = kinds[i].protocol;
		text += length;
		break;
	}
	return parse_endpoint(text, service->protocol == IPPROTO_UDP ? "udp" : "tcp",
			      &service->family, &service->address, &service->port);
}

uint16_t backend_protocol(const struct backend *backend)
{
	return backend->service.fwmark ? IPPROTO_TCP : backend->service.protocol;
}

bool backend_is_same(const struct backend *a, const struct backend *b)
{
	return a->server.family == b->server.family && a->server.port == b->server.port &&
	       backend_protocol(a) == backend_protocol(b) &&
	       !memcmp(&a->server.address, &b->server.address, sizeof(a->server.address));
}

static void add(struct vector *backends, const struct backend *backend)
{
	struct backend *known = backends->items;
	size_t i;

	for (i = 0; i < backends->count; i++) {
		if (backend_is_same(&known[i], backend)) {
			known[i].services++;
			return;
		}
	}
	*(struct backend *)vector_add(backends, sizeof(*backend)) = *backend;
}

static int add_service(struct vector *backends, const struct service *service)
{
	struct backend backend = { .service = *service, .services = 1 };
	struct vector servers = { 0 };
	const struct server *server;
	int error = table_servers(service, &servers);
	size_t i;

	for (i = 0, server = servers.items; !error && i < servers.count; i++) {
		backend.server = server[i];
		add(backends, &backend);
	}
	vector_free(&servers);
	return error;
}

static int read_one(const struct service *wanted, struct vector *backends)
{
	struct service service = *wanted;
	int error = table_service(&service);

	return error ? error : add_service(backends, &service);
}

static int read_all(struct vector *backends)
{
	struct vector services = { 0 };
	const struct service *service;
	int error = table_services(&services);
	size_t i;

	for (i = 0, service = services.items; !error && i < services.count; i++)
		error = add_service(backends, &service[i]);
	vector_free(&services);
	return error;
}

static int read_either(const struct service *wanted, struct vector *backends)
{
	return wanted ? read_one(wanted, backends) : read_all(backends);
}

static int read_backends(const struct service *wanted, struct vector *backends)
{
	int error = transport_open();

	if (error) {
		fail_open(error);
		return 2;
	}
	error = read_either(wanted, backends);
	if (error)
		fail_report(CMD_LIST, error);
	transport_close();
	return error ? 2 : 0;
}

/* False for what names no service. */
static bool find_service(const struct backend_choice *choice, struct service *service)
{
	if (!choice->fwmark)
		return choice->all || service_parse(choice->service, service);
	service->family = choice->ipv6 ? AF_INET6 : AF_INET;
	service->fwmark = choice->fwmark;
	return true;
}

int backend_read(const struct backend_choice *choice, struct vector *backends)
{
	struct service service = { 0 };
	int ret;

	if (!find_service(choice, &service)) {
		fprintf(stderr, "%s: %s: not a service, as VIP:PORT or udp:VIP:PORT\n",
			choice->tool, choice->service);
		return 2;
	}
	ret = read_backends(choice->all ? NULL : &service, backends);
	if (!ret && !backends->count) {
		fprintf(stderr, "%s: there are no real servers\n", choice->tool);
		ret = 2;
	}
	return ret;
}

const char *backend_kept_away(const struct backend *backend)
{
	if (!backend->server.weight)
		return "drained";
	return server_is_overloaded(&backend->server) ? "overloaded" : "";
}

/* Opening would load the module, which somebody may just want to be rid of. */
int backend_look(const struct backend_choice *choice, struct vector *backends)
{
	struct service service = { 0 };
	int error = access(TABLE, F_OK) ? ESRCH : transport_open();

	if (!error && find_service(choice, &service))
		error = read_either(choice->all ? NULL : &service, backends);
	transport_close();
	if (error)
		vector_free(backends);
	return error == ESRCH ? 0 : error;
}
