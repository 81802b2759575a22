/* SPDX-License-Identifier: GPL-2.0 */
/* What the round robin's cursor needs of the kernel's atomics, in user space. */
#ifndef SHIM_LINUX_ATOMIC_H
#define SHIM_LINUX_ATOMIC_H

#include <lvs/sched.h>

static inline bool atomic_try_cmpxchg(atomic_t *value, int *old, int new)
{
	return __atomic_compare_exchange_n(&value->counter, old, new, false, __ATOMIC_SEQ_CST,
					   __ATOMIC_SEQ_CST);
}

#endif
