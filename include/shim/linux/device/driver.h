/* SPDX-License-Identifier: GPL-2.0 */
/* Modules register by a macro of the kernel that nobody needs in user space. */
#ifndef SHIM_LINUX_DEVICE_DRIVER_H
#define SHIM_LINUX_DEVICE_DRIVER_H

#endif
