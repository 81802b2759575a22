// SPDX-License-Identifier: GPL-2.0
#include "schedule.h"

#include "bypass.h"

#include "../proto/sctp.h"
#include "../proto/tcp.h"
#include "../tables/binding.h"
#include "../tables/defence.h"
#include "../tables/service.h"
#include "../tables/template.h"

#include <linux/ip_vs.h>
#include <linux/printk.h>
#include <linux/ratelimit.h>

static bool lvs_schedule_is_tcp_start(const struct lvs_net *lnet, const struct lvs_packet *packet)
{
	enum lvs_tcp_event event = lvs_tcp_event(packet->tcp_flags);

	/* An FTP server's call to its client, which the director that answers it must not balance. */
	if (packet->sport == htons(LVS_PORT_FTP_DATA))
		return false;
	if (READ_ONCE(lnet->config.sloppy_tcp))
		return event != LVS_TCP_EV_RST;
	return event == LVS_TCP_EV_SYN;
}

static bool lvs_schedule_is_sctp_start(const struct lvs_net *lnet, const struct lvs_packet *packet)
{
	enum lvs_sctp_event event = lvs_sctp_event(packet->chunk);

	if (READ_ONCE(lnet->config.sloppy_sctp))
		return event != LVS_SCTP_EV_ABORT;
	return event == LVS_SCTP_EV_INIT;
}

/* May this packet begin a connection? */
static bool lvs_schedule_is_start(const struct lvs_net *lnet, const struct lvs_packet *packet)
{
	switch (packet->protocol) {
	case IPPROTO_TCP:
		return lvs_schedule_is_tcp_start(lnet, packet);
	case IPPROTO_SCTP:
		return lvs_schedule_is_sctp_start(lnet, packet);
	case IPPROTO_UDP:
		return true;
	default:
		/* A mark can be on anything, also on what an error quotes. */
		return false;
	}
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
 * A packet for the service's own port goes to the server's; other ports, of
 * services of all ports and of FTP data, stay as they are.
 */
static __be16 lvs_schedule_port(const struct lvs_service *service, const struct lvs_dest *dest,
				const struct lvs_packet *packet)
{
	if (!service->key.fwmark && service->key.port != packet->dport)
		return packet->dport;
	return dest->server.port ?: packet->dport;
}

/* May a client who persists at this server open another connection there? */
static bool lvs_schedule_holds(const struct lvs_net *lnet, const struct lvs_dest *dest)
{
	if (READ_ONCE(dest->removed))
		return false;
	return READ_ONCE(dest->server.weight) || !READ_ONCE(lnet->config.expire_quiescent_template);
}

static enum lvs_reason lvs_schedule_begin(struct lvs_net *lnet, const struct lvs_service *service,
					  const struct lvs_conn_start *start,
					  struct lvs_flow **result)
{
	struct lvs_conn *conn;

	if (!lvs_service_is_one_packet(service, start->packet->protocol))
		return lvs_conn_create(lnet, start, result);
	conn = lvs_conn_create_single(lnet, start);
	if (!conn)
		return LVS_REASON_NO_MEMORY;
	lvs_stats_count_conn(&start->dest->stats);
	lvs_stats_count_conn(&lnet->stats);
	*result = lvs_conn_flow(conn, LVS_DIR_REQUEST);
	return LVS_REASON_NONE;
}

static enum lvs_reason lvs_schedule_persistent(struct lvs_net *lnet, struct lvs_service *service,
					       struct lvs_conn_start *start,
					       struct lvs_flow **result)
{
	struct lvs_template *template = lvs_template_lookup(lnet, service, start->packet);
	struct lvs_dest *dest;

	if (template && !lvs_schedule_holds(lnet, template->dest)) {
		lvs_template_kill(lnet, template);
		template = NULL;
	}
	if (!template) {
		dest = lvs_schedule_pick(service, start->packet);
		if (!dest)
			return LVS_REASON_NO_SERVER;
		if (!lvs_conn_make_room(lnet))
			return LVS_REASON_CONN_LIMIT;
		template = lvs_template_create(lnet, service, start->packet, dest);
		if (!template)
			return LVS_REASON_NO_MEMORY;
		/* Another CPU's can be of a server that was removed before we began. */
		if (template->dest != dest && READ_ONCE(template->dest->removed))
			return LVS_REASON_NO_SERVER;
	}
	start->template = template;
	start->timeout = READ_ONCE(service->config.timeout);
	start->dest = template->dest;
	start->dport = service->key.fwmark ? start->packet->dport
					   : lvs_schedule_port(service, start->dest, start->packet);
	return lvs_schedule_begin(lnet, service, start, result);
}

/*
 * Ports that are not the service's own belong together by the client alone:
 * without persistence, each could meet another server. Nor can any but the
 * host have data for an FTP client that it has no control connection of.
 */
static enum lvs_reason lvs_schedule_single(struct lvs_net *lnet, struct lvs_service *service,
					   struct lvs_conn_start *start, struct lvs_flow **result)
{
	if (!service->key.fwmark && service->key.port != start->packet->dport)
		return service->key.port ? LVS_REASON_NO_SERVICE : LVS_REASON_NOT_PERSISTENT;
	start->dest = lvs_schedule_pick(service, start->packet);
	if (!start->dest)
		return LVS_REASON_NO_SERVER;
	start->dport = lvs_schedule_port(service, start->dest, start->packet);
	return lvs_schedule_begin(lnet, service, start, result);
}

/* What the host itself may answer: it could run the other end of FTP's data. */
static bool lvs_schedule_is_hosts(const struct lvs_service *service,
				  const struct lvs_packet *packet)
{
	return service->key.port == htons(LVS_PORT_FTP) && packet->protocol == IPPROTO_TCP &&
	       packet->dport != service->key.port;
}

/* Without a real server, what a mark has caught may go where it wanted to go. */
static enum lvs_reason lvs_schedule_bypass(struct lvs_net *lnet, const struct lvs_service *service,
					   struct lvs_conn_start *start,
					   const struct net_device *in, struct lvs_flow **result)
{
	start->dest = lvs_bypass_dest(lnet, service, start->packet, in);
	if (!start->dest)
		return LVS_REASON_NO_SERVER;
	start->dport = start->packet->dport;
	return lvs_schedule_begin(lnet, service, start, result);
}

/* As often as not to drown what else the kernel says: clients ask faster. */
static void lvs_schedule_log(const struct lvs_service *service, const struct lvs_packet *packet)
{
	static DEFINE_RATELIMIT_STATE(limit, DEFAULT_RATELIMIT_INTERVAL, DEFAULT_RATELIMIT_BURST);
	const char *protocol = lvs_proto_find(packet->protocol)->name;
	const char *sched = lvs_binding_name(service);

	if (!__ratelimit(&limit))
		return;
	if (service->key.fwmark)
		pr_warn("lvs: %s: FWM %u - no destination available\n", sched, service->key.fwmark);
	else if (packet->family == AF_INET6)
		pr_warn("lvs: %s: %s [%pI6c]:%u - no destination available\n", sched, protocol,
			&packet->daddr.in6, ntohs(packet->dport));
	else
		pr_warn("lvs: %s: %s %pI4:%u - no destination available\n", sched, protocol,
			&packet->daddr.ip, ntohs(packet->dport));
}

enum lvs_reason lvs_schedule(struct lvs_net *lnet, const struct lvs_packet *packet,
			     const struct net_device *in, struct lvs_flow **result)
{
	struct lvs_service *service = lvs_service_match(lnet, packet);
	struct lvs_conn_start start = { .packet = packet };
	enum lvs_reason reason;

	if (!service)
		return LVS_REASON_NO_SERVICE;
	if (!lvs_schedule_is_start(lnet, packet))
		return LVS_REASON_NOT_A_START;
	if (unlikely(READ_ONCE(lnet->config.drop_packet) >= LVS_DEFENCE_AUTO_ON) &&
	    lvs_defence_drops(lnet))
		return LVS_REASON_DROP_PACKET;
	if (READ_ONCE(service->config.flags) & IP_VS_SVC_F_PERSISTENT)
		reason = lvs_schedule_persistent(lnet, service, &start, result);
	else
		reason = lvs_schedule_single(lnet, service, &start, result);
	if (reason == LVS_REASON_NO_SERVER)
		reason = lvs_schedule_bypass(lnet, service, &start, in, result);
	if (reason != LVS_REASON_NO_SERVER)
		return reason;
	if (lvs_schedule_is_hosts(service, packet))
		return LVS_REASON_NO_SERVICE;
	lvs_schedule_log(service, packet);
	return reason;
}
