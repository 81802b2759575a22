// SPDX-License-Identifier: GPL-2.0
#include "trace_servers.h"
#include "json.h"
#include "schedule.h"
#include "trace_print.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SECOND 1000000000ULL

static void name_server(struct trace_server *item)
{
	const struct server *server = &item->backend.server;

	name_address(item->word, server->family, &server->address);
	name_endpoint(item->name, server->family, &server->address, server->port,
		      backend_protocol(&item->backend), true);
}

/* With what clients come, as far as that tells of the way: a filter may let nothing else pass. */
static void choose_probes(struct trace_options *options, const struct backend *backend)
{
	uint16_t protocol = backend_protocol(backend);
	bool tcp = protocol == IPPROTO_TCP && backend->server.port;

	if (!options->method)
		trace_options_choose(options, trace_method_find(tcp ? "tcp" : "icmp"));
	if (options->port == TRACE_NOT_GIVEN && options->method->protocol == protocol &&
	    !options->method->last_port && backend->server.port)
		options->port = backend->server.port;
}

/* A host has one trace, with what its first service asks for. */
static void plan(struct trace_run *run, struct trace_server *item)
{
	const struct trace_server *other;
	struct trace *trace;

	for (other = run->servers->items; other < item; other++) {
		if (!strcmp(other->word, item->word)) {
			item->trace = other->trace;
			return;
		}
	}
	item->trace = run->count++;
	trace = &run->traces[item->trace];
	trace->options = run->options;
	trace->options.target = item->word;
	choose_probes(&trace->options, &item->backend);
}

/* The ceiling is one of all traces together. */
static void slow_down(struct trace_run *run)
{
	uint64_t pause = run->count * SECOND / SCHEDULE_CEILING;
	size_t i;

	for (i = 0; i < run->count; i++) {
		if (run->traces[i].options.pause < pause)
			run->traces[i].options.pause = pause;
	}
}

static int take(struct trace_run *run, const struct vector *backends)
{
	const struct backend *backend = backends->items;
	struct trace_servers *servers = calloc(1, sizeof(*servers));
	size_t i;

	run->servers = servers;
	run->traces = calloc(backends->count, sizeof(*run->traces));
	if (servers)
		servers->items = calloc(backends->count, sizeof(*servers->items));
	if (!servers || !servers->items || !run->traces) {
		perror("traceroute");
		return 2;
	}
	for (i = 0; i < backends->count; i++) {
		servers->items[servers->count].backend = backend[i];
		name_server(&servers->items[servers->count]);
		plan(run, &servers->items[servers->count++]);
	}
	slow_down(run);
	return 0;
}

int trace_servers_read(struct trace_run *run)
{
	const struct trace_options *options = &run->options;
	const struct backend_choice choice = { .tool = "traceroute",
					       .service = options->service,
					       .fwmark = (uint32_t)options->service_mark,
					       .ipv6 = options->only_ipv6,
					       .all = options->all };
	struct vector backends = { 0 };
	int ret = backend_read(&choice, &backends);

	if (!ret)
		ret = take(run, &backends);
	vector_free(&backends);
	return ret;
}

void trace_servers_free(struct trace_run *run)
{
	if (run->servers)
		free(run->servers->items);
	free(run->servers);
}

void trace_servers_tell_leaf(const struct trace_servers *servers, size_t trace)
{
	const char *before = "  =>";
	size_t i;

	for (i = 0; i < servers->count; i++) {
		const struct trace_server *item = &servers->items[i];
		const struct server *server = &item->backend.server;
		const char *away = backend_kept_away(&item->backend);

		if (item->trace != trace)
			continue;
		printf("%s %s %s, weight %d, %" PRIu32 " active%s%s", before, item->name,
		       name_method(server->method), server->weight, server->active,
		       *away ? ", " : "", away);
		before = ";";
	}
}

void trace_servers_tell_start(const struct trace_run *run)
{
	printf("traceroute to %zu real server%s, %" PRIu64 " hops max\n", run->servers->count,
	       run->servers->count == 1 ? "" : "s", run->options.last);
	fflush(stdout);
}

static void tell_json(const struct trace_run *run, const struct trace_server *item)
{
	const struct server *server = &item->backend.server;
	const struct trace *trace = &run->traces[item->trace];
	const char *away = backend_kept_away(&item->backend);
	struct json_line line;
	char reason[256];

	json_begin(&line, "server", probe_now());
	json_text(&line, "server", item->name);
	json_text(&line, "target", item->word);
	json_text(&line, "method", name_method(server->method));
	json_number(&line, "weight", (uint64_t)(server->weight < 0 ? 0 : server->weight));
	json_number(&line, "active", server->active);
	json_number(&line, "inactive", server->inactive);
	json_number(&line, "services", item->backend.services);
	if (*away)
		json_text(&line, "kept_away", away);
	json_bool(&line, "reached", trace->reached);
	json_text(&line, "reason", trace_print_reason(trace, reason, sizeof(reason)));
	json_end(&line);
}

void trace_servers_tell_summary(const struct trace_run *run)
{
	const struct trace_servers *servers = run->servers;
	struct json_line line;
	size_t reached = 0;
	size_t i;

	for (i = 0; i < servers->count; i++) {
		reached += run->traces[servers->items[i].trace].reached;
		if (run->options.json)
			tell_json(run, &servers->items[i]);
	}
	if (!run->options.json) {
		printf("reached %zu of %zu real servers\n", reached, servers->count);
		return;
	}
	json_begin(&line, "servers", probe_now());
	json_number(&line, "servers", servers->count);
	json_number(&line, "reached", reached);
	json_end(&line);
}
