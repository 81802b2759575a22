// SPDX-License-Identifier: GPL-2.0
#include "schedule.h"

#include "../proto/tcp.h"
#include "../tables/binding.h"
#include "../tables/service.h"

/* May this packet begin a connection? */
static bool lvs_schedule_is_start(const struct lvs_net *lnet, const struct lvs_packet *packet)
{
	enum lvs_tcp_event event;

	if (packet->protocol != IPPROTO_TCP)
		return true;
	/* An FTP server's call to its client, which the director that answers it must not balance. */
	if (packet->sport == htons(LVS_PORT_FTP_DATA))
		return false;
	event = lvs_tcp_event(packet->tcp_flags);
	if (READ_ONCE(lnet->config.sloppy_tcp))
		return event != LVS_TCP_EV_RST;
	return event == LVS_TCP_EV_SYN;
}

static struct lvs_dest *lvs_schedule_pick(struct lvs_service *service,
					  const struct lvs_packet *packet)
{
	const struct lvs_request request = {
		.caddr = &packet->saddr,
		.vaddr = &packet->daddr,
		.cport = packet->sport,
		.vport = packet->dport,
		.family = packet->family,
		.protocol = packet->protocol,
	};
	struct lvs_server *server = lvs_binding_pick(service, &request);

	return server ? lvs_dest_of(server) : NULL;
}

/*
 * Ports that are not the service's own belong together by the client alone:
 * without persistence, each could meet another server.
 */
static bool lvs_schedule_needs_template(const struct lvs_service *service,
					const struct lvs_packet *packet)
{
	return !service->key.fwmark && service->key.port != packet->dport;
}

static enum lvs_reason lvs_schedule_single(struct lvs_net *lnet, struct lvs_service *service,
					   struct lvs_conn_start *start, struct lvs_flow **result)
{
	if (lvs_schedule_needs_template(service, start->packet))
		return service->key.port ? LVS_REASON_NO_SERVICE : LVS_REASON_NOT_PERSISTENT;
	start->dest = lvs_schedule_pick(service, start->packet);
	if (!start->dest)
		return LVS_REASON_NO_SERVER;
	start->dport = start->dest->server.port ?: start->packet->dport;
	return lvs_conn_create(lnet, start, result);
}

enum lvs_reason lvs_schedule(struct lvs_net *lnet, const struct lvs_packet *packet,
			     struct lvs_flow **result)
{
	struct lvs_service *service = lvs_service_match(lnet, packet);
	struct lvs_conn_start start = { .packet = packet };

	if (!service)
		return LVS_REASON_NO_SERVICE;
	if (!lvs_schedule_is_start(lnet, packet))
		return LVS_REASON_NOT_A_START;
	return lvs_schedule_single(lnet, service, &start, result);
}
