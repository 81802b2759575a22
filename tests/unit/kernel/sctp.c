// SPDX-License-Identifier: GPL-2.0
#include "../run.h"

#include "../../../kernel/proto/sctp.h"

#include <stdio.h>
#include <string.h>

/* Chunk types of RFC 9260, 3.2 */
enum {
	DATA = 0,
	INIT = 1,
	INIT_ACK = 2,
	SACK = 3,
	HEARTBEAT = 4,
	ABORT = 6,
	SHUTDOWN = 7,
	SHUTDOWN_ACK = 8,
	ERROR = 9,
	COOKIE_ECHO = 10,
	COOKIE_ACK = 11,
	SHUTDOWN_COMPLETE = 14,
};

struct step {
	enum lvs_dir dir;
	u8 chunk;
	enum lvs_sctp_state after;
};

#define IN   LVS_DIR_REQUEST
#define OUT  LVS_DIR_REPLY
#define ONLY LVS_DIR_REQUEST_ONLY

static void walk(const struct step *step, unsigned int steps)
{
	enum lvs_sctp_state state = LVS_SCTP_NONE;
	unsigned int i;

	for (i = 0; i < steps; i++) {
		state = lvs_sctp_next(state, step[i].dir, lvs_sctp_event(step[i].chunk));
		ck_assert_msg(state == step[i].after, "step %u: %s instead of %s", i,
			      lvs_proto_sctp.state_names[state],
			      lvs_proto_sctp.state_names[step[i].after]);
	}
}

#define WALK(...)                                                   \
	do {                                                        \
		static const struct step steps[] = { __VA_ARGS__ }; \
		walk(steps, sizeof(steps) / sizeof(*steps));        \
	} while (0)

START_TEST(a_client_calls_and_takes_leave)
{
	WALK({ IN, INIT, LVS_SCTP_INIT1 }, { OUT, INIT_ACK, LVS_SCTP_COOKIE_SENT },
	     { IN, COOKIE_ECHO, LVS_SCTP_COOKIE }, { OUT, COOKIE_ACK, LVS_SCTP_ESTABLISHED },
	     { IN, DATA, LVS_SCTP_ESTABLISHED }, { OUT, SACK, LVS_SCTP_ESTABLISHED },
	     { OUT, HEARTBEAT, LVS_SCTP_ESTABLISHED }, { IN, SHUTDOWN, LVS_SCTP_SHUTDOWN_RECEIVED },
	     { OUT, SHUTDOWN_ACK, LVS_SCTP_SHUTDOWN_ACK_SENT },
	     { IN, SHUTDOWN_COMPLETE, LVS_SCTP_CLOSED }, { IN, INIT, LVS_SCTP_INIT1 });
}
END_TEST

START_TEST(a_server_calls_and_takes_leave)
{
	WALK({ OUT, INIT, LVS_SCTP_COOKIE_WAIT }, { IN, INIT_ACK, LVS_SCTP_COOKIE_REPLIED },
	     { OUT, COOKIE_ECHO, LVS_SCTP_COOKIE_ECHOED }, { IN, COOKIE_ACK, LVS_SCTP_ESTABLISHED },
	     { OUT, SHUTDOWN, LVS_SCTP_SHUTDOWN_SENT },
	     { IN, SHUTDOWN_ACK, LVS_SCTP_SHUTDOWN_ACK_SENT },
	     { OUT, SHUTDOWN_COMPLETE, LVS_SCTP_CLOSED });
}
END_TEST

START_TEST(the_clients_half_suffices)
{
	WALK({ ONLY, INIT, LVS_SCTP_INIT1 }, { ONLY, COOKIE_ECHO, LVS_SCTP_ESTABLISHED },
	     { ONLY, DATA, LVS_SCTP_ESTABLISHED }, { ONLY, SHUTDOWN, LVS_SCTP_SHUTDOWN_RECEIVED },
	     { ONLY, SHUTDOWN_COMPLETE, LVS_SCTP_CLOSED });
	WALK({ ONLY, INIT, LVS_SCTP_INIT1 }, { ONLY, COOKIE_ECHO, LVS_SCTP_ESTABLISHED },
	     { ONLY, SACK, LVS_SCTP_ESTABLISHED },
	     { ONLY, SHUTDOWN_ACK, LVS_SCTP_SHUTDOWN_ACK_SENT });
}
END_TEST

START_TEST(a_server_refuses)
{
	WALK({ IN, INIT, LVS_SCTP_INIT1 }, { OUT, ABORT, LVS_SCTP_REJECTED },
	     { IN, INIT, LVS_SCTP_INIT1 });
	WALK({ IN, INIT, LVS_SCTP_INIT1 }, { OUT, INIT_ACK, LVS_SCTP_COOKIE_SENT },
	     { IN, COOKIE_ECHO, LVS_SCTP_COOKIE }, { OUT, ERROR, LVS_SCTP_REJECTED });
}
END_TEST

START_TEST(a_repeated_init_is_held_longer)
{
	WALK({ IN, INIT, LVS_SCTP_INIT1 }, { IN, INIT, LVS_SCTP_INIT },
	     { IN, INIT, LVS_SCTP_INIT });
	ck_assert_uint_lt(lvs_proto_sctp.timeouts[LVS_SCTP_INIT1],
			  lvs_proto_sctp.timeouts[LVS_SCTP_INIT]);
}
END_TEST

START_TEST(nothing_but_leave_ends_an_association)
{
	int dir;
	int chunk;

	for (dir = 0; dir < LVS_DIRS; dir++) {
		for (chunk = 0; chunk < 256; chunk++) {
			enum lvs_sctp_state next =
				lvs_sctp_next(LVS_SCTP_ESTABLISHED, dir, lvs_sctp_event(chunk));

			if (chunk == ABORT || chunk == SHUTDOWN || chunk == SHUTDOWN_ACK)
				ck_assert_int_ne(next, LVS_SCTP_ESTABLISHED);
			else
				ck_assert_int_eq(next, LVS_SCTP_ESTABLISHED);
		}
	}
}
END_TEST

START_TEST(every_row_stays_within_the_states)
{
	int dir;
	int event;
	int state;

	for (dir = 0; dir < LVS_DIRS; dir++)
		for (event = 0; event < LVS_SCTP_EVENTS; event++)
			for (state = 0; state < LVS_SCTP_STATES; state++)
				ck_assert_int_lt(lvs_sctp_next(state, dir, event), LVS_SCTP_STATES);
}
END_TEST

START_TEST(states_have_the_names_and_times_that_listings_print)
{
	static const char want[] = "NONE 2 INIT1 4 INIT 61 C-SENT 61 C-REPLIED 61 C-WAIT 61 "
				   "COOKIE 61 C-ECHOED 61 ESTABLISHED 900 S-SENT 61 S-RECEIVED 61 "
				   "S-ACK-SENT 61 REJECTED 4 CLOSED 61 ";
	char got[512] = "";
	int state;

	for (state = 0; state < lvs_proto_sctp.states; state++)
		sprintf(got + strlen(got), "%s %u ", lvs_proto_sctp.state_names[state],
			lvs_proto_sctp.timeouts[state]);
	ck_assert_str_eq(got, want);
	ck_assert_uint_eq(lvs_proto_sctp.active, 1 << LVS_SCTP_ESTABLISHED);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("kernel-sctp");

	tcase_add_test(tests, a_client_calls_and_takes_leave);
	tcase_add_test(tests, a_server_calls_and_takes_leave);
	tcase_add_test(tests, the_clients_half_suffices);
	tcase_add_test(tests, a_server_refuses);
	tcase_add_test(tests, a_repeated_init_is_held_longer);
	tcase_add_test(tests, nothing_but_leave_ends_an_association);
	tcase_add_test(tests, every_row_stays_within_the_states);
	tcase_add_test(tests, states_have_the_names_and_times_that_listings_print);
	return run_case("kernel-sctp", tests);
}
