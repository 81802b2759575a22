/* SPDX-License-Identifier: GPL-2.0 */
/* RCU of a program that has one thread, in user space: a grace period is over at once. */
#ifndef SHIM_LINUX_RCUPDATE_H
#define SHIM_LINUX_RCUPDATE_H

#include <linux/types.h>

#include <stdlib.h>

#define __rcu
#define RCU_INIT_POINTER(p, v)		((p) = (v))
#define rcu_assign_pointer(p, v)	((p) = (v))
#define rcu_dereference(p)		(p)
#define rcu_dereference_protected(p, c) ((void)(c), (p))
#define kfree_rcu(p, member)		free(p)

struct rcu_head {
	void *unused;
};

#endif
