/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_FORWARD_SCHEDULE_H
#define LVS_FORWARD_SCHEDULE_H

#include "../base/net.h"
#include "../base/packet.h"
#include "../tables/conn.h"

/**
 * lvs_schedule() - begin a connection for a packet that has none
 * @lnet: namespace
 * @packet: parsed
 * @in: device that it came in by, or NULL
 * @result: the request flow; of a single connection, if a service takes packets
 *	one by one: then the caller ends it
 *
 * Context: softirq or bottom halves off, RCU read side.
 * Return: LVS_REASON_NONE with a result, or why there is none.
 */
enum lvs_reason lvs_schedule(struct lvs_net *lnet, const struct lvs_packet *packet,
			     const struct net_device *in, struct lvs_flow **result);

#endif
