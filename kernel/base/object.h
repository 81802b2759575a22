/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_BASE_OBJECT_H
#define LVS_BASE_OBJECT_H

#include <linux/printk.h>

/*
 * Birth and death of each object, in the kernel's log where dynamic debug asks
 * for it (func lvs_object_created, func lvs_object_destroyed). Its hashed
 * address is an id that no two living objects share, so that a death is told
 * before the memory is given back.
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
