/* SPDX-License-Identifier: GPL-2.0 */
/* Bits of the kernel's, in user space. */
#ifndef SHIM_LINUX_BITOPS_H
#define SHIM_LINUX_BITOPS_H

static inline int fls(unsigned int value)
{
	return value ? 32 - __builtin_clz(value) : 0;
}

#endif
