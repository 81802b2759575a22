/* SPDX-License-Identifier: GPL-2.0 */
/* What <lvs/sched.h> needs of modules, in user space. */
#ifndef SHIM_LINUX_MODULE_H
#define SHIM_LINUX_MODULE_H

struct module;

#endif
