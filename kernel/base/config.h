/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_BASE_CONFIG_H
#define LVS_BASE_CONFIG_H

#include <linux/types.h>

/* Slot of a protocol in per-protocol arrays. */
enum lvs_proto_slot {
	LVS_PROTO_TCP,
	LVS_PROTO_UDP,
	LVS_PROTO_SCTP,
	LVS_PROTO_SLOTS,
};

/* No protocol has more states. */
#define LVS_STATES_MAX 16

/* Modes of drop_entry, drop_packet and secure_tcp; the automatic ones change by themselves. */
#define LVS_DEFENCE_OFF	    0
#define LVS_DEFENCE_AUTO    1
#define LVS_DEFENCE_AUTO_ON 2
#define LVS_DEFENCE_ALWAYS  3

/*
 * Bits of conn_reuse_mode: which connections give way to a client who opens them again. Those
 * that are over do with either; the second adds what only one end is seen of.
 */
#define LVS_REUSE_OVER	  0x1
#define LVS_REUSE_ONE_WAY 0x2

/**
 * struct lvs_config - settings of a namespace, see lvs.h and the README
 * @timeout: idle time in jiffies after which a connection of protocol slot
 *	and state expires; changes hold for existing connections at once
 * @conntrack: connection tracking sees balanced connections, so that rules about
 *	state and source NAT apply to them
 * @amemthresh: pages of available memory below which automatic defences are on
 * @am_droprate: one in so many new connections is dropped in drop_packet's mode 3
 * @drop_entry: mode of ending half-open connections at random
 * @drop_packet: mode of dropping new connections
 * @secure_tcp: mode of TCP's secure table
 * @conn_max: upper limit of connections in the namespace
 * @conn_reuse_mode: bits LVS_REUSE_*
 * @cache_bypass: what a mark has caught for servers that cannot be had goes where it wanted to
 * @ignore_tunneled: what comes out of a tunnel to this host is not scheduled
 * @nat_icmp_send: tell a real server by ICMP that its packet belongs to no connection
 * @snat_reroute: choose the route of replies anew after translation
 * @expire_nodest_conn: drop connections of removed real servers at once
 * @expire_quiescent_template: a server of weight 0 gets no new connections of
 *	persistent clients either
 * @run_estimation: compute rates
 * @pmtu_disc: tunnels honour the inner packet's wish not to be fragmented
 * @schedule_icmp: an ICMP error about an unknown connection begins one
 * @sloppy_sctp: schedule SCTP packets other than INIT
 * @sloppy_tcp: schedule TCP packets other than SYN
 *
 * All fields are plain words: written under the namespace mutex with
 * WRITE_ONCE(), read anywhere with READ_ONCE().
 */
struct lvs_config {
	u32 timeout[LVS_PROTO_SLOTS][LVS_STATES_MAX];
	int conntrack;
	int amemthresh;
	int am_droprate;
	int drop_entry;
	int drop_packet;
	int secure_tcp;
	u32 conn_max;
	int conn_reuse_mode;
	int cache_bypass;
	int ignore_tunneled;
	int nat_icmp_send;
	int snat_reroute;
	int expire_nodest_conn;
	int expire_quiescent_template;
	int run_estimation;
	int pmtu_disc;
	int schedule_icmp;
	int sloppy_sctp;
	int sloppy_tcp;
};

/* Everything but the timeouts, which are the protocols' to say. */
void lvs_config_init(struct lvs_config *config);

#endif
