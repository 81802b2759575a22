/* SPDX-License-Identifier: GPL-2.0 */
/* A hash of words, in user space; not the kernel's. */
#ifndef SHIM_LINUX_JHASH_H
#define SHIM_LINUX_JHASH_H

#include <linux/types.h>

static inline u32 jhash2(const u32 *words, u32 length, u32 seed)
{
	u64 hash = seed + 1;

	while (length--)
		hash = (hash ^ *words++) * 0x9e3779b97f4a7c15ULL;
	return hash >> 32;
}

#endif
