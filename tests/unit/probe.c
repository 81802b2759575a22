// SPDX-License-Identifier: GPL-2.0
/* The pure parts of the probe engine. */
#include "run.h"

#include "../../ipvsadm/probe/answer.h"
#include "../../ipvsadm/probe/extension.h"
#include "../../ipvsadm/probe/sctp.h"
#include "../../ipvsadm/probe/segment.h"
#include "../../ipvsadm/probe/stats.h"
#include "../../ipvsadm/probe/text.h"
#include "../../ipvsadm/probe/trail.h"
#include "../../ipvsadm/probe/until.h"
#include "../../ipvsadm/probe/verdict.h"
#include "../../ipvsadm/probe/wire.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#define MS 1000000ULL

static struct probe_answer answer;

static const struct probe_family *ipv4(void)
{
	return probe_family_of(AF_INET);
}

static const struct probe_family *ipv6(void)
{
	return probe_family_of(AF_INET6);
}

/* An echo reply behind an IPv4 header of so many words. */
static size_t make_reply(uint8_t *bytes, unsigned int words)
{
	memset(bytes, 0, 128);
	bytes[0] = 0x40 | words;
	bytes[8] = 61;
	wire_pattern(bytes + words * 4 + 8, 16, NULL, 0);
	wire_echo(bytes + words * 4, ipv4(), 0x1234, 7, 16);
	/* A request becomes a reply: its type, and with it the checksum. */
	bytes[words * 4] = 0;
	bytes[words * 4 + 2] += 8;
	return words * 4 + 24;
}

START_TEST(an_echo_reply_tells_identifier_sequence_and_ttl)
{
	uint8_t bytes[128];
	size_t size = make_reply(bytes, 5);

	ck_assert_int_eq(answer_parse(&answer, ipv4(), bytes, size, true), ANSWER_ECHO);
	ck_assert_int_eq(answer.ident, 0x1234);
	ck_assert_int_eq(answer.seq, 7);
	ck_assert_int_eq(answer.ttl, 61);
	ck_assert_int_eq(answer.size, 16);
	ck_assert(!answer.bad_checksum);
}
END_TEST

START_TEST(a_flipped_bit_is_a_wrong_checksum)
{
	uint8_t bytes[128];
	size_t size = make_reply(bytes, 5);

	bytes[size - 1] ^= 1;
	answer_parse(&answer, ipv4(), bytes, size, true);
	ck_assert(answer.bad_checksum);
}
END_TEST

START_TEST(ip_options_are_skipped_and_kept)
{
	uint8_t bytes[128];
	size_t size = make_reply(bytes, 15);

	ck_assert_int_eq(answer_parse(&answer, ipv4(), bytes, size, true), ANSWER_ECHO);
	ck_assert_int_eq(answer.options_size, 40);
	ck_assert_ptr_eq(answer.options, bytes + 20);
}
END_TEST

START_TEST(no_prefix_of_a_reply_is_read_past_its_end)
{
	uint8_t bytes[128];
	size_t size = make_reply(bytes, 6);
	size_t cut;

	for (cut = 0; cut < size; cut++) {
		/* The sanitizer watches the end of a block of that size. */
		uint8_t *copy = malloc(cut ? cut : 1);

		memcpy(copy, bytes, cut);
		if (cut < 24 + 8)
			ck_assert_int_eq(answer_parse(&answer, ipv4(), copy, cut, true),
					 ANSWER_MALFORMED);
		else
			answer_parse(&answer, ipv4(), copy, cut, true);
		free(copy);
	}
}
END_TEST

START_TEST(an_error_tells_which_probe_it_is_about)
{
	uint8_t bytes[128] = { 0x45, 0, 0, 56, 0, 0, 0, 0, 64, IPPROTO_ICMP };
	uint8_t *quoted = bytes + 28;

	bytes[20] = 3;
	bytes[21] = 4;
	bytes[26] = 1400 >> 8;
	bytes[27] = 1400 & 0xff;
	quoted[0] = 0x45;
	quoted[8] = 3;
	quoted[9] = IPPROTO_ICMP;
	memcpy(quoted + 16, "\x0a\x00\x02\x0b", 4);
	quoted[20] = 8;
	memcpy(quoted + 24, "\x12\x34\x00\x09", 4);
	ck_assert_int_eq(answer_parse(&answer, ipv4(), bytes, 56, true), ANSWER_ERROR);
	ck_assert_int_eq(answer.info, 1400);
	ck_assert_int_eq(answer.quote.ident, 0x1234);
	ck_assert_int_eq(answer.quote.seq, 9);
	ck_assert_int_eq(answer.quote.ttl, 3);
	ck_assert_int_eq(answer.quote.to.in.sin_addr.s_addr, inet_addr("10.0.2.11"));
}
END_TEST

START_TEST(a_quoted_later_fragment_has_no_ports)
{
	struct probe_quote quote;
	uint8_t bytes[40] = { 0x45 };

	bytes[7] = 185;
	ck_assert(!quote_parse(&quote, ipv4(), bytes, sizeof(bytes)));
	ck_assert(quote.fragment);
}
END_TEST

START_TEST(extension_headers_of_a_quote_are_walked)
{
	struct probe_quote quote;
	uint8_t bytes[40 + 8 + 8 + 8] = { 0x60 };

	bytes[6] = IPPROTO_DSTOPTS;
	bytes[40] = IPPROTO_FRAGMENT;
	bytes[48] = IPPROTO_UDP;
	memcpy(bytes + 56, "\x00\x35\x82\x9a", 4);
	ck_assert(quote_parse(&quote, ipv6(), bytes, sizeof(bytes)));
	ck_assert_int_eq(quote.protocol, IPPROTO_UDP);
	ck_assert_int_eq(quote.ident, 53);
	ck_assert_int_eq(quote.seq, 33434);
	/* One that claims more than there is ends the walk. */
	bytes[41] = 255;
	ck_assert(!quote_parse(&quote, ipv6(), bytes, sizeof(bytes)));
}
END_TEST

/* RFC 4884: a router may write the length of what it quotes into the same word. */
START_TEST(of_the_word_of_an_error_its_meaning_is_told)
{
	const struct {
		uint8_t type;
		uint8_t code;
		int family;
		uint32_t info;
	} rows[] = {
		{ 3, 4, AF_INET, 0x5dc },	{ 3, 1, AF_INET, 0 },
		{ 11, 0, AF_INET, 0 },		{ 12, 0, AF_INET, 7 },
		{ 5, 1, AF_INET, 0x072005dc },	{ 1, 0, AF_INET6, 0 },
		{ 2, 0, AF_INET6, 0x072005dc }, { 4, 0, AF_INET6, 0x072005dc },
	};
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const uint8_t bytes[8] = { rows[i].type, rows[i].code, 0, 0, 7, 0x20, 5, 0xdc };

		answer_parse(&answer, probe_family_of(rows[i].family), bytes, sizeof(bytes), false);
		ck_assert_uint_eq(answer.info, rows[i].info);
	}
}
END_TEST

START_TEST(errors_have_their_sentences)
{
	const struct {
		struct probe_error error;
		int family;
		const char *text;
	} rows[] = {
		{ { 3, 1, 0 }, AF_INET, "Destination Host Unreachable" },
		{ { 3, 4, 1400 }, AF_INET, "Frag needed and DF set (mtu = 1400)" },
		{ { 3, 99, 0 }, AF_INET, "Dest Unreachable, Bad Code: 99" },
		{ { 11, 0, 0 }, AF_INET, "Time to live exceeded" },
		{ { 12, 0, 20 }, AF_INET, "Parameter problem: pointer = 20" },
		{ { 1, 4, 0 }, AF_INET6, "Destination unreachable: Port unreachable" },
		{ { 1, 9, 0 }, AF_INET6, "Destination unreachable: Unknown code 9" },
		{ { 2, 0, 1280 }, AF_INET6, "Packet too big: mtu=1280" },
		{ { 3, 0, 0 }, AF_INET6, "Time exceeded: Hop limit" },
	};
	char text[VERDICT_TEXT];
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		ck_assert_str_eq(
			verdict_text(&rows[i].error, probe_family_of(rows[i].family), text),
			rows[i].text);
}
END_TEST

START_TEST(times_are_written_with_fewer_decimals_the_longer_they_are)
{
	char text[32];

	ck_assert_str_eq(text_rtt(text, 12345, 0), "0.012");
	ck_assert_str_eq(text_rtt(text, 1234567, 0), "1.23");
	ck_assert_str_eq(text_rtt(text, 12345678, 0), "12.3");
	ck_assert_str_eq(text_rtt(text, 123456789, 0), "123");
	ck_assert_str_eq(text_rtt(text, 123456789, 1), "123.456");
}
END_TEST

START_TEST(a_recorded_route_is_read_as_far_as_it_was_written)
{
	uint8_t options[TRAIL_SIZE];
	struct trail trail;

	ck_assert_uint_eq(trail_build(options, TRAIL_ROUTE, NULL, 0), TRAIL_SIZE);
	ck_assert_int_eq(trail_find(&trail, options, sizeof(options)), TRAIL_ROUTE);
	ck_assert_uint_eq(trail.count, 0);
	/* Two routers; the option begins behind a NOP. */
	memcpy(options + 4, (uint8_t[]){ 10, 0, 0, 1, 10, 0, 0, 2 }, 8);
	options[3] += 8;
	trail_find(&trail, options, sizeof(options));
	ck_assert_uint_eq(trail.count, 2);
	ck_assert_uint_eq(ntohl(trail_entry(&trail, 1).address.s_addr), 0x0a000002);
	/* A pointer beyond the end: all nine that fit. */
	options[3] = 255;
	trail_find(&trail, options, sizeof(options));
	ck_assert_uint_eq(trail.count, 9);
}
END_TEST

START_TEST(times_of_routers_are_read)
{
	static const uint8_t hop[] = { 192, 0, 2, 1 };
	struct in_addr asked;
	uint8_t options[TRAIL_SIZE];
	struct trail_entry entry;
	struct trail trail;

	memcpy(&asked, hop, sizeof(asked));
	ck_assert_uint_eq(trail_build(options, TRAIL_TIMES_OF, &asked, 1), 12);
	memcpy(options + 8, (uint8_t[]){ 0x80, 0, 0, 5 }, 4);
	options[2] += 8;
	options[3] |= 0x20;
	ck_assert_int_eq(trail_find(&trail, options, 12), TRAIL_TIMES_OF);
	ck_assert_uint_eq(trail.count, 1);
	ck_assert_uint_eq(trail.missed, 2);
	entry = trail_entry(&trail, 0);
	ck_assert(!memcmp(&entry.address, hop, sizeof(hop)));
	ck_assert_uint_eq(entry.time, 5);
	ck_assert(!entry.standard);
}
END_TEST

START_TEST(options_that_lie_about_their_length_end_the_search)
{
	static const uint8_t shapes[][4] = {
		{ 7 }, { 7, 0, 4 }, { 7, 1, 4 }, { 7, 200, 4 }, { 68, 3, 5 }, { 130, 0 },
	};
	struct trail trail;
	size_t i;

	for (i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++)
		ck_assert_int_eq(trail_find(&trail, shapes[i], 4), TRAIL_NONE);
	ck_assert_int_eq(trail_find(&trail, shapes[0], 1), TRAIL_NONE);
}
END_TEST

/* What a receiver checks, over the header and the pseudo header. */
START_TEST(a_syn_has_a_right_checksum_in_both_families)
{
	static const char *const ends[][2] = { { "192.0.2.1", "198.51.100.7" },
					       { "2001:db8::1", "2001:db8:ffff::7" } };
	static const int families[] = { AF_INET, AF_INET6 };
	uint8_t bytes[WIRE_SYN];
	struct segment segment;
	size_t i;

	for (i = 0; i < 2; i++) {
		const struct probe_family *family = probe_family_of(families[i]);
		union probe_addr from = { .any.sa_family = (sa_family_t)families[i] };
		union probe_addr to = from;

		inet_pton(family->af, ends[i][0], probe_addr_bytes(&from));
		inet_pton(family->af, ends[i][1], probe_addr_bytes(&to));
		probe_addr_set_port(&from, 4242);
		probe_addr_set_port(&to, 443);
		ck_assert_uint_eq(wire_syn(bytes, &from, &to, 0xfffffff0, 1460), WIRE_SYN);
		ck_assert_uint_eq(wire_checksum(bytes, WIRE_SYN,
						wire_pseudo_sum(&from, &to, IPPROTO_TCP, WIRE_SYN)),
				  0);
		ck_assert(segment_parse(&segment, bytes, WIRE_SYN));
		ck_assert_uint_eq(segment.from, 4242);
		ck_assert_uint_eq(segment.to, 443);
		ck_assert_uint_eq(segment.seq, 0xfffffff0);
		ck_assert_uint_eq(segment.mss, 1460);
		ck_assert(segment.syn && !segment.rst && !segment.has_ack);
	}
}
END_TEST

START_TEST(no_prefix_of_a_segment_is_taken_for_one)
{
	union probe_addr addr = { .any.sa_family = AF_INET };
	uint8_t bytes[WIRE_SYN];
	struct segment segment;
	size_t i;

	wire_syn(bytes, &addr, &addr, 1, 1460);
	for (i = 0; i < WIRE_SYN; i++)
		ck_assert(!segment_parse(&segment, bytes, i));
	/* An option that leads past the end tells nothing. */
	bytes[21] = 5;
	ck_assert(segment_parse(&segment, bytes, WIRE_SYN));
	ck_assert_uint_eq(segment.mss, 0);
	bytes[12] = 0x40;
	ck_assert(!segment_parse(&segment, bytes, WIRE_SYN));
}
END_TEST

START_TEST(the_checksum_of_sctp_is_castagnoli_s)
{
	/* RFC 3720 B.4, and what every implementation is checked with. */
	static const uint8_t zeros[32];
	static const uint8_t digits[] = "123456789";

	ck_assert_uint_eq(sctp_crc32c(digits, 9), 0xe3069283);
	ck_assert_uint_eq(sctp_crc32c(zeros, sizeof(zeros)), 0x8a9136aa);
}
END_TEST

START_TEST(an_init_is_read_as_it_was_written)
{
	uint8_t bytes[SCTP_INIT_SIZE];
	struct sctp_packet packet;
	uint32_t crc;
	size_t i;

	ck_assert_uint_eq(sctp_init(bytes, 50000, 80, 0xfedcba98), SCTP_INIT_SIZE);
	ck_assert(sctp_parse(&packet, bytes, sizeof(bytes)));
	ck_assert_int_eq(packet.kind, SCTP_INIT);
	ck_assert_uint_eq(packet.from, 50000);
	ck_assert_uint_eq(packet.to, 80);
	ck_assert_uint_eq(packet.tag, 0);
	ck_assert_uint_eq(packet.initiate, 0xfedcba98);
	ck_assert(!packet.bad_checksum);
	for (i = 0; i < sizeof(bytes); i++)
		ck_assert(!sctp_parse(&packet, bytes, i));
	/* The lowest byte goes first. */
	crc = bytes[8] | (uint32_t)bytes[9] << 8 | (uint32_t)bytes[10] << 16 |
	      (uint32_t)bytes[11] << 24;
	memset(bytes + 8, 0, 4);
	ck_assert_uint_eq(crc, sctp_crc32c(bytes, sizeof(bytes)));
	ck_assert(sctp_parse(&packet, bytes, sizeof(bytes)) && !packet.bad_checksum);
}
END_TEST

START_TEST(no_bit_of_sctp_flips_unseen)
{
	uint8_t bytes[SCTP_INIT_SIZE];
	struct sctp_packet packet;
	size_t i;

	sctp_init(bytes, 50000, 80, 1);
	for (i = 0; i < sizeof(bytes) * 8; i++) {
		bytes[i / 8] ^= (uint8_t)(1 << i % 8);
		ck_assert(!sctp_parse(&packet, bytes, sizeof(bytes)) || packet.bad_checksum);
		bytes[i / 8] ^= (uint8_t)(1 << i % 8);
	}
}
END_TEST

START_TEST(a_chunk_is_what_it_has_room_for)
{
	uint8_t bytes[SCTP_INIT_SIZE];
	struct sctp_packet packet;

	sctp_init(bytes, 1, 2, 3);
	bytes[12] = 2;
	ck_assert(sctp_parse(&packet, bytes, sizeof(bytes)));
	ck_assert_int_eq(packet.kind, SCTP_INIT_ACK);
	bytes[15] = 19;
	ck_assert(sctp_parse(&packet, bytes, sizeof(bytes)));
	ck_assert_int_eq(packet.kind, SCTP_OTHER);
	bytes[15] = 21;
	ck_assert(!sctp_parse(&packet, bytes, sizeof(bytes)));
	bytes[15] = 3;
	ck_assert(!sctp_parse(&packet, bytes, sizeof(bytes)));
	/* An ABORT may be its header alone. */
	bytes[12] = 6;
	bytes[15] = 4;
	ck_assert(sctp_parse(&packet, bytes, 16));
	ck_assert_int_eq(packet.kind, SCTP_ABORT);
}
END_TEST

START_TEST(conditions_are_read)
{
	static const char *const wrong[] = { "",	"=",	   "reply=",  "reply=0", "reply=x",
					     "replies", "loss=1x", "loss=-1", "re" };
	struct until until;
	size_t i;

	ck_assert(until_parse(&until, "reply"));
	ck_assert(until.what == UNTIL_REPLY && until.count == 1);
	ck_assert(until_parse(&until, "loss=3"));
	ck_assert(until.what == UNTIL_LOSS && until.count == 3);
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		ck_assert_msg(!until_parse(&until, wrong[i]), "%s", wrong[i]);
}
END_TEST

START_TEST(a_condition_wants_probes_in_a_row)
{
	const struct until two = { .what = UNTIL_LOSS, .count = 2 };
	struct until_run run = { 0 };

	until_lost(&run);
	until_answered(&run);
	until_lost(&run);
	ck_assert(!until_met(&two, &run));
	until_lost(&run);
	ck_assert(until_met(&two, &run));
}
END_TEST

START_TEST(names_have_no_control_characters)
{
	char text[8];

	ck_assert_str_eq(text_clean(text, sizeof(text), "a\033[2Jb"), "a?[2Jb");
	ck_assert_str_eq(text_clean(text, sizeof(text), "longer than it"), "longer?");
}
END_TEST

START_TEST(statistics_of_a_series)
{
	static struct stats stats;
	uint64_t i;

	memset(&stats, 0, sizeof(stats));
	for (i = 1; i <= 100; i++)
		stats_sample(&stats, i * MS);
	ck_assert_uint_eq(stats.min, MS);
	ck_assert_uint_eq(stats.max, 100 * MS);
	ck_assert_double_eq_tol(stats.mean, 50.5 * MS, 1);
	ck_assert_double_eq_tol(stats_mdev(&stats), 28.866 * MS, 0.001 * MS);
	ck_assert_double_eq_tol((double)stats_percentile(&stats, 50), 50 * MS, 50 * MS / 16);
	ck_assert_double_eq_tol((double)stats_percentile(&stats, 99), 99 * MS, 99 * MS / 16);
	ck_assert_uint_eq(stats_percentile(&stats, 100), stats_percentile(&stats, 99.9));
}
END_TEST

START_TEST(losses_in_a_row_are_told_as_one)
{
	static struct stats stats;
	uint64_t i;

	memset(&stats, 0, sizeof(stats));
	for (i = 1; i <= 10; i++)
		stats_settle(&stats, i, i * 1000, i < 4 || i > 6);
	ck_assert_uint_eq(stats.run_count, 1);
	ck_assert_uint_eq(stats.runs[0].first, 4);
	ck_assert_uint_eq(stats.runs[0].length, 3);
	ck_assert_uint_eq(stats.runs[0].start, 4000);
}
END_TEST

START_TEST(extensions_are_told_when_they_are_whole)
{
	/* No checksum; two labels; the interface that a packet came in by. */
	uint8_t bytes[] = { 0x20, 0,	0,    0,    0,	  12, 1,  1, 0x00, 0x06, 0x4a,
			    0x01, 0x00, 0x0c, 0x81, 0xfe, 0,  28, 2, 0x0f, 0,	 0,
			    0,	  7,	0,    1,    0,	  0,  10, 0, 1,	   2,	 8,
			    'e',  't',	'h',  '0',  0,	  0,  0,  0, 0,	   5,	 0xdc };
	char text[EXTENSION_TEXT];

	ck_assert_str_eq(
		extension_text(bytes, sizeof(bytes), text),
		"MPLS:L=100,E=5,S=0,T=1/L=200,E=0,S=1,T=254;INC:7,10.0.1.2,\"eth0\",mtu=1500");
	bytes[2] = 1;
	ck_assert_str_eq(extension_text(bytes, sizeof(bytes), text), "");
	bytes[2] = 0;
	bytes[5] = 200;
	ck_assert_str_eq(extension_text(bytes, sizeof(bytes), text), "");
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("probe");

	tcase_add_test(tests, an_echo_reply_tells_identifier_sequence_and_ttl);
	tcase_add_test(tests, a_flipped_bit_is_a_wrong_checksum);
	tcase_add_test(tests, ip_options_are_skipped_and_kept);
	tcase_add_test(tests, no_prefix_of_a_reply_is_read_past_its_end);
	tcase_add_test(tests, an_error_tells_which_probe_it_is_about);
	tcase_add_test(tests, a_quoted_later_fragment_has_no_ports);
	tcase_add_test(tests, extension_headers_of_a_quote_are_walked);
	tcase_add_test(tests, of_the_word_of_an_error_its_meaning_is_told);
	tcase_add_test(tests, errors_have_their_sentences);
	tcase_add_test(tests, extensions_are_told_when_they_are_whole);
	tcase_add_test(tests, times_are_written_with_fewer_decimals_the_longer_they_are);
	tcase_add_test(tests, a_syn_has_a_right_checksum_in_both_families);
	tcase_add_test(tests, no_prefix_of_a_segment_is_taken_for_one);
	tcase_add_test(tests, the_checksum_of_sctp_is_castagnoli_s);
	tcase_add_test(tests, an_init_is_read_as_it_was_written);
	tcase_add_test(tests, no_bit_of_sctp_flips_unseen);
	tcase_add_test(tests, a_chunk_is_what_it_has_room_for);
	tcase_add_test(tests, conditions_are_read);
	tcase_add_test(tests, a_condition_wants_probes_in_a_row);
	tcase_add_test(tests, names_have_no_control_characters);
	tcase_add_test(tests, a_recorded_route_is_read_as_far_as_it_was_written);
	tcase_add_test(tests, times_of_routers_are_read);
	tcase_add_test(tests, options_that_lie_about_their_length_end_the_search);
	tcase_add_test(tests, statistics_of_a_series);
	tcase_add_test(tests, losses_in_a_row_are_told_as_one);
	return run_case("probe", tests);
}
