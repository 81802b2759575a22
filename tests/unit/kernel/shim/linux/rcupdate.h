/* SPDX-License-Identifier: GPL-2.0 */
/* RCU of a program that has one thread, in user space. */
#ifndef SHIM_LINUX_RCUPDATE_H
#define SHIM_LINUX_RCUPDATE_H

struct rcu_head {
	void *unused;
};

#endif
