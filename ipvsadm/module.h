/* SPDX-License-Identifier: GPL-2.0 */
#ifndef IPVSADM_MODULE_H
#define IPVSADM_MODULE_H

/* Load a kernel module by name or alias, as modprobe does. 0, or a negative errno. */
int module_load(const char *name);

#endif
