// SPDX-License-Identifier: GPL-2.0
/* Which chain a flow is in: nobody who does not know the table's secret can tell. */
#include "../run.h"

#include "../../../kernel/tables/flow_hash.h"

#include <linux/random.h>

#define BUCKETS 4096
#define CHAIN	64

/* What a client can choose, and what it cannot. */
struct key {
	u32 saddr[4];
	u32 daddr[4];
	u32 ports;
	u8 protocol;
};

static const u16 families[] = { AF_INET, AF_INET6 };
static struct lvs_flow_secret secret;

static u32 bucket_of(const struct key *key, u16 family)
{
	return lvs_flow_hash(key->saddr, key->daddr, key->ports, key->protocol, family, &secret) %
	       BUCKETS;
}

/* Flows to one service that share a chain now. */
static void find_chain(struct key *chain, u16 family)
{
	struct key key = { .daddr = { 1, 2, 3, 4 }, .protocol = IPPROTO_TCP };
	unsigned int count = 0;

	get_random_bytes(&secret, sizeof(secret));
	while (count < CHAIN) {
		get_random_bytes(key.saddr, sizeof(key.saddr));
		get_random_bytes(&key.ports, sizeof(key.ports));
		if (!bucket_of(&key, family))
			chain[count++] = key;
	}
}

/* Pairs of them that still do. */
static unsigned int pairs_of(const struct key *chain, u16 family)
{
	unsigned int pairs = 0;
	unsigned int i, j;

	for (i = 0; i < CHAIN; i++) {
		for (j = 0; j < i; j++)
			pairs += bucket_of(&chain[i], family) == bucket_of(&chain[j], family);
	}
	return pairs;
}

START_TEST(a_chain_falls_apart_when_any_word_of_the_secret_changes)
{
	const unsigned int words = families[_i] == AF_INET6 ? LVS_FLOW_HASH_WORDS : 3;
	struct key chain[CHAIN];
	unsigned int i;

	find_chain(chain, families[_i]);
	ck_assert_uint_eq(pairs_of(chain, families[_i]), CHAIN * (CHAIN - 1) / 2);
	secret.kind ^= 0x40000001;
	ck_assert_uint_lt(pairs_of(chain, families[_i]), 10);
	secret.kind ^= 0x40000001;
	for (i = 0; i < words; i++) {
		secret.word[i] ^= 0x40000001;
		ck_assert_uint_lt(pairs_of(chain, families[_i]), 10);
		secret.word[i] ^= 0x40000001;
	}
	ck_assert_uint_eq(pairs_of(chain, families[_i]), CHAIN * (CHAIN - 1) / 2);
}
END_TEST

/* The words of a key, its protocol last, that a family has. */
static u32 *word_of(struct key *key, u16 family, unsigned int which)
{
	unsigned int words = family == AF_INET6 ? 4 : 1;

	if (which < words)
		return &key->saddr[which];
	return which < 2 * words ? &key->daddr[which - words] : &key->ports;
}

START_TEST(whatever_flows_differ_in_they_are_in_chains_of_their_own)
{
	const unsigned int words = families[_i] == AF_INET6 ? LVS_FLOW_HASH_WORDS : 3;
	struct key chain[CHAIN];
	unsigned int which;
	unsigned int same;
	unsigned int i;

	find_chain(chain, families[_i]);
	for (which = 0; which < words; which++) {
		for (i = 0, same = 0; i < CHAIN; i++) {
			*word_of(&chain[i], families[_i], which) ^= 1;
			same += !bucket_of(&chain[i], families[_i]);
			*word_of(&chain[i], families[_i], which) ^= 1;
		}
		ck_assert_uint_lt(same, 4);
	}
	for (i = 0, same = 0; i < CHAIN; i++) {
		chain[i].protocol = IPPROTO_UDP;
		same += !bucket_of(&chain[i], families[_i]);
	}
	ck_assert_uint_lt(same, 4);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("kernel-flows");

	tcase_add_loop_test(tests, a_chain_falls_apart_when_any_word_of_the_secret_changes, 0, 2);
	tcase_add_loop_test(tests, whatever_flows_differ_in_they_are_in_chains_of_their_own, 0, 2);
	return run_case("kernel-flows", tests);
}
