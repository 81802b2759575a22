/* SPDX-License-Identifier: GPL-2.0 */
/* What mixes three words, in user space; not the kernel's. */
#ifndef SHIM_LINUX_JHASH_H
#define SHIM_LINUX_JHASH_H

#include <linux/types.h>

static inline u32 jhash_word(u32 a, u32 b, u32 c, u64 which)
{
	u64 hash = (((u64)a << 32 | b) ^ which) * 0x9e3779b97f4a7c15ULL;

	hash = (hash ^ hash >> 31 ^ c) * 0xbf58476d1ce4e5b9ULL;
	return (hash ^ hash >> 31) * 0x94d049bb133111ebULL >> 32;
}

static inline void jhash_three(u32 *a, u32 *b, u32 *c)
{
	u32 first = jhash_word(*a, *b, *c, 1);
	u32 second = jhash_word(*a, *b, *c, 2);

	*c = jhash_word(*a, *b, *c, 3);
	*b = second;
	*a = first;
}

#define __jhash_mix(a, b, c)   jhash_three(&(a), &(b), &(c))
#define __jhash_final(a, b, c) jhash_three(&(a), &(b), &(c))

#endif
