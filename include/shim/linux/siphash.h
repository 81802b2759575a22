/* SPDX-License-Identifier: GPL-2.0 */
/* SipHash-1-3 in user space, as its paper has it (Aumasson, Bernstein 2012). */
#ifndef SHIM_LINUX_SIPHASH_H
#define SHIM_LINUX_SIPHASH_H

#include <linux/types.h>

#include <string.h>

typedef struct {
	unsigned long key[2];
} hsiphash_key_t;

static inline u64 siphash_rotate(u64 value, int bits)
{
	return value << bits | value >> (64 - bits);
}

static inline void siphash_round(u64 v[4])
{
	v[0] += v[1];
	v[2] += v[3];
	v[1] = siphash_rotate(v[1], 13) ^ v[0];
	v[3] = siphash_rotate(v[3], 16) ^ v[2];
	v[0] = siphash_rotate(v[0], 32);
	v[2] += v[1];
	v[0] += v[3];
	v[1] = siphash_rotate(v[1], 17) ^ v[2];
	v[3] = siphash_rotate(v[3], 21) ^ v[0];
	v[2] = siphash_rotate(v[2], 32);
}

static inline void siphash_block(u64 v[4], u64 block)
{
	v[3] ^= block;
	siphash_round(v);
	v[0] ^= block;
}

/* Blocks are little endian; the last one has what is less than a block, and the length on top. */
static inline u32 hsiphash(const void *data, size_t size, const hsiphash_key_t *key)
{
	u64 v[4] = {
		key->key[0] ^ 0x736f6d6570736575ULL,
		key->key[1] ^ 0x646f72616e646f6dULL,
		key->key[0] ^ 0x6c7967656e657261ULL,
		key->key[1] ^ 0x7465646279746573ULL,
	};
	const u8 *at = data;
	const u8 *end = at + size;
	u64 block;

	for (; at + sizeof(block) <= end; at += sizeof(block)) {
		memcpy(&block, at, sizeof(block));
		siphash_block(v, block);
	}
	block = (u64)size << 56;
	memcpy(&block, at, end - at);
	siphash_block(v, block);
	v[2] ^= 0xff;
	siphash_round(v);
	siphash_round(v);
	siphash_round(v);
	return v[0] ^ v[1] ^ v[2] ^ v[3];
}

static inline u32 hsiphash_1u32(u32 word, const hsiphash_key_t *key)
{
	return hsiphash(&word, sizeof(word), key);
}

#endif
