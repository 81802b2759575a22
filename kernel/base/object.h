/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_BASE_OBJECT_H
#define LVS_BASE_OBJECT_H

#include <linux/printk.h>

/*
 * Birth and death of each object, in the kernel's log where dynamic debug asks
 * for it (func lvs_object_created, func lvs_object_destroyed). A death is told
 * before the memory is given back, so no two living objects have one address.
 * Hashes of addresses meet among many thousands: the debug guest prints them
 * unhashed (no_hash_pointers).
 */

static inline void lvs_object_created(const char *kind, const void *object)
{
	pr_debug("lvs: created %s %p\n", kind, object);
}

static inline void lvs_object_destroyed(const char *kind, const void *object)
{
	pr_debug("lvs: destroyed %s %p\n", kind, object);
}

#endif
