/* SPDX-License-Identifier: GPL-2.0 */
/* Chance in user space, the same in each run. */
#ifndef SHIM_LINUX_RANDOM_H
#define SHIM_LINUX_RANDOM_H

#include <linux/types.h>

#include <stdlib.h>

static inline void get_random_bytes(void *bytes, size_t size)
{
	u8 *byte = bytes;

	while (size--)
		*byte++ = random();
}

#endif
