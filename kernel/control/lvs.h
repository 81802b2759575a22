/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_CONTROL_LVS_H
#define LVS_CONTROL_LVS_H

/* Our own generic netlink family, LVS. Context: module load and unload. */
int lvs_family_init(void);
void lvs_family_exit(void);

#endif
