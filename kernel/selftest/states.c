// SPDX-License-Identifier: GPL-2.0
#include "../proto/proto.h"
#include "../proto/tcp.h"
#include "selftest.h"

#include <linux/kernel.h>

static void lvs_states_of_proto(struct lvs_selftest *test, const struct lvs_proto *proto)
{
	unsigned int state;

	LVS_EXPECT(test, lvs_proto_find(proto->number) == proto);
	LVS_EXPECT(test, proto->states > 0 && proto->states <= LVS_STATES_MAX);
	for (state = 0; state < proto->states; state++) {
		LVS_EXPECT(test, proto->state_names[state]);
		LVS_EXPECT(test, proto->timeouts[state]);
	}
}

static void lvs_states_of_tcp(struct lvs_selftest *test)
{
	unsigned int state;
	unsigned int event;
	unsigned int dir;

	for (state = 0; state < LVS_TCP_STATES; state++) {
		for (dir = 0; dir < LVS_DIRS; dir++) {
			for (event = 0; event < LVS_TCP_EVENTS; event++) {
				LVS_EXPECT(test, lvs_tcp_next(state, dir, event) < LVS_TCP_STATES);
				LVS_EXPECT(test,
					   lvs_tcp_next_secure(state, dir, event) < LVS_TCP_STATES);
			}
		}
	}
}

static void lvs_states_of_life(struct lvs_selftest *test)
{
	static const struct {
		u8 dir;
		u8 flags;
		u8 state;
	} life[] = {
		{ LVS_DIR_REQUEST, LVS_TCP_FLAG_SYN, LVS_TCP_SYN_RECV },
		{ LVS_DIR_REPLY, LVS_TCP_FLAG_SYN | LVS_TCP_FLAG_ACK, LVS_TCP_SYN_RECV },
		{ LVS_DIR_REQUEST, LVS_TCP_FLAG_ACK, LVS_TCP_ESTABLISHED },
		{ LVS_DIR_REPLY, LVS_TCP_FLAG_ACK, LVS_TCP_ESTABLISHED },
		{ LVS_DIR_REPLY, LVS_TCP_FLAG_FIN | LVS_TCP_FLAG_ACK, LVS_TCP_FIN_WAIT },
		{ LVS_DIR_REQUEST, LVS_TCP_FLAG_FIN | LVS_TCP_FLAG_ACK, LVS_TCP_TIME_WAIT },
		{ LVS_DIR_REPLY, LVS_TCP_FLAG_ACK, LVS_TCP_TIME_WAIT },
		{ LVS_DIR_REQUEST, LVS_TCP_FLAG_SYN, LVS_TCP_SYN_RECV },
		{ LVS_DIR_REPLY, LVS_TCP_FLAG_RST, LVS_TCP_CLOSE },
	};
	u8 state = LVS_TCP_NONE;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(life); i++) {
		state = lvs_tcp_next(state, life[i].dir, lvs_tcp_event(life[i].flags));
		LVS_EXPECT(test, state == life[i].state);
	}
}

/* No event leads out of the tables, and a connection's life goes its known way. */
void lvs_selftest_states(struct lvs_selftest *test)
{
	unsigned int slot;

	for (slot = 0; slot < LVS_PROTO_SLOTS; slot++)
		lvs_states_of_proto(test, lvs_proto_of_slot(slot));
	lvs_states_of_tcp(test);
	lvs_states_of_life(test);
}
