/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_CONTROL_PROCFS_H
#define LVS_CONTROL_PROCFS_H

#include "../base/net.h"

/* /proc/net/ip_vs* of a namespace. Context: process. */
int lvs_procfs_net_init(struct lvs_net *lnet);
void lvs_procfs_net_exit(struct lvs_net *lnet);

#endif
