// SPDX-License-Identifier: GPL-2.0
#include "udp.h"

#define LVS_UDP_NUMBER 17

static const char *const lvs_udp_state_names[LVS_UDP_STATES] = { "UDP" };
static const u16 lvs_udp_timeouts[LVS_UDP_STATES] = { 300 };

/* No end can be seen in UDP, so none of it counts as active. */
const struct lvs_proto lvs_proto_udp = {
	.name = "UDP",
	.number = LVS_UDP_NUMBER,
	.slot = LVS_PROTO_UDP,
	.states = LVS_UDP_STATES,
	.state_names = lvs_udp_state_names,
	.timeouts = lvs_udp_timeouts,
};
