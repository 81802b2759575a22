// SPDX-License-Identifier: GPL-2.0
#include "print.h"

#include "name.h"

#include <arpa/inet.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum print_form print_form(uint64_t given)
{
	if (given & OPT(OPT_STATS))
		return PRINT_STATS;
	if (given & OPT(OPT_RATE))
		return PRINT_RATE;
	if (given & OPT(OPT_THRESHOLDS))
		return PRINT_THRESHOLDS;
	if (given & OPT(OPT_PERSISTENT_CONN))
		return PRINT_PERSISTENT;
	if (given & OPT(OPT_TUN_INFO))
		return PRINT_TUNNEL;
	return PRINT_DEFAULT;
}

void print_title(const struct info *info)
{
	printf("IP Virtual Server version %u.%u.%u (size=%u)\n", info->version >> 16,
	       info->version >> 8 & 0xff, info->version & 0xff, info->table_size);
}

void print_header(uint64_t given)
{
	static const char *const headers[] = {
		[PRINT_DEFAULT] =
			"Prot LocalAddress:Port Scheduler Flags\n"
			"  -> RemoteAddress:Port           Forward Weight ActiveConn InActConn",
		[PRINT_STATS] =
			"Prot LocalAddress:Port               Conns   InPkts  OutPkts  InBytes OutBytes\n"
			"  -> RemoteAddress:Port",
		[PRINT_RATE] =
			"Prot LocalAddress:Port                 CPS    InPPS   OutPPS    InBPS   OutBPS\n"
			"  -> RemoteAddress:Port",
		[PRINT_THRESHOLDS] =
			"Prot LocalAddress:Port            Uthreshold Lthreshold ActiveConn InActConn \n"
			"  -> RemoteAddress:Port",
		[PRINT_PERSISTENT] =
			"Prot LocalAddress:Port            Weight    PersistConn ActiveConn InActConn \n"
			"  -> RemoteAddress:Port",
		[PRINT_TUNNEL] =
			"Prot LocalAddress:Port Scheduler Flags\n"
			"  -> RemoteAddress:Port           Forward TunnelInfo    Weight ActiveConn InActConn",
	};

	puts(headers[print_form(given)]);
}

/* Exact below a hundred million, then shortened by thousands to keep eight digits. */
static void print_large(uint64_t given, uint64_t number)
{
	if (given & OPT(OPT_EXACT))
		printf(" %8" PRIu64, number);
	else if (number < 100000000ULL)
		printf("%9" PRIu64, number);
	else if (number < 1000000000ULL)
		printf("%8" PRIu64 "K", number / 1000);
	else if (number < 100000000000ULL)
		printf("%8" PRIu64 "M", number / 1000000);
	else if (number < 100000000000000ULL)
		printf("%8" PRIu64 "G", number / 1000000000);
	else
		printf("%8" PRIu64 "T", (uint64_t)(number / 1000000000000));
}

static void print_totals(uint64_t given, const struct counters *totals)
{
	print_large(given, totals->conns);
	print_large(given, totals->in_packets);
	print_large(given, totals->out_packets);
	print_large(given, totals->in_bytes);
	print_large(given, totals->out_bytes);
	putchar('\n');
}

static void print_rates(uint64_t given, const struct counters *rates)
{
	printf(" %8" PRIu64 " %8" PRIu64 " %8" PRIu64, rates->conns, rates->in_packets,
	       rates->out_packets);
	print_large(given, rates->in_bytes);
	print_large(given, rates->out_bytes);
	putchar('\n');
}

static char *print_service_name(char *result, const struct service *service, bool numeric)
{
	char endpoint[NAME_MAX_LENGTH];

	if (service->fwmark)
		snprintf(result, NAME_MAX_LENGTH, "FWM  %u%s", service->fwmark,
			 service->family == AF_INET6 ? " IPv6" : "");
	else
		snprintf(result, NAME_MAX_LENGTH, "%-4s %.290s", name_protocol(service->protocol),
			 name_endpoint(endpoint, service->family, &service->address, service->port,
				       service->protocol, numeric));
	return result;
}

static bool print_mask_is_whole(const struct service *service)
{
	return service->netmask == (service->family == AF_INET6 ? 128 : 0xffffffff);
}

static char *print_mask(char *result, const struct service *service)
{
	if (service->family == AF_INET6)
		sprintf(result, "%u", service->netmask);
	else
		inet_ntop(AF_INET, &service->netmask, result, NAME_MAX_LENGTH);
	return result;
}

static void print_service_flags(const struct service *service)
{
	char text[NAME_MAX_LENGTH];

	printf(" %s", service->scheduler);
	if (name_sched_flags(text, service)[0])
		printf(" (%s)", text);
	if (service->flags & IP_VS_SVC_F_PERSISTENT) {
		printf(" persistent %u", service->timeout);
		if (!print_mask_is_whole(service))
			printf(" mask %s", print_mask(text, service));
		if (service->engine[0])
			printf(" pe %s", service->engine);
	}
	if (service->flags & IP_VS_SVC_F_ONEPACKET)
		printf(" ops");
	putchar('\n');
}

void print_service(uint64_t given, const struct service *service)
{
	char name[NAME_MAX_LENGTH];
	enum print_form form = print_form(given);

	print_service_name(name, service, given & OPT(OPT_NUMERIC));
	switch (form) {
	case PRINT_STATS:
		printf("%-33s", name);
		print_totals(given, &service->totals);
		return;
	case PRINT_RATE:
		printf("%-33s", name);
		print_rates(given, &service->rates);
		return;
	default:
		fputs(name, stdout);
		print_service_flags(service);
	}
}

void print_server(uint64_t given, const struct service *service, const struct server *server)
{
	char name[NAME_MAX_LENGTH];
	char text[64];

	name_endpoint(name, server->family, &server->address, server->port, service->protocol,
		      given & OPT(OPT_NUMERIC));
	printf("  -> %-28s", name);
	switch (print_form(given)) {
	case PRINT_STATS:
		print_totals(given, &server->totals);
		break;
	case PRINT_RATE:
		print_rates(given, &server->rates);
		break;
	case PRINT_THRESHOLDS:
		printf(" %-10u %-10u %-10u %-10u\n", server->upper, server->lower, server->active,
		       server->inactive);
		break;
	case PRINT_PERSISTENT:
		printf(" %-9d %-11u %-10u %-10u\n", server->weight, server->persistent,
		       server->active, server->inactive);
		break;
	case PRINT_TUNNEL:
		printf(" %-7s %-13s %-6d %-10u %-10u\n", name_method(server->method),
		       name_tunnel(text, server), server->weight, server->active, server->inactive);
		break;
	case PRINT_DEFAULT:
		printf(" %-7s %-6d %-10u %-10u\n", name_method(server->method), server->weight,
		       server->active, server->inactive);
	}
}

static void print_json_counters(const char *key, const struct counters *counters)
{
	printf(",\"%s\":{\"conns\":%" PRIu64 ",\"in_packets\":%" PRIu64 ",\"out_packets\":%" PRIu64
	       ",\"in_bytes\":%" PRIu64 ",\"out_bytes\":%" PRIu64 "}",
	       key, counters->conns, counters->in_packets, counters->out_packets,
	       counters->in_bytes, counters->out_bytes);
}

static void print_json_server(const struct server *server)
{
	char text[NAME_MAX_LENGTH];

	printf("{\"address\":\"%s\",\"port\":%u,\"method\":\"%s\",\"weight\":%d",
	       name_address(text, server->family, &server->address), server->port,
	       name_method(server->method), server->weight);
	printf(",\"u_threshold\":%u,\"l_threshold\":%u", server->upper, server->lower);
	printf(",\"tunnel\":\"%s\"", name_tunnel(text, server));
	printf(",\"active\":%u,\"inactive\":%u,\"persistent\":%u", server->active, server->inactive,
	       server->persistent);
	print_json_counters("totals", &server->totals);
	print_json_counters("rates", &server->rates);
	putchar('}');
}

void print_json(const struct service *service, const struct server *servers, size_t count)
{
	char text[NAME_MAX_LENGTH];
	size_t i;

	if (service->fwmark)
		printf("{\"fwmark\":%u,\"family\":%d", service->fwmark,
		       service->family == AF_INET6 ? 6 : 4);
	else
		printf("{\"protocol\":\"%s\",\"address\":\"%s\",\"port\":%u",
		       name_protocol(service->protocol),
		       name_address(text, service->family, &service->address), service->port);
	printf(",\"scheduler\":\"%s\",\"flags\":\"%s\"", service->scheduler,
	       name_sched_flags(text, service));
	if (service->flags & IP_VS_SVC_F_PERSISTENT)
		printf(",\"persistent\":%u,\"mask\":\"%s\"", service->timeout,
		       print_mask(text, service));
	printf(",\"ops\":%s", service->flags & IP_VS_SVC_F_ONEPACKET ? "true" : "false");
	print_json_counters("totals", &service->totals);
	print_json_counters("rates", &service->rates);
	printf(",\"servers\":[");
	for (i = 0; i < count; i++) {
		if (i)
			putchar(',');
		print_json_server(&servers[i]);
	}
	printf("]}");
}

static void print_rule_key(const struct service *service, bool numeric)
{
	char text[NAME_MAX_LENGTH];

	if (service->fwmark) {
		printf(" -f %u%s", service->fwmark, service->family == AF_INET6 ? " -6" : "");
		return;
	}
	name_endpoint(text, service->family, &service->address, service->port, service->protocol,
		      numeric);
	if (service->protocol == IPPROTO_SCTP)
		printf(" --sctp-service %s", text);
	else
		printf(" -%c %s", service->protocol == IPPROTO_UDP ? 'u' : 't', text);
}

void print_rule_service(const struct service *service, bool numeric)
{
	char text[NAME_MAX_LENGTH];

	printf("-A");
	print_rule_key(service, numeric);
	printf(" -s %s", service->scheduler);
	if (service->flags & IP_VS_SVC_F_PERSISTENT) {
		printf(" -p %u", service->timeout);
		if (!print_mask_is_whole(service))
			printf(" -M %s", print_mask(text, service));
		if (service->engine[0])
			printf(" --pe %s", service->engine);
	}
	if (service->flags & IP_VS_SVC_F_ONEPACKET)
		printf(" -o");
	if (name_sched_flags(text, service)[0])
		printf(" -b %s", text);
	putchar('\n');
}

static void print_rule_tunnel(const struct server *server)
{
	static const char *const types[] = { "ipip", "gue", "gre" };

	if (server->method != IP_VS_CONN_F_TUNNEL || server->tunnel_type > 2)
		return;
	printf(" --tun-type %s", types[server->tunnel_type]);
	if (server->tunnel_type == IP_VS_CONN_F_TUNNEL_TYPE_GUE)
		printf(" --tun-port %u", server->tunnel_port);
	if (server->tunnel_flags & IP_VS_TUNNEL_ENCAP_FLAG_CSUM)
		printf(" --tun-csum");
	else if (server->tunnel_flags & IP_VS_TUNNEL_ENCAP_FLAG_REMCSUM)
		printf(" --tun-remcsum");
	else if (server->tunnel_type != IP_VS_CONN_F_TUNNEL_TYPE_IPIP)
		printf(" --tun-nocsum");
}

void print_rule_server(const struct service *service, const struct server *server, bool numeric)
{
	char text[NAME_MAX_LENGTH];
	char method = 'g';

	if (server->method == IP_VS_CONN_F_MASQ)
		method = 'm';
	else if (server->method == IP_VS_CONN_F_TUNNEL)
		method = 'i';
	printf("-a");
	print_rule_key(service, numeric);
	printf(" -r %s -%c -w %d",
	       name_endpoint(text, server->family, &server->address, server->port,
			     service->protocol, numeric),
	       method, server->weight);
	/* Stock saves lose these. */
	if (server->upper)
		printf(" -x %u", server->upper);
	if (server->lower)
		printf(" -y %u", server->lower);
	print_rule_tunnel(server);
	putchar('\n');
}
