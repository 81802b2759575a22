/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_PROTO_SCTP_H
#define LVS_PROTO_SCTP_H

#include "proto.h"

enum lvs_sctp_state {
	LVS_SCTP_NONE,
	LVS_SCTP_INIT1,
	LVS_SCTP_INIT,
	LVS_SCTP_COOKIE_SENT,
	LVS_SCTP_COOKIE_REPLIED,
	LVS_SCTP_COOKIE_WAIT,
	LVS_SCTP_COOKIE,
	LVS_SCTP_COOKIE_ECHOED,
	LVS_SCTP_ESTABLISHED,
	LVS_SCTP_SHUTDOWN_SENT,
	LVS_SCTP_SHUTDOWN_RECEIVED,
	LVS_SCTP_SHUTDOWN_ACK_SENT,
	LVS_SCTP_REJECTED,
	LVS_SCTP_CLOSED,
	LVS_SCTP_STATES,
};

/* What the chunk of a packet that counts says. */
enum lvs_sctp_event {
	LVS_SCTP_EV_DATA,
	LVS_SCTP_EV_INIT,
	LVS_SCTP_EV_INIT_ACK,
	LVS_SCTP_EV_COOKIE_ECHO,
	LVS_SCTP_EV_COOKIE_ACK,
	LVS_SCTP_EV_SHUTDOWN,
	LVS_SCTP_EV_SHUTDOWN_ACK,
	LVS_SCTP_EV_SHUTDOWN_COMPLETE,
	LVS_SCTP_EV_ERROR,
	LVS_SCTP_EV_ABORT,
	LVS_SCTP_EVENTS,
};

extern const struct lvs_proto lvs_proto_sctp;

/* @chunk: type of a chunk, as on the wire (RFC 9260, 3.2) */
enum lvs_sctp_event lvs_sctp_event(u8 chunk);

/**
 * lvs_sctp_next() - state of an association after a packet
 * @state: state before
 * @dir: direction of the packet
 * @event: what the packet says
 */
enum lvs_sctp_state lvs_sctp_next(enum lvs_sctp_state state, enum lvs_dir dir,
				  enum lvs_sctp_event event);

#endif
