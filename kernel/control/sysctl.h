/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_CONTROL_SYSCTL_H
#define LVS_CONTROL_SYSCTL_H

#include "../base/net.h"

/* net.ipv4.vs.* of a namespace. Context: process. */
int lvs_sysctl_net_init(struct lvs_net *lnet);
void lvs_sysctl_net_exit(struct lvs_net *lnet);

#endif
