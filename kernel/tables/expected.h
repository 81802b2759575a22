/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_TABLES_EXPECTED_H
#define LVS_TABLES_EXPECTED_H

#include "conns.h"

/*
 * Data connections that somebody was told of and that have not begun: entries
 * of the connection table in which the port of who will call is 0.
 */

/* Is any expected? Context: any. */
static inline bool lvs_expected_any(const struct lvs_net *lnet)
{
	return atomic_read(&lnet->conns->expected);
}

/**
 * lvs_expected_begin() - begin a connection that is expected
 * @lnet: namespace
 * @packet: a packet of no connection
 * @result: the flow of @packet; NULL where it is not expected
 *
 * Each is used once. Context: softirq, RCU read side. Return: LVS_REASON_NONE, or why it
 * failed.
 */
enum lvs_reason lvs_expected_begin(struct lvs_net *lnet, const struct lvs_packet *packet,
				   struct lvs_flow **result);

/**
 * lvs_expected_add_passive() - the client will call its server
 * @lnet: namespace
 * @control: control connection
 * @dport: at which the server waits, network order
 * @vport: at which the client is to call: @dport, unless that is somebody's
 *
 * Context: softirq, RCU read side. False where none can be had.
 */
bool lvs_expected_add_passive(struct lvs_net *lnet, const struct lvs_conn *control, __be16 dport,
			      __be16 *vport);

/**
 * lvs_expected_add_active() - the server will call its client
 * @lnet: namespace
 * @control: control connection
 * @cport: at which the client waits, network order
 *
 * Context: softirq, RCU read side.
 */
void lvs_expected_add_active(struct lvs_net *lnet, const struct lvs_conn *control, __be16 cport);

#endif
