// SPDX-License-Identifier: GPL-2.0
/*
 * TCP's tables against the contract's sentences: a rule has the state that an
 * event leads to (none: the connection stays where it is) and its exceptions,
 * "BEFORE>AFTER". The secure table is told as what differs.
 */
#include "../run.h"

#include "../../../kernel/proto/tcp.h"

#include <stdio.h>
#include <string.h>

struct rule {
	enum lvs_dir dir;
	enum lvs_tcp_event event;
	const char *to;
	const char *except;
};

typedef enum lvs_tcp_state next_fn(enum lvs_tcp_state state, enum lvs_dir dir,
				   enum lvs_tcp_event event);

static const char *const dirs[] = { "request", "reply", "request-only" };
static const char *const events[] = { "RST", "SYN", "FIN", "ACK", "no flags" };

static const struct rule normal[] = {
	{ LVS_DIR_REQUEST, LVS_TCP_EV_SYN, "SYN_RECV",
	  "ESTABLISHED>ESTABLISHED SYN_SENT>ESTABLISHED" },
	{ LVS_DIR_REPLY, LVS_TCP_EV_SYN, "SYN_SENT",
	  "ESTABLISHED>ESTABLISHED SYN_RECV>SYN_RECV LISTEN>LISTEN SYNACK>SYN_RECV" },
	{ LVS_DIR_REQUEST_ONLY, LVS_TCP_EV_SYN, "SYN_RECV",
	  "ESTABLISHED>ESTABLISHED SYN_SENT>ESTABLISHED" },
	{ LVS_DIR_REQUEST, LVS_TCP_EV_FIN, NULL,
	  "ESTABLISHED>CLOSE_WAIT SYN_RECV>TIME_WAIT FIN_WAIT>TIME_WAIT SYNACK>TIME_WAIT "
	  "NONE>CLOSE" },
	{ LVS_DIR_REPLY, LVS_TCP_EV_FIN, NULL,
	  "ESTABLISHED>FIN_WAIT FIN_WAIT>FIN_WAIT SYN_RECV>TIME_WAIT CLOSE_WAIT>TIME_WAIT "
	  "SYNACK>TIME_WAIT NONE>TIME_WAIT" },
	{ LVS_DIR_REQUEST_ONLY, LVS_TCP_EV_FIN, NULL,
	  "ESTABLISHED>FIN_WAIT FIN_WAIT>FIN_WAIT SYN_RECV>TIME_WAIT SYNACK>TIME_WAIT NONE>CLOSE" },
	{ LVS_DIR_REQUEST, LVS_TCP_EV_ACK, NULL,
	  "NONE>ESTABLISHED SYN_RECV>ESTABLISHED SYNACK>ESTABLISHED LAST_ACK>CLOSE" },
	{ LVS_DIR_REPLY, LVS_TCP_EV_ACK, NULL,
	  "NONE>ESTABLISHED SYN_RECV>ESTABLISHED LISTEN>ESTABLISHED SYNACK>ESTABLISHED" },
	{ LVS_DIR_REQUEST_ONLY, LVS_TCP_EV_ACK, NULL,
	  "NONE>ESTABLISHED SYN_RECV>ESTABLISHED SYNACK>ESTABLISHED LAST_ACK>CLOSE" },
	{ LVS_DIR_REQUEST, LVS_TCP_EV_RST, "CLOSE",
	  "SYN_RECV>SYN_RECV LAST_ACK>LAST_ACK LISTEN>LISTEN SYNACK>SYN_RECV" },
	{ LVS_DIR_REPLY, LVS_TCP_EV_RST, "CLOSE", "SYN_SENT>SYN_SENT TIME_WAIT>TIME_WAIT" },
	{ LVS_DIR_REQUEST_ONLY, LVS_TCP_EV_RST, "CLOSE",
	  "SYN_RECV>SYN_RECV LAST_ACK>LAST_ACK LISTEN>LISTEN" },
};

static const struct rule secure[] = {
	{ LVS_DIR_REQUEST, LVS_TCP_EV_ACK, NULL, "SYN_RECV>SYN_RECV SYNACK>SYNACK" },
	{ LVS_DIR_REQUEST, LVS_TCP_EV_SYN, NULL, "SYNACK>SYNACK" },
	{ LVS_DIR_REQUEST, LVS_TCP_EV_FIN, NULL, "SYNACK>SYNACK" },
	{ LVS_DIR_REQUEST, LVS_TCP_EV_RST, NULL, "SYNACK>CLOSE" },
	{ LVS_DIR_REPLY, LVS_TCP_EV_SYN, NULL, "SYN_RECV>SYNACK SYNACK>SYNACK" },
	{ LVS_DIR_REQUEST_ONLY, LVS_TCP_EV_SYN, NULL,
	  "NONE>SYNACK FIN_WAIT>SYNACK TIME_WAIT>SYNACK CLOSE>SYNACK CLOSE_WAIT>SYNACK "
	  "LAST_ACK>SYNACK LISTEN>SYNACK SYNACK>SYNACK" },
};

static const char *name(int state)
{
	return lvs_proto_tcp.state_names[state];
}

/* The state after that a rule excepts for this one before, NULL where it does not. */
static const char *exception(const struct rule *rule, int state)
{
	static char buffer[256];
	char *word, *after, *rest = buffer;

	snprintf(buffer, sizeof(buffer), "%s", rule->except);
	while ((word = strsep(&rest, " "))) {
		after = strchr(word, '>');
		*after++ = '\0';
		if (!strcmp(word, name(state)))
			return after;
	}
	return NULL;
}

static const struct rule *find(const struct rule *rules, size_t count, int dir, int event)
{
	size_t i;

	for (i = 0; i < count; i++) {
		if (rules[i].dir == dir && rules[i].event == event)
			return &rules[i];
	}
	return NULL;
}

static const char *want(bool hardened, int dir, int event, int state)
{
	const struct rule *rule = find(secure, sizeof(secure) / sizeof(*secure), dir, event);
	const char *after = hardened && rule ? exception(rule, state) : NULL;

	if (after)
		return after;
	rule = find(normal, sizeof(normal) / sizeof(*normal), dir, event);
	after = exception(rule, state);
	if (after)
		return after;
	return rule->to ? rule->to : name(state);
}

static void follow(next_fn *next, bool hardened, int dir)
{
	int event, state;

	for (event = 0; event < LVS_TCP_EV_NONE; event++) {
		for (state = 0; state < LVS_TCP_STATES; state++) {
			const char *got = name(next(state, dir, event));

			ck_assert_msg(!strcmp(got, want(hardened, dir, event, state)),
				      "%s %s in %s leads to %s, the contract says %s", dirs[dir],
				      events[event], name(state), got,
				      want(hardened, dir, event, state));
		}
	}
}

START_TEST(normal_table_follows_the_contract_cell_by_cell)
{
	follow(lvs_tcp_next, false, _i);
}
END_TEST

START_TEST(secure_table_follows_the_contract_cell_by_cell)
{
	follow(lvs_tcp_next_secure, true, _i);
}
END_TEST

START_TEST(a_segment_without_flags_closes)
{
	int state;

	for (state = 0; state < LVS_TCP_STATES; state++) {
		ck_assert_int_eq(lvs_tcp_next(state, _i, LVS_TCP_EV_NONE), LVS_TCP_CLOSE);
		ck_assert_int_eq(lvs_tcp_next_secure(state, _i, LVS_TCP_EV_NONE), LVS_TCP_CLOSE);
	}
}
END_TEST

START_TEST(each_combination_of_flags_has_the_event_of_its_first)
{
	static const u8 order[] = { 0x04, 0x02, 0x01, 0x10 };
	unsigned int flags, event;

	for (flags = 0; flags < 256; flags++) {
		for (event = 0; event < LVS_TCP_EV_NONE && !(flags & order[event]); event++)
			;
		ck_assert_int_eq(lvs_tcp_event(flags), event);
	}
}
END_TEST

START_TEST(secure_table_needs_the_server_to_complete_a_handshake)
{
	int state = lvs_tcp_next_secure(LVS_TCP_NONE, LVS_DIR_REQUEST, LVS_TCP_EV_SYN);

	state = lvs_tcp_next_secure(state, LVS_DIR_REQUEST, LVS_TCP_EV_ACK);
	ck_assert_str_eq(name(state), "SYN_RECV");
	state = lvs_tcp_next_secure(state, LVS_DIR_REPLY, LVS_TCP_EV_SYN);
	ck_assert_str_eq(name(state), "SYNACK");
	state = lvs_tcp_next_secure(state, LVS_DIR_REQUEST, LVS_TCP_EV_ACK);
	ck_assert_str_eq(name(state), "SYNACK");
	state = lvs_tcp_next_secure(state, LVS_DIR_REPLY, LVS_TCP_EV_ACK);
	ck_assert_str_eq(name(state), "ESTABLISHED");
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("kernel-tcp");

	tcase_add_loop_test(tests, normal_table_follows_the_contract_cell_by_cell, 0, LVS_DIRS);
	tcase_add_loop_test(tests, secure_table_follows_the_contract_cell_by_cell, 0, LVS_DIRS);
	tcase_add_loop_test(tests, a_segment_without_flags_closes, 0, LVS_DIRS);
	tcase_add_test(tests, each_combination_of_flags_has_the_event_of_its_first);
	tcase_add_test(tests, secure_table_needs_the_server_to_complete_a_handshake);
	return run_case("kernel-tcp", tests);
}
