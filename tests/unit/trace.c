// SPDX-License-Identifier: GPL-2.0
/* The pure parts of traceroute. */
#include "run.h"

#include "../../ipvsadm/probe/extension.h"
#include "../../ipvsadm/probe/route.h"
#include "../../ipvsadm/probe/silence.h"
#include "../../ipvsadm/probe/tree.h"
#include "../../ipvsadm/probe/wire.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#define ERROR_MAX 512
#define MS	  1000000ULL
#define SECOND	  (1000 * MS)

static union probe_addr host(const char *text)
{
	union probe_addr addr;

	memset(&addr, 0, sizeof(addr));
	addr.any.sa_family = AF_INET;
	ck_assert_int_eq(inet_pton(AF_INET, text, &addr.in.sin_addr), 1);
	return addr;
}

/* Extensions: a header and objects. */
static size_t make(uint8_t *bytes, bool summed, const uint8_t *objects, size_t size)
{
	uint16_t sum;

	memset(bytes, 0, 4);
	bytes[0] = 0x20;
	memcpy(bytes + 4, objects, size);
	sum = summed ? wire_checksum(bytes, size + 4, 0) : 0;
	memcpy(bytes + 2, &sum, sizeof(sum));
	return 4 + size;
}

/* Extensions of that very size, in words; "" without any. */
static const char *tell(const uint8_t *bytes, size_t size)
{
	static char text[EXTENSION_TEXT];
	uint8_t *exact = malloc(size ? size : 1);

	memcpy(exact, bytes, size);
	extension_text(exact, size, text);
	free(exact);
	return text;
}

static const uint8_t mpls[] = { 0, 12, 1, 1, 0, 6, 0x4a, 1, 0, 0xc, 0x81, 254 };

START_TEST(labels_are_told)
{
	uint8_t bytes[ERROR_MAX];
	size_t size = make(bytes, true, mpls, sizeof(mpls));

	ck_assert_str_eq(tell(bytes, size), "MPLS:L=100,E=5,S=0,T=1/L=200,E=0,S=1,T=254");
}
END_TEST

START_TEST(a_wrong_checksum_hides_extensions)
{
	uint8_t bytes[ERROR_MAX];
	size_t size = make(bytes, true, mpls, sizeof(mpls));

	bytes[size - 1] ^= 1;
	ck_assert_str_eq(tell(bytes, size), "");
}
END_TEST

START_TEST(interfaces_are_told)
{
	static const uint8_t object[] = { 0, 28, 2, 0x0f, 0,   0,   0,	 7, 0, 1, 0, 0, 10, 1,
					  0, 2,	 8, 'e',  't', 'h', '0', 0, 0, 0, 0, 0, 5,  220 };
	uint8_t bytes[ERROR_MAX];
	size_t size = make(bytes, true, object, sizeof(object));

	ck_assert_str_eq(tell(bytes, size), "INC:7,10.1.0.2,\"eth0\",mtu=1500");
}
END_TEST

START_TEST(a_name_of_an_interface_has_no_control_characters)
{
	static const uint8_t object[] = { 0, 12, 2, 0x82, 8, 'a', 27, '"', '%', 0xff, 0, 0 };
	uint8_t bytes[ERROR_MAX];
	size_t size = make(bytes, true, object, sizeof(object));

	ck_assert_str_eq(tell(bytes, size), "OUT:\"a%1B%22%25%FF\"");
}
END_TEST

START_TEST(unknown_objects_are_told_as_numbers)
{
	static const uint8_t objects[] = { 0,	12,  9, 8, 1, 2, 3, 4, 0xa, 0xb,
					   0xc, 0xd, 0, 8, 1, 1, 0, 0, 1,   9 };
	uint8_t bytes[ERROR_MAX];
	size_t size = make(bytes, true, objects, sizeof(objects));

	ck_assert_str_eq(tell(bytes, size), "9/8:01020304,0a0b0c0d;MPLS:L=0,E=0,S=1,T=9");
}
END_TEST

START_TEST(an_impossible_length_hides_all_objects)
{
	static const uint8_t lengths[] = { 0, 3, 6, 16, 255 };
	uint8_t objects[sizeof(mpls) * 2];
	uint8_t bytes[ERROR_MAX];
	size_t i;

	memcpy(objects, mpls, sizeof(mpls));
	memcpy(objects + sizeof(mpls), mpls, sizeof(mpls));
	for (i = 0; i < sizeof(lengths); i++) {
		objects[sizeof(mpls) + 1] = lengths[i];
		ck_assert_str_eq(tell(bytes, make(bytes, true, objects, sizeof(objects))), "");
	}
}
END_TEST

START_TEST(no_prefix_of_extensions_is_read_past_its_end)
{
	uint8_t bytes[ERROR_MAX];
	size_t size = make(bytes, false, mpls, sizeof(mpls));
	size_t i;

	for (i = 0; i < size; i++)
		ck_assert_str_eq(tell(bytes, i), "");
}
END_TEST

START_TEST(text_of_too_many_objects_is_cut_where_one_ends)
{
	uint8_t objects[300];
	uint8_t bytes[ERROR_MAX];
	size_t i;

	for (i = 0; i < sizeof(objects); i += sizeof(mpls))
		memcpy(objects + i, mpls, sizeof(mpls));
	ck_assert_uint_lt(strlen(tell(bytes, make(bytes, true, objects, sizeof(objects)))),
			  EXTENSION_TEXT);
}
END_TEST

START_TEST(stars_have_their_reasons)
{
	static const struct silence_hop hops[] = { { 3, 3 }, { 3, 0 }, { 3, 1 }, { 3, 3 },
						   { 3, 1 }, { 3, 2 }, { 3, 0 } };

	ck_assert_int_eq(silence_of(hops, 7, 0), SILENCE_NONE);
	ck_assert_int_eq(silence_of(hops, 7, 1), SILENCE_ROUTER);
	ck_assert_int_eq(silence_of(hops, 7, 2), SILENCE_LIMITED);
	ck_assert_int_eq(silence_of(hops, 7, 4), SILENCE_LOSS);
	ck_assert_int_eq(silence_of(hops, 7, 5), SILENCE_LOSS);
	ck_assert_int_eq(silence_of(hops, 7, 6), SILENCE_END);
}
END_TEST

START_TEST(flows_share_the_hops_that_they_have_in_common)
{
	static const char *const paths[3][4] = {
		{ "10.0.0.1", "10.0.1.1", "10.0.3.1", "10.0.4.1" },
		{ "10.0.0.1", "10.0.2.1", "10.0.3.1", "10.0.4.1" },
		{ "10.0.0.1", "10.0.1.1", "10.0.3.1", "10.0.4.1" },
	};
	static const char *const indents[] = { "", " |-", " | ", " | ", " `-", "   ", "   " };
	static const unsigned int flows[] = { 3, 2, 2, 2, 1, 1, 1 };
	struct tree tree;
	union probe_addr addr;
	char text[64];
	uint32_t at;
	size_t i;
	size_t j;

	ck_assert_int_eq(tree_init(&tree, 7), 0);
	for (i = 0; i < 3; i++) {
		at = TREE_NONE;
		for (j = 0; j < 4; j++) {
			addr = host(paths[i][j]);
			at = tree_add(&tree, at, (unsigned int)j + 1, &addr, 100 - i);
			ck_assert_uint_ne(at, TREE_NONE);
		}
	}
	ck_assert_uint_eq(tree.count, 7);
	ck_assert_uint_eq(tree_paths(&tree), 2);
	for (i = 0, at = tree.root; at != TREE_NONE; at = tree_next(&tree, at), i++) {
		ck_assert_str_eq(tree_indent(&tree, at, text, sizeof(text)), indents[i]);
		ck_assert_uint_eq(tree.nodes[at].flows, flows[i]);
	}
	ck_assert_uint_eq(i, 7);
	ck_assert_uint_eq(tree.nodes[tree.root].rtt, 98);
	addr = host("10.9.9.9");
	ck_assert_uint_eq(tree_add(&tree, TREE_NONE, 1, &addr, 1), TREE_NONE);
	tree_exit(&tree);
}
END_TEST

START_TEST(a_silent_hop_is_the_router_of_the_others_where_they_have_but_one)
{
	union probe_addr router = host("10.0.0.1");
	union probe_addr other = host("10.0.0.2");
	union probe_addr server = host("10.0.1.1");
	struct tree tree;
	uint32_t node;

	ck_assert_int_eq(tree_init(&tree, 10), 0);
	/* A server in the router's place is no router. */
	tree_add(&tree, TREE_NONE, 1, &server, 1);
	node = tree_pass_silent(&tree, TREE_NONE, 1);
	ck_assert_int_eq(tree.nodes[node].addr.any.sa_family, 0);
	node = tree_add(&tree, TREE_NONE, 1, &router, 1);
	tree_add(&tree, node, 2, &server, 1);
	ck_assert_uint_eq(tree_pass_silent(&tree, TREE_NONE, 1), node);
	ck_assert_uint_eq(tree.nodes[node].flows, 2);
	ck_assert_uint_eq(tree.nodes[node].silent, 1);
	/* Which of two it would be, nobody knows. */
	tree_add(&tree, tree_add(&tree, TREE_NONE, 1, &other, 1), 2, &server, 1);
	node = tree_pass_silent(&tree, TREE_NONE, 1);
	ck_assert_int_eq(tree.nodes[node].addr.any.sa_family, 0);
	tree_exit(&tree);
}
END_TEST

static struct route make_route(unsigned int last, unsigned int flows, bool repeat)
{
	const struct route_plan plan = { .first = 1,
					 .last = last,
					 .flows = flows,
					 .queries = 1,
					 .window = 4,
					 .wait = 5 * SECOND,
					 .here = 3,
					 .near = 10,
					 .repeat = repeat };
	struct route route;

	ck_assert_int_eq(route_init(&route, &plan), 0);
	return route;
}

static unsigned int send_all(struct route *route, uint64_t now)
{
	unsigned int sent = 0;
	size_t slot;

	while ((slot = route_next(route, now)) != ROUTE_NONE) {
		route_sent(route, slot, now);
		sent++;
	}
	return sent;
}

START_TEST(a_path_ends_at_the_nearest_final_answer)
{
	struct route route = make_route(8, 1, true);

	ck_assert_uint_eq(send_all(&route, 0), 4);
	/* The target answers the farther probes first. */
	route_answered(&route, 3, MS, true);
	ck_assert_uint_eq(route_end(&route), 4);
	route_answered(&route, 2, MS, true);
	ck_assert_uint_eq(route_end(&route), 3);
	route_answered(&route, 0, MS, false);
	/* The one that misses is repeated: it may be the end. */
	ck_assert_uint_eq(send_all(&route, 900 * MS), 0);
	ck_assert(!route_settled(&route, 2));
	ck_assert_uint_eq(send_all(&route, SECOND), 1);
	ck_assert_int_eq(route.slots[1].state, ROUTE_REPEATED);
	route_answered(&route, 1, MS, true);
	ck_assert_uint_eq(route_end(&route), 2);
	ck_assert(route_settled(&route, 1) && route_settled(&route, 2));
	ck_assert_uint_eq(route_next(&route, 9 * SECOND), ROUTE_NONE);
	route_exit(&route);
}
END_TEST

START_TEST(silent_probes_are_repeated_once_and_apart)
{
	struct route route = make_route(1, 3, true);

	ck_assert_uint_eq(send_all(&route, 0), 3);
	ck_assert_uint_eq(send_all(&route, 5 * SECOND - 1), 0);
	ck_assert_uint_eq(send_all(&route, 5 * SECOND), 1);
	ck_assert_uint_eq(route_wake(&route, 5 * SECOND), 5 * SECOND + 350 * MS);
	ck_assert_uint_eq(send_all(&route, 5 * SECOND + 350 * MS), 1);
	ck_assert_uint_eq(send_all(&route, 5 * SECOND + 700 * MS), 1);
	ck_assert_uint_eq(send_all(&route, 20 * SECOND), 0);
	ck_assert(route_settled(&route, 1));
	ck_assert_uint_eq(route_wake(&route, 20 * SECOND), UINT64_MAX);
	route_exit(&route);
}
END_TEST

START_TEST(a_fast_neighbour_makes_no_star)
{
	struct route route = make_route(1, 3, false);

	send_all(&route, 0);
	route_answered(&route, 0, MS / 10, false);
	/* Three times its round trip is 3.3 ms: far too little. */
	route_next(&route, 299 * MS);
	ck_assert_int_eq(route.slots[1].state, ROUTE_UNDERWAY);
	ck_assert_uint_eq(route_wake(&route, 0), 300 * MS);
	route_next(&route, 300 * MS);
	ck_assert_int_eq(route.slots[1].state, ROUTE_LOST);
	/* Late is better than never. */
	ck_assert(route_answered(&route, 1, 400 * MS, false));
	ck_assert(!route_answered(&route, 1, 400 * MS, false));
	route_exit(&route);
}
END_TEST

START_TEST(each_flow_has_an_end_of_its_own)
{
	struct route route = make_route(4, 2, true);

	send_all(&route, 0);
	route_answered(&route, 0, MS, true);
	route_answered(&route, 1, MS, false);
	ck_assert_uint_eq(route_end(&route), 4);
	ck_assert(!route_counts(&route, &route.slots[2]));
	ck_assert(route_counts(&route, &route.slots[3]));
	route_answered(&route, 3, MS, true);
	ck_assert_uint_eq(route_end(&route), 2);
	route_exit(&route);
}
END_TEST

START_TEST(there_is_a_pause_between_probes)
{
	struct route route = make_route(4, 1, true);

	route.plan.pause = 50 * MS;
	ck_assert_uint_eq(send_all(&route, 0), 1);
	ck_assert_uint_eq(route_wake(&route, 0), 50 * MS);
	ck_assert_uint_eq(send_all(&route, 50 * MS), 1);
	route_exit(&route);
}
END_TEST

START_TEST(a_path_ends_behind_a_gap)
{
	struct route route = make_route(30, 1, false);
	size_t i;

	route.plan.gap = 3;
	ck_assert_uint_eq(send_all(&route, 0), 4);
	route_answered(&route, 0, MS, false);
	ck_assert_uint_eq(send_all(&route, 0), 1);
	/* Behind the farthest answer, not behind the first silence. */
	route_answered(&route, 2, MS, false);
	send_all(&route, 0);
	ck_assert_uint_eq(send_all(&route, 5 * SECOND), 4);
	ck_assert_uint_eq(route_end(&route), 30);
	send_all(&route, 10 * SECOND);
	ck_assert_uint_eq(route_end(&route), 6);
	for (i = 1; i <= 6; i++)
		ck_assert(route_settled(&route, (unsigned int)i));
	ck_assert_uint_eq(route_next(&route, 10 * SECOND), ROUTE_NONE);
	route_exit(&route);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("trace");

	tcase_add_test(tests, labels_are_told);
	tcase_add_test(tests, a_wrong_checksum_hides_extensions);
	tcase_add_test(tests, interfaces_are_told);
	tcase_add_test(tests, a_name_of_an_interface_has_no_control_characters);
	tcase_add_test(tests, unknown_objects_are_told_as_numbers);
	tcase_add_test(tests, an_impossible_length_hides_all_objects);
	tcase_add_test(tests, no_prefix_of_extensions_is_read_past_its_end);
	tcase_add_test(tests, text_of_too_many_objects_is_cut_where_one_ends);
	tcase_add_test(tests, stars_have_their_reasons);
	tcase_add_test(tests, flows_share_the_hops_that_they_have_in_common);
	tcase_add_test(tests, a_path_ends_at_the_nearest_final_answer);
	tcase_add_test(tests, silent_probes_are_repeated_once_and_apart);
	tcase_add_test(tests, a_fast_neighbour_makes_no_star);
	tcase_add_test(tests, each_flow_has_an_end_of_its_own);
	tcase_add_test(tests, there_is_a_pause_between_probes);
	tcase_add_test(tests, a_path_ends_behind_a_gap);
	tcase_add_test(tests, a_silent_hop_is_the_router_of_the_others_where_they_have_but_one);
	return run_case("trace", tests);
}
