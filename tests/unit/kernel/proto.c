// SPDX-License-Identifier: GPL-2.0
#include "../run.h"

#include "../../../kernel/proto/sctp.h"
#include "../../../kernel/proto/tcp.h"
#include "../../../kernel/proto/udp.h"

#include <string.h>

START_TEST(only_tcp_udp_and_sctp_are_known)
{
	int number;

	for (number = 0; number < 256; number++) {
		const struct lvs_proto *proto = lvs_proto_find(number);

		if (number == 6)
			ck_assert_ptr_eq(proto, &lvs_proto_tcp);
		else if (number == 17)
			ck_assert_ptr_eq(proto, &lvs_proto_udp);
		else if (number == 132)
			ck_assert_ptr_eq(proto, &lvs_proto_sctp);
		else
			ck_assert_ptr_null(proto);
	}
}
END_TEST

START_TEST(each_protocol_stands_in_its_slot)
{
	unsigned int slot;

	for (slot = 0; slot < LVS_PROTO_SLOTS; slot++)
		ck_assert_uint_eq(lvs_proto_of_slot(slot)->slot, slot);
}
END_TEST

START_TEST(tcp_states_have_the_names_that_listings_print)
{
	static const char want[] = "NONE ESTABLISHED SYN_SENT SYN_RECV FIN_WAIT TIME_WAIT CLOSE "
				   "CLOSE_WAIT LAST_ACK LISTEN SYNACK ";
	char got[256] = "";
	int state;

	for (state = 0; state < lvs_proto_tcp.states; state++) {
		strcat(got, lvs_proto_tcp.state_names[state]);
		strcat(got, " ");
	}
	ck_assert_str_eq(got, want);
}
END_TEST

START_TEST(udp_has_one_state_that_is_never_active)
{
	ck_assert_uint_eq(lvs_proto_udp.states, 1);
	ck_assert_str_eq(lvs_proto_udp.state_names[0], "UDP");
	ck_assert_uint_eq(lvs_proto_udp.active, 0);
}
END_TEST

START_TEST(timeouts_follow_the_contract_at_every_tick_rate)
{
	static const unsigned int rates[] = { 100, 250, 300, 1000 };
	static const unsigned int tcp[] = { 2, 900, 120, 60, 120, 120, 10, 60, 30, 120, 120 };
	struct lvs_config config = {};
	int state;

	lvs_proto_timeouts_init(&config, rates[_i]);
	for (state = 0; state < LVS_TCP_STATES; state++)
		ck_assert_uint_eq(config.timeout[LVS_PROTO_TCP][state], tcp[state] * rates[_i]);
	ck_assert_uint_eq(config.timeout[LVS_PROTO_UDP][LVS_UDP_NORMAL], 300 * rates[_i]);
}
END_TEST

START_TEST(timeouts_leave_the_other_settings_alone)
{
	struct lvs_config config = { .conn_max = 7, .snat_reroute = 1 };

	lvs_proto_timeouts_init(&config, 250);
	ck_assert_uint_eq(config.conn_max, 7);
	ck_assert_int_eq(config.snat_reroute, 1);
	ck_assert_uint_eq(config.timeout[LVS_PROTO_UDP][LVS_UDP_STATES], 0);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("kernel-proto");

	tcase_add_test(tests, only_tcp_udp_and_sctp_are_known);
	tcase_add_test(tests, each_protocol_stands_in_its_slot);
	tcase_add_test(tests, tcp_states_have_the_names_that_listings_print);
	tcase_add_test(tests, udp_has_one_state_that_is_never_active);
	tcase_add_loop_test(tests, timeouts_follow_the_contract_at_every_tick_rate, 0, 4);
	tcase_add_test(tests, timeouts_leave_the_other_settings_alone);
	return run_case("kernel-proto", tests);
}
