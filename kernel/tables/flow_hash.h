/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_TABLES_FLOW_HASH_H
#define LVS_TABLES_FLOW_HASH_H

#include <linux/jhash.h>
#include <linux/netfilter.h>
#include <linux/types.h>

/*
 * Which chain of a table a flow is in. Clients choose most of what is hashed, and the list
 * of connections, which everybody may read, goes by chains. A secret of 32 bits could be
 * searched until it explains such a list, and a chain be grown from afar then: so each word
 * is masked by a secret one of its own before it is mixed with others.
 */

/* Addresses of IPv6, and ports. */
#define LVS_FLOW_HASH_WORDS 9

/**
 * struct lvs_flow_secret - random, of one table
 * @kind: masks the protocol
 * @word: mask what is hashed; IPv4 has three words
 */
struct lvs_flow_secret {
	u32 kind;
	u32 word[LVS_FLOW_HASH_WORDS];
};

/*
 * IPv6's further words come before those that both families have. Inline, as a call costs
 * half as much as all else.
 */
static __always_inline u32 lvs_flow_hash(const __be32 *saddr, const __be32 *daddr, __be32 ports,
					 u8 protocol, u16 family,
					 const struct lvs_flow_secret *secret)
{
	const u32 *from = (const u32 *)saddr;
	const u32 *to = (const u32 *)daddr;
	const u32 *word = secret->word;
	u32 a, b, c;

	a = b = c = secret->kind ^ protocol;
	if (family == AF_INET6) {
		a += from[1] ^ word[3];
		b += from[2] ^ word[4];
		c += from[3] ^ word[5];
		__jhash_mix(a, b, c);
		a += to[1] ^ word[6];
		b += to[2] ^ word[7];
		c += to[3] ^ word[8];
		__jhash_mix(a, b, c);
	}
	a += from[0] ^ word[0];
	b += to[0] ^ word[1];
	c += (__force u32)ports ^ word[2];
	__jhash_final(a, b, c);
	return c;
}

#endif
