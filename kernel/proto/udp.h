/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_PROTO_UDP_H
#define LVS_PROTO_UDP_H

#include "proto.h"

enum lvs_udp_state {
	LVS_UDP_NORMAL,
	LVS_UDP_STATES,
};

extern const struct lvs_proto lvs_proto_udp;

#endif
