// SPDX-License-Identifier: GPL-2.0
#include "run.h"

#include "../../kernel/base/csum.h"

#include <stdlib.h>
#include <string.h>

#define WORDS 16

static __sum16 whole(const uint32_t *words, unsigned int count)
{
	__wsum sum = 0;

	while (count--)
		sum = csum_add(sum, words[count]);
	return csum_fold(sum);
}

static uint32_t word(void)
{
	return (uint32_t)random() << 16 ^ (uint32_t)random();
}

/* Of the two zeros of ones' complement, both say the same. */
static int same(__sum16 a, __sum16 b)
{
	return a == b || (a == 0 && b == 0xffff) || (a == 0xffff && b == 0);
}

START_TEST(a_delta_does_what_a_new_sum_would)
{
	uint32_t packet[WORDS];
	uint32_t to[4];
	__sum16 check;
	__wsum delta;
	int round, i;

	for (round = 0; round < 100000; round++) {
		for (i = 0; i < WORDS; i++)
			packet[i] = word();
		for (i = 0; i < 4; i++)
			to[i] = round % 3 ? word() : packet[i] ^ 1;
		check = whole(packet, WORDS);
		delta = lvs_csum_delta(packet, to, 4);
		memcpy(packet, to, sizeof(to));
		ck_assert(same(lvs_csum_apply(check, delta), whole(packet, WORDS)));
	}
}
END_TEST

START_TEST(a_port_delta_does_what_a_new_sum_would)
{
	union {
		uint32_t words[WORDS];
		uint16_t halves[2 * WORDS];
	} packet;
	uint16_t to;
	__sum16 check;
	__wsum delta;
	int round, i;

	for (round = 0; round < 100000; round++) {
		for (i = 0; i < WORDS; i++)
			packet.words[i] = word();
		to = word();
		check = whole(packet.words, WORDS);
		delta = lvs_csum_delta16(packet.halves[2], to);
		packet.halves[2] = to;
		ck_assert(same(lvs_csum_apply(check, delta), whole(packet.words, WORDS)));
	}
}
END_TEST

START_TEST(a_partial_sum_stays_a_pseudo_header_sum)
{
	uint32_t pseudo[4];
	uint32_t to[2];
	__sum16 partial;
	int round, i;

	for (round = 0; round < 100000; round++) {
		for (i = 0; i < 4; i++)
			pseudo[i] = word();
		to[0] = word();
		to[1] = word();
		partial = ~whole(pseudo, 4);
		partial = lvs_csum_apply_partial(partial, lvs_csum_delta(pseudo, to, 2));
		memcpy(pseudo, to, sizeof(to));
		ck_assert(same(partial, (__sum16)~whole(pseudo, 4)));
	}
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("csum");

	tcase_add_test(tests, a_delta_does_what_a_new_sum_would);
	tcase_add_test(tests, a_port_delta_does_what_a_new_sum_would);
	tcase_add_test(tests, a_partial_sum_stays_a_pseudo_header_sum);
	return run_case("csum", tests);
}
