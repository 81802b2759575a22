// SPDX-License-Identifier: GPL-2.0
#include "predict.h"

#include "placement.h"

#include "../memory.h"
#include "../name.h"
#include "../parse.h"
#include "../probe/asked.h"
#include "../probe/json.h"
#include "../probe/rows.h"

#include <arpa/inet.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define CONNECTIONS "/proc/net/ip_vs_conn"

struct options {
	const char *client;
	uint64_t fwmark;
	bool udp;
	bool sctp;
	bool json;
};

#define AT(field) offsetof(struct options, field)

static const struct option_row rows[] = {
	{ 0, "client", ROW_TEXT, AT(client), 0, 0, "ADDRESS[:PORT]", "who asks" },
	{ 'f', "fwmark", ROW_NUMBER, AT(fwmark), 1, UINT32_MAX, "MARK",
	  "the service of a firewall mark; the address is the one that is asked" },
	{ 'u', "udp", ROW_FLAG, AT(udp), 0, 0, NULL, "a UDP service" },
	{ 0, "sctp", ROW_FLAG, AT(sctp), 0, 0, NULL, "an SCTP service" },
	{ 0, "json", ROW_FLAG, AT(json), 0, 0, NULL, "JSON" },
	{ 'h', "help", ROW_HELP, 0, 0, 0, NULL, "show this" },
	{ 'V', "version", ROW_VERSION, 0, 0, 0, NULL, "show the version" },
};

static const struct option_rows table = {
	.tool = "predict",
	.usage = "ipvsadm predict --client ADDRESS[:PORT] [OPTION...] VIP:PORT",
	.after = "Exit status: 0 with a server named, 1 where none can be, 2 for any error.",
	.rows = rows,
	.count = sizeof(rows) / sizeof(rows[0]),
};

/**
 * struct prediction - what is known, and how
 * @service: asked
 * @client:  who asks; port 0 for any
 * @asked:   protocol, address and port of the client's packets, where the service is of a mark
 * @servers: of the service, newest first
 * @found:   a server is named: @family, @address, @port
 * @certainty: "certain", "now" (until the next connection of anybody), "unknown"
 * @reason:  why it is that server, or none
 * @expires: seconds that a memory still lasts, 0 for none
 * @warning: what the operator should know, empty for nothing
 */
struct prediction {
	struct service service;
	struct memory_client client;
	struct service asked;
	struct vector servers;
	bool found;
	uint16_t family;
	union address address;
	uint16_t port;
	const char *certainty;
	char reason[160];
	unsigned int expires;
	char warning[160];
};

static int read_client(const struct options *options, struct prediction *prediction)
{
	uint16_t family = prediction->service.family;

	if (!options->client) {
		fputs("predict: say who asks with --client\n", stderr);
		return 2;
	}
	if (!parse_endpoint(options->client, "tcp", &family, &prediction->client.address,
			    &prediction->client.port))
		return rows_wrong("predict", options->client, "not an address"), 2;
	if (family != prediction->service.family)
		return rows_wrong("predict", options->client, "of another family than the service"),
		       2;
	prediction->client.service = &prediction->service;
	prediction->client.asked = &prediction->asked;
	return 0;
}

static void name_server(struct prediction *prediction, uint16_t family,
			const union address *address, uint16_t port)
{
	prediction->found = true;
	prediction->family = family;
	prediction->address = *address;
	/* A server of a service of all ports gets what is asked. */
	prediction->port = port ? port : prediction->asked.port;
}

/* What is remembered goes before what any scheduler would say. */
static bool predict_by_memory(struct prediction *prediction)
{
	struct memory memory = { 0 };
	FILE *list = fopen(CONNECTIONS, "r");

	if (!list)
		return false;
	memory_search(list, &prediction->client, &memory);
	fclose(list);
	if (memory.kind == MEMORY_NONE)
		return false;
	name_server(prediction, memory.family, &memory.server, memory.port);
	prediction->certainty = "certain";
	prediction->expires = memory.expires;
	if (memory.kind == MEMORY_CONNECTION)
		snprintf(prediction->reason, sizeof(prediction->reason),
			 "it has a connection (%s), which goes on", memory.state);
	else
		snprintf(prediction->reason, sizeof(prediction->reason), "its persistence");
	return true;
}

static struct placement_server *placement_servers(const struct prediction *prediction)
{
	const struct server *servers = prediction->servers.items;
	struct placement_server *result = calloc(prediction->servers.count + 1, sizeof(*result));
	size_t i;

	for (i = 0; result && i < prediction->servers.count; i++) {
		result[i].family = servers[i].family;
		memcpy(result[i].address, &servers[i].address, sizeof(result[i].address));
		result[i].port = servers[i].port;
		result[i].weight = servers[i].weight;
		result[i].active = servers[i].active;
		result[i].inactive = servers[i].inactive;
		result[i].overloaded = server_is_overloaded(&servers[i]);
	}
	return result;
}

static bool has_quiet_server(const struct prediction *prediction)
{
	const struct server *servers = prediction->servers.items;
	size_t i;

	for (i = 0; i < prediction->servers.count; i++) {
		if (!servers[i].weight)
			return true;
	}
	return false;
}

static void warn(struct prediction *prediction, const struct placement_server *servers,
		 bool fallback)
{
	const char *scheduler = prediction->service.scheduler;
	double dead;

	if (!strcmp(scheduler, "mh") && has_quiet_server(prediction))
		snprintf(
			prediction->warning, sizeof(prediction->warning),
			"mh keeps the entries of a server of weight 0 by its last weight, which the kernel does not tell");
	if (strcmp(scheduler, "sh") || fallback)
		return;
	dead = placement_dead_share(servers, prediction->servers.count);
	if (dead > 0)
		snprintf(
			prediction->warning, sizeof(prediction->warning),
			"%.0f %% of all clients are refused: their server takes no connections (-b sh-fallback helps)",
			dead);
}

/* Of other schedulers that flag means nothing. */
static bool hashes_port(const struct service *service)
{
	return service->flags & IP_VS_SVC_F_SCHED2 &&
	       (!strcmp(service->scheduler, "sh") || !strcmp(service->scheduler, "mh"));
}

static void predict_by_scheduler(struct prediction *prediction,
				 const struct placement_server *servers)
{
	const struct service *service = &prediction->service;
	const struct server *known = prediction->servers.items;
	bool with_port = hashes_port(service);
	bool fallback = service->flags & IP_VS_SVC_F_SCHED1;
	enum placement_kind kind = placement_kind_of(service->scheduler);
	struct placement_request request = {
		.family = service->family,
		.protocol = (uint8_t)(service->protocol ? service->protocol : IPPROTO_TCP),
		.client_port = prediction->client.port,
	};
	int server;

	memcpy(request.client, &prediction->client.address, sizeof(request.client));
	memcpy(request.virtual, &prediction->asked.address, sizeof(request.virtual));
	prediction->certainty = kind == PLACEMENT_BY_HASH ? "certain" : "now";
	warn(prediction, servers, fallback);
	server = placement_pick(service->scheduler, with_port, fallback, servers,
				prediction->servers.count, &request);
	if (server < 0) {
		snprintf(prediction->reason, sizeof(prediction->reason),
			 "%s finds no server that takes a connection: refused", service->scheduler);
		return;
	}
	name_server(prediction, known[server].family, &known[server].address, known[server].port);
	snprintf(prediction->reason, sizeof(prediction->reason), "%s",
		 kind == PLACEMENT_BY_HASH
			 ? "the scheduler's hash"
			 : "counters: true of the next new connection of anybody");
}

static void predict(struct prediction *prediction)
{
	const struct service *service = &prediction->service;
	struct placement_server *servers;

	if (predict_by_memory(prediction))
		return;
	prediction->certainty = "unknown";
	if (placement_kind_of(service->scheduler) == PLACEMENT_UNKNOWN) {
		snprintf(prediction->reason, sizeof(prediction->reason),
			 "%s does not go by the client; shares are below", service->scheduler);
		return;
	}
	if (hashes_port(service) && !prediction->client.port) {
		snprintf(prediction->reason, sizeof(prediction->reason),
			 "%s hashes the client's port: say --client ADDRESS:PORT",
			 service->scheduler);
		return;
	}
	servers = placement_servers(prediction);
	if (servers)
		predict_by_scheduler(prediction, servers);
	free(servers);
}

static void tell_share(const char *name, double percent, bool json)
{
	struct json_line line;

	if (!json) {
		printf("  -> %-28s %3.0f %%\n", name, percent);
		return;
	}
	json_begin(&line, "share", (uint64_t)time(NULL) * 1000000000);
	json_text(&line, "server", name);
	json_real(&line, "percent", percent);
	json_end(&line);
}

static void tell_shares(const struct prediction *prediction, bool json)
{
	const struct server *servers = prediction->servers.items;
	char name[NAME_MAX_LENGTH];
	long total = 0;
	size_t i;

	if (strcmp(prediction->certainty, "unknown"))
		return;
	for (i = 0; i < prediction->servers.count; i++)
		total += servers[i].weight;
	for (i = 0; i < prediction->servers.count; i++) {
		name_endpoint(name, servers[i].family, &servers[i].address, servers[i].port,
			      prediction->service.protocol, true);
		tell_share(name, total ? 100.0 * servers[i].weight / (double)total : 0, json);
	}
}

static void tell(const struct prediction *prediction)
{
	char name[NAME_MAX_LENGTH];

	if (prediction->found)
		printf("%s  (%s: %s",
		       name_endpoint(name, prediction->family, &prediction->address,
				     prediction->port, prediction->service.protocol, true),
		       prediction->certainty, prediction->reason);
	else
		printf("none  (%s: %s", prediction->certainty, prediction->reason);
	if (prediction->expires)
		printf(", %u s left", prediction->expires);
	puts(")");
	tell_shares(prediction, false);
	if (*prediction->warning)
		printf("warning: %s\n", prediction->warning);
}

static void tell_json(const struct prediction *prediction, const char *client)
{
	char name[NAME_MAX_LENGTH];
	struct json_line line;

	json_begin(&line, "prediction", (uint64_t)time(NULL) * 1000000000);
	json_text(&line, "client", client);
	json_text(&line, "scheduler", prediction->service.scheduler);
	if (prediction->found)
		json_text(&line, "server",
			  name_endpoint(name, prediction->family, &prediction->address,
					prediction->port, prediction->service.protocol, true));
	json_text(&line, "certainty", prediction->certainty);
	json_text(&line, "reason", prediction->reason);
	if (prediction->expires)
		json_number(&line, "expires", prediction->expires);
	if (*prediction->warning)
		json_text(&line, "warning", prediction->warning);
	json_end(&line);
	tell_shares(prediction, true);
}

static int find_service(const struct options *options, struct prediction *prediction)
{
	prediction->asked = prediction->service;
	return asked_find(&prediction->asked, (uint32_t)options->fwmark, &prediction->service,
			  &prediction->servers);
}

int predict_main(int argc, const char **argv)
{
	struct prediction prediction = { 0 };
	struct options options = { 0 };
	const char *const *words;
	int ret;

	switch (rows_parse(&table, &options, argc, argv, &words)) {
	case ROWS_DONE:
		return 0;
	case ROWS_WRONG:
		return 2;
	default:
		break;
	}
	ret = asked_read(table.tool, words, options.udp, options.sctp, &prediction.service);
	if (!ret)
		ret = read_client(&options, &prediction);
	if (!ret)
		ret = find_service(&options, &prediction);
	if (!ret) {
		predict(&prediction);
		if (options.json)
			tell_json(&prediction, options.client);
		else
			tell(&prediction);
		ret = !prediction.found;
	}
	vector_free(&prediction.servers);
	return ret;
}
