// SPDX-License-Identifier: GPL-2.0
#include "../base/csum.h"
#include "selftest.h"

#include <linux/random.h>

#define LVS_CSUM_ROUNDS 2000
/* As many words as two IPv6 addresses and a payload. */
#define LVS_CSUM_WORDS 12

/* Words at both ends of a sum's range come up as often as all others. */
static __be32 lvs_csum_word(void)
{
	u32 word = get_random_u32();

	if (word % 8 == 0)
		return 0;
	return (__force __be32)(word % 8 == 1 ? U32_MAX : word);
}

static void lvs_csum_round(struct lvs_selftest *test, unsigned int words)
{
	__be32 data[LVS_CSUM_WORDS];
	__be32 to[4];
	__sum16 partial;
	__sum16 check;
	__wsum delta;
	unsigned int i;

	for (i = 0; i < LVS_CSUM_WORDS; i++)
		data[i] = lvs_csum_word();
	for (i = 0; i < words; i++)
		to[i] = lvs_csum_word();
	/* No packet is all zeros, and the sum of one that was has another zero. */
	data[LVS_CSUM_WORDS - 1] = (__force __be32)0x1234;
	check = csum_fold(csum_partial(data, sizeof(data), 0));
	partial = ~check;
	delta = lvs_csum_delta(data, to, words);
	delta = csum_add(delta, lvs_csum_delta16((__force __be16)0x1234, (__force __be16)0x4321));
	memcpy(data, to, words * sizeof(*to));
	data[LVS_CSUM_WORDS - 1] = (__force __be32)0x4321;

	LVS_EXPECT(test,
		   lvs_csum_apply(check, delta) == csum_fold(csum_partial(data, sizeof(data), 0)));
	LVS_EXPECT(test, lvs_csum_apply_partial(partial, delta) ==
				 (__sum16)~csum_fold(csum_partial(data, sizeof(data), 0)));
}

/* An incremental checksum is the one that the whole data has. */
void lvs_selftest_csum(struct lvs_selftest *test)
{
	unsigned int i;

	for (i = 0; i < LVS_CSUM_ROUNDS; i++)
		lvs_csum_round(test, i % 2 ? 4 : 1);
}
