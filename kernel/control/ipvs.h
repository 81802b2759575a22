/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_CONTROL_IPVS_H
#define LVS_CONTROL_IPVS_H

/* The stock generic netlink family, IPVS. Context: module load and unload. */
int lvs_ipvs_init(void);
void lvs_ipvs_exit(void);

#endif
