// SPDX-License-Identifier: GPL-2.0
#include "cmd.h"

#include "../fail.h"
#include "../print.h"
#include "../table.h"

#include <stdlib.h>

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
		error = save_service(&service[i], numeric);
	vector_free(&services);
	return fail_report(CMD_LIST, error);
}
