/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_PROTO_TCP_H
#define LVS_PROTO_TCP_H

#include "proto.h"

/* Byte 13 of the header (RFC 9293, 3.1) */
#define LVS_TCP_FLAG_FIN 0x01
#define LVS_TCP_FLAG_SYN 0x02
#define LVS_TCP_FLAG_RST 0x04
#define LVS_TCP_FLAG_ACK 0x10

enum lvs_tcp_state {
	LVS_TCP_NONE,
	LVS_TCP_ESTABLISHED,
	LVS_TCP_SYN_SENT,
	LVS_TCP_SYN_RECV,
	LVS_TCP_FIN_WAIT,
	LVS_TCP_TIME_WAIT,
	LVS_TCP_CLOSE,
	LVS_TCP_CLOSE_WAIT,
	LVS_TCP_LAST_ACK,
	LVS_TCP_LISTEN,
	LVS_TCP_SYNACK,
	LVS_TCP_STATES,
};

/* What a segment's flags say; an earlier one wins over a later one. */
enum lvs_tcp_event {
	LVS_TCP_EV_RST,
	LVS_TCP_EV_SYN,
	LVS_TCP_EV_FIN,
	LVS_TCP_EV_ACK,
	LVS_TCP_EV_NONE,
	LVS_TCP_EVENTS,
};

extern const struct lvs_proto lvs_proto_tcp;

/* @flags: byte 13 of the TCP header, as on the wire (RFC 9293, 3.1) */
enum lvs_tcp_event lvs_tcp_event(u8 flags);

/**
 * lvs_tcp_next() - state of a connection after a segment
 * @state: state before
 * @dir: direction of the segment
 * @event: what the segment says
 */
enum lvs_tcp_state lvs_tcp_next(enum lvs_tcp_state state, enum lvs_dir dir,
				enum lvs_tcp_event event);

/* The same while under attack: half-open connections stay recognisable, hence cheap to drop. */
enum lvs_tcp_state lvs_tcp_next_secure(enum lvs_tcp_state state, enum lvs_dir dir,
				       enum lvs_tcp_event event);

#endif
