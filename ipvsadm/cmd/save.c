// SPDX-License-Identifier: GPL-2.0
#include "cmd.h"

#include "../fail.h"
#include "../name.h"
#include "../print.h"
#include "../table.h"

#include <stdio.h>
#include <stdlib.h>

/* The kernel takes services of any protocol, the command line those of three. */
static bool save_can(const struct service *service)
{
	char name[NAME_MAX_LENGTH];

	if (service->fwmark || service->protocol == IPPROTO_TCP ||
	    service->protocol == IPPROTO_UDP || service->protocol == IPPROTO_SCTP)
		return true;
	name_endpoint(name, service->family, &service->address, service->port, service->protocol,
		      true);
	fprintf(stderr, "%s of protocol %u is not saved: no option names that protocol\n", name,
		service->protocol);
	return false;
}

static int save_service(const struct service *service, bool numeric)
{
	struct vector servers = {};
	struct server *server;
	int error;
	size_t i;

	error = table_servers(service, &servers);
	if (servers.count)
		qsort(servers.items, servers.count, sizeof(struct server), server_compare);
	print_rule_service(service, numeric);
	server = servers.items;
	for (i = 0; i < servers.count; i++)
		print_rule_server(service, &server[i], numeric);
	vector_free(&servers);
	return error;
}

int cmd_save(const struct request *request)
{
	bool numeric = request->given & OPT(OPT_NUMERIC);
	struct vector services = {};
	struct service *service;
	int error;
	size_t i;

	error = table_services(&services);
	if (services.count)
		qsort(services.items, services.count, sizeof(struct service), service_compare);
	service = services.items;
	for (i = 0; i < services.count && !error; i++)
		error = save_can(&service[i]) ? save_service(&service[i], numeric) : 0;
	vector_free(&services);
	return fail_report(CMD_LIST, error);
}
