/* SPDX-License-Identifier: GPL-2.0 */
/* What <lvs/sched.h> needs of lists, in user space. */
#ifndef SHIM_LINUX_LIST_H
#define SHIM_LINUX_LIST_H

struct list_head {
	struct list_head *next;
	struct list_head *prev;
};

#endif
