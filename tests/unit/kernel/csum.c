// SPDX-License-Identifier: GPL-2.0
/*
 * Incremental checksums against a sum made anew, bit for bit: a receiver
 * compares, and of UDP's two zeros one means that there is no checksum.
 */
#include "../run.h"

#include "../../../kernel/base/csum.h"

#include <stdlib.h>
#include <string.h>

#define ROUNDS	200000
#define PAYLOAD 5

/* A pseudo header of either family, ports, and what follows; summed as it lies in memory. */
struct datagram {
	uint32_t saddr[4];
	uint32_t daddr[4];
	uint16_t sport;
	uint16_t dport;
	uint32_t payload[PAYLOAD];
};

static uint32_t word(void)
{
	return (uint32_t)random() << 16 ^ (uint32_t)random();
}

/* RFC 1071 by its letter: 16 bits at a time, the carry brought around at the end. */
static uint16_t sum16(const void *data, size_t length)
{
	const uint16_t *halves = data;
	uint64_t sum = 0;
	size_t i;

	for (i = 0; i < length / 2; i++)
		sum += halves[i];
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return sum;
}

static uint16_t whole(const struct datagram *datagram)
{
	return ~sum16(datagram, sizeof(*datagram));
}

static void fill(struct datagram *datagram, unsigned int words)
{
	unsigned int i;

	memset(datagram, 0, sizeof(*datagram));
	for (i = 0; i < words; i++) {
		datagram->saddr[i] = word();
		datagram->daddr[i] = word();
	}
	datagram->sport = word();
	datagram->dport = word();
	for (i = 0; i < PAYLOAD; i++)
		datagram->payload[i] = word();
}

/* Rewrite what a director rewrites; every fourth time, something stays as it was. */
static void rewrite(struct datagram *to, const struct datagram *from, unsigned int words, int round)
{
	struct datagram other;

	fill(&other, words);
	*to = *from;
	memcpy(to->daddr, other.daddr, sizeof(to->daddr));
	if (round & 3)
		memcpy(to->saddr, other.saddr, sizeof(to->saddr));
	if (round & 4)
		to->dport = other.dport;
	if (round & 8)
		to->sport = other.sport;
}

static __wsum addr_delta(const struct datagram *from, const struct datagram *to, unsigned int words)
{
	return csum_add(lvs_csum_delta(from->saddr, to->saddr, words),
			lvs_csum_delta(from->daddr, to->daddr, words));
}

static __wsum full_delta(const struct datagram *from, const struct datagram *to, unsigned int words)
{
	return csum_add(addr_delta(from, to, words),
			csum_add(lvs_csum_delta16(from->sport, to->sport),
				 lvs_csum_delta16(from->dport, to->dport)));
}

START_TEST(a_translated_packet_has_the_sum_that_is_made_anew)
{
	unsigned int words = _i ? 4 : 1;
	struct datagram from, to;
	int round;

	for (round = 0; round < ROUNDS; round++) {
		fill(&from, words);
		rewrite(&to, &from, words, round);
		ck_assert_uint_eq(lvs_csum_apply(whole(&from), full_delta(&from, &to, words)),
				  whole(&to));
	}
}
END_TEST

START_TEST(there_and_back_is_the_packet_as_it_was)
{
	unsigned int words = _i ? 4 : 1;
	struct datagram from, to;
	__sum16 check;
	int round;

	for (round = 0; round < ROUNDS; round++) {
		fill(&from, words);
		rewrite(&to, &from, words, round);
		check = lvs_csum_apply(whole(&from), full_delta(&from, &to, words));
		check = lvs_csum_apply(check, full_delta(&to, &from, words));
		ck_assert_uint_eq(check, whole(&from));
	}
}
END_TEST

START_TEST(hardware_completes_a_partial_sum_to_the_whole_one)
{
	unsigned int words = _i ? 4 : 1;
	struct datagram from, to;
	uint32_t complete;
	__sum16 partial;
	int round;

	for (round = 0; round < ROUNDS; round++) {
		fill(&from, words);
		rewrite(&to, &from, words, round);
		partial = sum16(&from, offsetof(struct datagram, sport));
		partial = lvs_csum_apply_partial(partial, addr_delta(&from, &to, words));
		ck_assert_uint_eq(partial, sum16(&to, offsetof(struct datagram, sport)));
		complete =
			partial + sum16(&to.sport, sizeof(to) - offsetof(struct datagram, sport));
		ck_assert_uint_eq((uint16_t) ~((complete & 0xffff) + (complete >> 16)), whole(&to));
	}
}
END_TEST

/* A sum of all ones is zero on the wire, which UDP sends as all ones. */
START_TEST(udp_zero_comes_out_as_zero_for_the_caller_to_mangle)
{
	struct datagram from, to;
	int round;

	for (round = 0; round < ROUNDS; round++) {
		fill(&from, 1);
		rewrite(&to, &from, 1, round);
		/* The last half word makes the new packet sum to all ones. */
		to.payload[PAYLOAD - 1] = 0;
		((uint16_t *)&to.payload[PAYLOAD - 1])[0] = whole(&to);
		from.payload[PAYLOAD - 1] = to.payload[PAYLOAD - 1];
		ck_assert_uint_eq(whole(&to), 0);
		ck_assert_uint_eq(lvs_csum_apply(whole(&from), full_delta(&from, &to, 1)), 0);
	}
}
END_TEST

START_TEST(udp_mangled_zero_is_as_good_a_start_as_zero)
{
	struct datagram from, to;
	int round;

	for (round = 0; round < ROUNDS; round++) {
		fill(&from, 1);
		from.payload[PAYLOAD - 1] = 0;
		((uint16_t *)&from.payload[PAYLOAD - 1])[0] = whole(&from);
		ck_assert_uint_eq(whole(&from), 0);
		rewrite(&to, &from, 1, round);
		if (!memcmp(&from, &to, sizeof(to)))
			continue;
		ck_assert_uint_eq(lvs_csum_apply(0xffff, full_delta(&from, &to, 1)), whole(&to));
	}
}
END_TEST

START_TEST(no_change_adds_nothing)
{
	static const uint32_t same[4] = { 1, 0xffffffff, 0, 0x0a000164 };
	unsigned int check;

	for (check = 0; check < 0xffff; check++)
		ck_assert_uint_eq(lvs_csum_apply(check, lvs_csum_delta(same, same, 4)), check);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("kernel-csum");

	tcase_add_loop_test(tests, a_translated_packet_has_the_sum_that_is_made_anew, 0, 2);
	tcase_add_loop_test(tests, there_and_back_is_the_packet_as_it_was, 0, 2);
	tcase_add_loop_test(tests, hardware_completes_a_partial_sum_to_the_whole_one, 0, 2);
	tcase_add_test(tests, udp_zero_comes_out_as_zero_for_the_caller_to_mangle);
	tcase_add_test(tests, udp_mangled_zero_is_as_good_a_start_as_zero);
	tcase_add_test(tests, no_change_adds_nothing);
	return run_case("kernel-csum", tests);
}
