/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Names of interfaces, as they were when the run began: the kernel cannot be
 * asked for them from within the jail.
 */
#ifndef IPVSADM_PROBE_SCOPE_H
#define IPVSADM_PROBE_SCOPE_H

/** scope_load - learn them; without, or out of memory, scopes are told by number */
void scope_load(void);

/** scope_name - of the interface with that index, NULL if it is not known */
const char *scope_name(unsigned int index);

#endif
