// SPDX-License-Identifier: GPL-2.0
#include "cmd.h"

#include "../fail.h"
#include "../name.h"
#include "../print.h"
#include "../table.h"
#include "../transport.h"

#include <arpa/inet.h>
#include <inttypes.h>
#include <linux/lvs.h>
#include <netlink/attr.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int list_one(uint64_t given, const struct service *service)
{
	struct vector servers = {};
	struct server *server;
	int error;
	size_t i;

	error = table_servers(service, &servers);
	if (servers.count && !(given & OPT(OPT_NOSORT)))
		qsort(servers.items, servers.count, sizeof(struct server), server_compare);
	server = servers.items;
	if (given & OPT(OPT_JSON)) {
		print_json(service, server, servers.count);
	} else {
		print_service(given, service);
		for (i = 0; i < servers.count; i++)
			print_server(given, service, &server[i]);
	}
	vector_free(&servers);
	return error;
}

static int list_all(uint64_t given)
{
	struct vector services = {};
	struct service *service;
	struct info info = {};
	int error;
	size_t i;

	error = table_info(&info);
	if (!error)
		error = table_services(&services);
	if (error)
		return error;
	if (services.count && !(given & OPT(OPT_NOSORT)))
		qsort(services.items, services.count, sizeof(struct service), service_compare);
	if (given & OPT(OPT_JSON)) {
		putchar('[');
	} else {
		print_title(&info);
		print_header(given);
	}
	service = services.items;
	for (i = 0; i < services.count && !error; i++) {
		if (i && given & OPT(OPT_JSON))
			putchar(',');
		error = list_one(given, &service[i]);
	}
	if (given & OPT(OPT_JSON))
		puts("]");
	vector_free(&services);
	return error;
}

static int list_service(const struct request *request)
{
	struct service service = request->service;
	int error = table_service(&service);

	if (error)
		return error;
	if (!(request->given & OPT(OPT_JSON)))
		print_header(request->given);
	error = list_one(request->given, &service);
	if (request->given & OPT(OPT_JSON))
		putchar('\n');
	return error;
}

static int list_timeouts(void)
{
	struct timeouts timeouts = {};
	int error = table_get_timeouts(&timeouts);

	if (!error)
		printf("Timeout (tcp tcpfin udp): %u %u %u\n", timeouts.tcp, timeouts.tcp_fin,
		       timeouts.udp);
	return error;
}

static void list_one_daemon(const struct daemon *daemon)
{
	char group[NAME_MAX_LENGTH];

	printf("%s sync daemon (mcast=%s, syncid=%u",
	       daemon->state == IP_VS_STATE_MASTER ? "master" : "backup", daemon->interface,
	       daemon->syncid);
	if (daemon->maxlen)
		printf(", maxlen=%u", daemon->maxlen);
	if (daemon->group_family)
		printf(", group=%s", name_address(group, daemon->group_family, &daemon->group));
	if (daemon->port)
		printf(", port=%u", daemon->port);
	if (daemon->ttl)
		printf(", ttl=%u", daemon->ttl);
	puts(")");
}

static int list_daemons(void)
{
	struct vector daemons = {};
	struct daemon *daemon;
	int error = table_daemons(&daemons);
	size_t i;

	daemon = daemons.items;
	for (i = 0; i < daemons.count; i++)
		list_one_daemon(&daemon[i]);
	vector_free(&daemons);
	return error;
}

/* An address of the connection view: eight hex digits, or IPv6 in full groups. */
static bool list_conn_address(const char *text, uint16_t *family, union address *address)
{
	memset(address, 0, sizeof(*address));
	if (strchr(text, ':')) {
		*family = AF_INET6;
		return inet_pton(AF_INET6, text, &address->ip6) == 1;
	}
	*family = AF_INET;
	address->ip.s_addr = htonl(strtoul(text, NULL, 16));
	return true;
}

static uint16_t list_conn_protocol(const char *name)
{
	if (!strcmp(name, "TCP"))
		return IPPROTO_TCP;
	if (!strcmp(name, "UDP"))
		return IPPROTO_UDP;
	return !strcmp(name, "SCTP") ? IPPROTO_SCTP : IPPROTO_IP;
}

static void list_conn_line(const char *line, uint64_t given)
{
	char protocol[8], client[64], virtual[64], server[64], state[16], name[NAME_MAX_LENGTH];
	char engine[17] = "", data[64] = "", left[16];
	unsigned int ports[3], expires, i;
	const char *texts[] = { client, virtual, server };
	union address address;
	uint16_t family;

	if (sscanf(line, "%7s %63s %x %63s %x %63s %x %15s %u %16s %63s", protocol, client,
		   &ports[0], virtual, &ports[1], server, &ports[2], state, &expires, engine,
		   data) < 9)
		return;
	snprintf(left, sizeof(left), "%02u:%02u", expires / 60, expires % 60);
	printf("%-3s %-6s %-11s", protocol, left, state);
	for (i = 0; i < 3; i++) {
		if (!list_conn_address(texts[i], &family, &address))
			return;
		name_endpoint(name, family, &address, ports[i], list_conn_protocol(protocol),
			      given & OPT(OPT_NUMERIC));
		printf(i < 2 ? " %-18s" : " %s", name);
	}
	if (given & OPT(OPT_PERSISTENT_CONN) && engine[0])
		printf(" %-16s %s", engine, data);
	putchar('\n');
}

static int list_connections(uint64_t given)
{
	FILE *file = fopen("/proc/net/ip_vs_conn", "r");
	char line[512];

	if (!file) {
		perror("cannot open file /proc/net/ip_vs_conn");
		return 1;
	}
	puts("IPVS connection entries");
	printf("pro expire state       source             virtual            destination%s\n",
	       given & OPT(OPT_PERSISTENT_CONN) ? "        pe name          pe_data" : "");
	/* The first line is the view's own header. */
	if (fgets(line, sizeof(line), file))
		while (fgets(line, sizeof(line), file))
			list_conn_line(line, given);
	fclose(file);
	return 0;
}

static void on_reason(struct nlattr **attrs, void *data)
{
	(void)data;
	if (!attrs[LVS_A_REASON_NAME] || !attrs[LVS_A_REASON_VERDICT] ||
	    !attrs[LVS_A_REASON_TEXT] || !attrs[LVS_A_REASON_COUNT])
		return;
	printf("%-18s %-7s %12" PRIu64 "  %s\n", nla_get_string(attrs[LVS_A_REASON_NAME]),
	       nla_get_string(attrs[LVS_A_REASON_VERDICT]), nla_get_u64(attrs[LVS_A_REASON_COUNT]),
	       nla_get_string(attrs[LVS_A_REASON_TEXT]));
}

static int list_reasons(void)
{
	if (!transport_has_lvs()) {
		fprintf(stderr, "The kernel side is not lvs and does not tell its reasons\n");
		return 1;
	}
	printf("%-18s %-7s %12s  %s\n", "Reason", "Verdict", "Packets", "Explanation");
	return fail_report(
		CMD_LIST,
		transport_send(transport_message(TRANSPORT_LVS, LVS_CMD_GET_REASONS, NLM_F_DUMP),
			       on_reason, NULL));
}

int cmd_list(const struct request *request)
{
	int error;

	if (request->given & OPT(OPT_CONNECTION))
		return list_connections(request->given);
	if (request->given & OPT(OPT_EXPLAIN))
		return list_reasons();
	if (request->given & OPT(OPT_TIMEOUT))
		error = list_timeouts();
	else if (request->given & OPT(OPT_DAEMON))
		error = list_daemons();
	else if (request->given & OPT(OPT_SERVICE))
		error = list_service(request);
	else
		error = list_all(request->given);
	return fail_report(CMD_LIST, error);
}
