/* SPDX-License-Identifier: GPL-2.0 */
/* A lock for a program that has one thread, in user space: it is held or not. */
#ifndef SHIM_LINUX_SPINLOCK_H
#define SHIM_LINUX_SPINLOCK_H

#include <linux/types.h>

#include <assert.h>

typedef struct {
	bool held;
} spinlock_t;

static inline void spin_lock_init(spinlock_t *lock)
{
	lock->held = false;
}

static inline void spin_lock(spinlock_t *lock)
{
	assert(!lock->held);
	lock->held = true;
}

static inline bool spin_trylock(spinlock_t *lock)
{
	if (lock->held)
		return false;
	lock->held = true;
	return true;
}

static inline void spin_unlock(spinlock_t *lock)
{
	assert(lock->held);
	lock->held = false;
}

#define smp_mb()	       ((void)0)
#define spin_lock_bh	       spin_lock
#define spin_unlock_bh	       spin_unlock
#define lockdep_is_held(lock)  ((lock)->held)
#define lockdep_assert_held(l) assert((l)->held)

#endif
