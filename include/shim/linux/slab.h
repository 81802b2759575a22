/* SPDX-License-Identifier: GPL-2.0 */
/* Memory as the kernel gives it, in user space. */
#ifndef SHIM_LINUX_SLAB_H
#define SHIM_LINUX_SLAB_H

#include <linux/types.h>

#include <stdlib.h>

#define GFP_KERNEL_ACCOUNT 0
#define GFP_ATOMIC	   0
#define __GFP_NOWARN	   0

#define ARRAY_SIZE(array)	      (sizeof(array) / sizeof((array)[0]))
#define struct_size(p, member, count) (sizeof(*(p)) + (count) * sizeof((p)->member[0]))
#define kzalloc(size, flags)	      calloc(1, size)
#define kfree(p)		      free(p)

#endif
