// SPDX-License-Identifier: GPL-2.0
#include "run.h"

#include "../../kernel/proto/tcp.h"

#include <string.h>

/* Expected states as letters, one for each state before, in the order of the enum. */
static const char letters[] = "NESRFTCWLIA";

static void expect(enum lvs_dir dir, enum lvs_tcp_event event, const char *after)
{
	int state;

	for (state = 0; state < LVS_TCP_STATES; state++)
		ck_assert_msg(letters[lvs_tcp_next(state, dir, event)] == after[state],
			      "dir %d event %d state %c: got %c, want %c", dir, event,
			      letters[state], letters[lvs_tcp_next(state, dir, event)],
			      after[state]);
}

START_TEST(request_follows_the_contract)
{
	expect(LVS_DIR_REQUEST, LVS_TCP_EV_SYN, "REERRRRRRRR");
	expect(LVS_DIR_REQUEST, LVS_TCP_EV_FIN, "CWSTTTCWLIT");
	expect(LVS_DIR_REQUEST, LVS_TCP_EV_ACK, "EESEFTCWCIE");
	expect(LVS_DIR_REQUEST, LVS_TCP_EV_RST, "CCCRCCCCLIR");
}
END_TEST

START_TEST(reply_follows_the_contract)
{
	expect(LVS_DIR_REPLY, LVS_TCP_EV_SYN, "SESRSSSSSIR");
	expect(LVS_DIR_REPLY, LVS_TCP_EV_FIN, "TFSTFTCTLIT");
	expect(LVS_DIR_REPLY, LVS_TCP_EV_ACK, "EESEFTCWLEE");
	expect(LVS_DIR_REPLY, LVS_TCP_EV_RST, "CCSCCTCCCCC");
}
END_TEST

START_TEST(request_only_follows_the_contract)
{
	expect(LVS_DIR_REQUEST_ONLY, LVS_TCP_EV_SYN, "REERRRRRRRR");
	expect(LVS_DIR_REQUEST_ONLY, LVS_TCP_EV_FIN, "CFSTFTCWLIT");
	expect(LVS_DIR_REQUEST_ONLY, LVS_TCP_EV_ACK, "EESEFTCWCIE");
	expect(LVS_DIR_REQUEST_ONLY, LVS_TCP_EV_RST, "CCCRCCCCLIC");
}
END_TEST

START_TEST(no_flags_close)
{
	int state;

	for (state = 0; state < LVS_TCP_STATES; state++)
		ck_assert_int_eq(lvs_tcp_next(state, LVS_DIR_REQUEST, LVS_TCP_EV_NONE),
				 LVS_TCP_CLOSE);
}
END_TEST

START_TEST(rst_wins_over_syn_over_fin_over_ack)
{
	ck_assert_int_eq(lvs_tcp_event(0x17), LVS_TCP_EV_RST);
	ck_assert_int_eq(lvs_tcp_event(0x13), LVS_TCP_EV_SYN);
	ck_assert_int_eq(lvs_tcp_event(0x11), LVS_TCP_EV_FIN);
	ck_assert_int_eq(lvs_tcp_event(0x10), LVS_TCP_EV_ACK);
	ck_assert_int_eq(lvs_tcp_event(0x08), LVS_TCP_EV_NONE);
}
END_TEST

START_TEST(active_are_four_states)
{
	ck_assert_uint_eq(lvs_proto_tcp.active, 1 << LVS_TCP_ESTABLISHED | 1 << LVS_TCP_SYN_SENT |
							1 << LVS_TCP_SYN_RECV |
							1 << LVS_TCP_SYNACK);
}
END_TEST

START_TEST(timeouts_are_the_contracts)
{
	static const unsigned int want[] = { 2, 900, 120, 60, 120, 120, 10, 60, 30, 120, 120 };
	struct lvs_config config;
	int state;

	memset(&config, 0, sizeof(config));
	lvs_proto_timeouts_init(&config, 250);
	for (state = 0; state < LVS_TCP_STATES; state++)
		ck_assert_uint_eq(config.timeout[LVS_PROTO_TCP][state], 250 * want[state]);
	ck_assert_uint_eq(config.timeout[LVS_PROTO_UDP][0], 250 * 300);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("tcp");

	tcase_add_test(tests, request_follows_the_contract);
	tcase_add_test(tests, reply_follows_the_contract);
	tcase_add_test(tests, request_only_follows_the_contract);
	tcase_add_test(tests, no_flags_close);
	tcase_add_test(tests, rst_wins_over_syn_over_fin_over_ack);
	tcase_add_test(tests, active_are_four_states);
	tcase_add_test(tests, timeouts_are_the_contracts);
	return run_case("tcp", tests);
}
