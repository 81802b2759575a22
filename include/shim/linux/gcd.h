/* SPDX-License-Identifier: GPL-2.0 */
/* The greatest common divisor, in user space. */
#ifndef SHIM_LINUX_GCD_H
#define SHIM_LINUX_GCD_H

static inline unsigned long gcd(unsigned long a, unsigned long b)
{
	return b ? gcd(b, a % b) : a;
}

#endif
