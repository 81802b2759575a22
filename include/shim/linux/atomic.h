/* SPDX-License-Identifier: GPL-2.0 */
/* What the schedulers need of the kernel's atomics, in user space. */
#ifndef SHIM_LINUX_ATOMIC_H
#define SHIM_LINUX_ATOMIC_H

#include <linux/types.h>

typedef struct {
	int counter;
} atomic_t;

typedef struct {
	long long counter;
} atomic64_t;

static inline int atomic_read(const atomic_t *value)
{
	return __atomic_load_n(&value->counter, __ATOMIC_RELAXED);
}

static inline bool atomic_try_cmpxchg(atomic_t *value, int *old, int new)
{
	return __atomic_compare_exchange_n(&value->counter, old, new, false, __ATOMIC_SEQ_CST,
					   __ATOMIC_SEQ_CST);
}

#endif
