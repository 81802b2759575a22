// SPDX-License-Identifier: GPL-2.0
#include "proto.h"

#include "sctp.h"
#include "tcp.h"
#include "udp.h"

static const struct lvs_proto *const lvs_protos[LVS_PROTO_SLOTS] = {
	[LVS_PROTO_TCP] = &lvs_proto_tcp,
	[LVS_PROTO_UDP] = &lvs_proto_udp,
	[LVS_PROTO_SCTP] = &lvs_proto_sctp,
};

const struct lvs_proto *lvs_proto_find(u8 number)
{
	unsigned int slot;

	for (slot = 0; slot < LVS_PROTO_SLOTS; slot++) {
		if (lvs_protos[slot]->number == number)
			return lvs_protos[slot];
	}
	return NULL;
}

const struct lvs_proto *lvs_proto_of_slot(enum lvs_proto_slot slot)
{
	return lvs_protos[slot];
}

void lvs_proto_timeouts_init(struct lvs_config *config, unsigned int hz)
{
	unsigned int slot;
	unsigned int state;

	for (slot = 0; slot < LVS_PROTO_SLOTS; slot++) {
		for (state = 0; state < lvs_protos[slot]->states; state++)
			config->timeout[slot][state] = lvs_protos[slot]->timeouts[state] * hz;
	}
}
