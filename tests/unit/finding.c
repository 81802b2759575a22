// SPDX-License-Identifier: GPL-2.0
/* Verdicts on evidence, and packets that pass the kernel by. */
#include "run.h"

#include "../../ipvsadm/check/finding.h"
#include "../../ipvsadm/probe/wire.h"

#include <arpa/inet.h>
#include <linux/ip_vs.h>
#include <string.h>

static union probe_addr host(const char *text, uint16_t port)
{
	union probe_addr addr = { 0 };
	int af = strchr(text, ':') ? AF_INET6 : AF_INET;

	addr.any.sa_family = (sa_family_t)af;
	inet_pton(af, text, probe_addr_bytes(&addr));
	probe_addr_set_port(&addr, port);
	return addr;
}

static struct knock_answer came(enum knock_state state, int device, uint8_t link)
{
	struct knock_answer answer = { .state = state, .device = device, .link_size = 6 };

	answer.by = host("192.0.2.9", 0);
	answer.link[5] = link;
	return answer;
}

/* A NAT server with which nothing is wrong. */
static struct evidence sound(void)
{
	struct evidence evidence = {
		.method = IP_VS_CONN_F_MASQ,
		.protocol = IPPROTO_TCP,
		.forwarding = true,
		.mtu = 1500,
		.port = came(KNOCK_OPEN, 2, 7),
		.outside = came(KNOCK_OPEN, 2, 7),
		.echo = came(KNOCK_OPEN, 2, 7),
		.full = came(KNOCK_OPEN, 2, 7),
	};

	evidence.vip = host("198.51.100.1", 443);
	evidence.server = host("192.0.2.9", 8443);
	evidence.asker = evidence.vip;
	evidence.way.source = host("192.0.2.1", 0);
	evidence.way.hop = evidence.server;
	evidence.way.on_link = true;
	strcpy(evidence.way.name, "in");
	return evidence;
}

static const struct finding *of(const struct findings *findings, const char *matter)
{
	size_t i;

	for (i = 0; i < findings->count; i++) {
		if (!strcmp(findings->items[i].matter, matter))
			return &findings->items[i];
	}
	return NULL;
}

static void expect(const struct evidence *evidence, const char *matter, enum finding_kind kind,
		   const char *mend)
{
	const struct finding *finding;
	struct findings findings;

	findings_judge(&findings, evidence);
	finding = of(&findings, matter);
	ck_assert_ptr_nonnull(finding);
	ck_assert_int_eq(finding->kind, kind);
	if (mend)
		ck_assert_ptr_nonnull(strstr(finding->mend, mend));
}

START_TEST(a_sound_server_has_no_faults)
{
	struct evidence evidence = sound();
	struct findings findings;

	findings_judge(&findings, &evidence);
	ck_assert_int_eq(findings_worst(&findings), 0);
	ck_assert_uint_eq(findings.count, 4);
}
END_TEST

START_TEST(a_reply_that_another_brought_went_past_us)
{
	struct evidence evidence = sound();

	evidence.outside = came(KNOCK_OPEN, 2, 8);
	expect(&evidence, "return", FINDING_FAULT, "default via 192.0.2.1");
	evidence.outside = came(KNOCK_OPEN, 3, 7);
	expect(&evidence, "return", FINDING_FAULT, NULL);
	evidence.outside = came(KNOCK_CLOSED, 2, 7);
	expect(&evidence, "return", FINDING_FINE, NULL);
}
END_TEST

START_TEST(one_network_tells_nothing_of_the_way_back)
{
	struct evidence evidence = sound();

	evidence.same_network = true;
	evidence.outside = came(KNOCK_UNTRIED, 0, 0);
	expect(&evidence, "return", FINDING_UNKNOWN, NULL);
	evidence.totals.in_packets = 1000;
	expect(&evidence, "return", FINDING_FAULT, "default via 192.0.2.1");
	evidence.totals.out_packets = 900;
	expect(&evidence, "return", FINDING_FINE, NULL);
}
END_TEST

START_TEST(replies_to_a_client_have_to_pass_a_nat_director_and_no_other)
{
	struct evidence evidence = sound();

	evidence.asker = host("203.0.113.7", 0);
	evidence.as_client = true;
	evidence.outside = came(KNOCK_OPEN, 3, 8);
	expect(&evidence, "return", FINDING_FINE, NULL);
	evidence.method = IP_VS_CONN_F_DROUTE;
	expect(&evidence, "return", FINDING_FAULT, "default via ROUTER");
	evidence.outside = came(KNOCK_SILENT, 0, 0);
	expect(&evidence, "return", FINDING_FINE, NULL);
	/* An address of ours may be reached by a router, too. */
	evidence.as_client = false;
	evidence.outside = came(KNOCK_OPEN, 3, 8);
	expect(&evidence, "return", FINDING_FINE, NULL);
	evidence.outside = came(KNOCK_OPEN, 2, 7);
	expect(&evidence, "return", FINDING_FAULT, NULL);
	evidence.outside = came(KNOCK_UNTRIED, 0, 0);
	expect(&evidence, "return", FINDING_UNKNOWN, NULL);
}
END_TEST

START_TEST(a_narrow_path_is_a_fault_only_where_nobody_tells)
{
	struct evidence evidence = sound();

	evidence.full = came(KNOCK_SILENT, 0, 0);
	evidence.carried = 1400;
	expect(&evidence, "mtu", FINDING_FAULT, "192.0.2.9/32 dev in mtu 1400");
	evidence.full = came(KNOCK_REFUSED, 2, 7);
	evidence.full.error = (struct probe_error){ .type = 3, .code = 4, .info = 1400 };
	expect(&evidence, "mtu", FINDING_FINE, NULL);
	/* Of other errors that number is none of bytes; an old router has none. */
	evidence.full.error = (struct probe_error){ .type = 12, .info = 1400 };
	expect(&evidence, "mtu", FINDING_FAULT, "mtu 1400");
	evidence.full.error = (struct probe_error){ .type = 3, .code = 4 };
	expect(&evidence, "mtu", FINDING_FAULT, "mtu 1400");
	evidence.echo = came(KNOCK_SILENT, 0, 0);
	expect(&evidence, "mtu", FINDING_UNKNOWN, NULL);
}
END_TEST

START_TEST(a_tunnel_without_an_end_is_told_from_an_address_that_is_missing)
{
	struct evidence evidence = sound();

	evidence.method = IP_VS_CONN_F_TUNNEL;
	evidence.tunnel = FRAME_GRE;
	evidence.port = came(KNOCK_REFUSED, 2, 7);
	expect(&evidence, "self-test", FINDING_FAULT, "add lvs-gre type gre local 192.0.2.9");
	evidence.port = came(KNOCK_SILENT, 0, 0);
	expect(&evidence, "self-test", FINDING_FAULT, "address add 198.51.100.1/32 dev lo");
	evidence.inner = came(KNOCK_SILENT, 0, 0);
	expect(&evidence, "self-test", FINDING_FAULT, "conf.lvs-gre.rp_filter=0");
	evidence.inner = came(KNOCK_OPEN, 2, 7);
	expect(&evidence, "self-test", FINDING_FAULT, "address add 198.51.100.1/32 dev lo");
}
END_TEST

START_TEST(silence_of_udp_is_no_fault)
{
	struct evidence evidence = sound();

	evidence.protocol = IPPROTO_UDP;
	evidence.port = came(KNOCK_SILENT, 0, 0);
	expect(&evidence, "port", FINDING_FINE, NULL);
	evidence.port = came(KNOCK_CLOSED, 2, 7);
	expect(&evidence, "port", FINDING_FAULT, "ss -lnu");
}
END_TEST

START_TEST(who_claims_the_address_is_named)
{
	struct knock_claims claims = {
		.items = { came(KNOCK_OPEN, 2, 0xab), came(KNOCK_OPEN, 2, 7) }, .count = 2
	};
	const struct knock_link links[] = { { 2, "in", true },
					    { 3, "out", true },
					    { 4, "x", false } };
	struct evidence server = sound();
	struct findings findings = { 0 };

	server.way.device = 2;
	server.way.link_size = 6;
	server.way.link[5] = 7;
	findings_judge_arp(&findings, links, 3, &claims, &server, 1);
	ck_assert_uint_eq(findings.count, 4);
	ck_assert_str_eq(findings.items[0].evidence,
			 "00:00:00:00:00:ab on in claims 198.51.100.1 too");
	ck_assert_str_eq(findings.items[1].evidence,
			 "192.0.2.9, 00:00:00:00:00:07 on in claims 198.51.100.1 too");
	ck_assert_int_eq(findings.items[2].kind, FINDING_FINE);
	ck_assert_int_eq(findings.items[3].kind, FINDING_UNKNOWN);
	ck_assert_int_eq(findings_worst(&findings), 1);
}
END_TEST

START_TEST(headers_that_we_write_have_right_checksums_and_sizes)
{
	union probe_addr from = host("192.0.2.1", 1000);
	union probe_addr to = host("192.0.2.9", 6080);
	uint8_t room[FRAME_ROOM + 200] = { 0 };
	uint8_t *packet = room + FRAME_ROOM;
	size_t size = frame_ip(packet, &from, &to, IPPROTO_TCP, 24);

	ck_assert_uint_eq(size, 44);
	ck_assert_uint_eq(wire_checksum(packet, 20, 0), 0);
	ck_assert_uint_eq(frame_wrap(packet, size, AF_INET, FRAME_GUE, &from, &to), 32);
	ck_assert_uint_eq(wire_checksum(packet - 32, 20, 0), 0);
	ck_assert_uint_eq(packet[-32 + 3], 76);
	ck_assert_uint_eq(packet[-3], IPPROTO_IPIP);
	ck_assert_uint_eq(frame_wrap(packet, size, AF_INET, FRAME_GRE, &from, &to), 24);
	ck_assert_mem_eq(packet - 4, "\0\0\x08\0", 4);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("finding");

	tcase_add_test(tests, a_sound_server_has_no_faults);
	tcase_add_test(tests, a_reply_that_another_brought_went_past_us);
	tcase_add_test(tests, one_network_tells_nothing_of_the_way_back);
	tcase_add_test(tests, a_narrow_path_is_a_fault_only_where_nobody_tells);
	tcase_add_test(tests, a_tunnel_without_an_end_is_told_from_an_address_that_is_missing);
	tcase_add_test(tests, silence_of_udp_is_no_fault);
	tcase_add_test(tests, who_claims_the_address_is_named);
	tcase_add_test(tests, replies_to_a_client_have_to_pass_a_nat_director_and_no_other);
	tcase_add_test(tests, headers_that_we_write_have_right_checksums_and_sizes);
	return run_case("finding", tests);
}
