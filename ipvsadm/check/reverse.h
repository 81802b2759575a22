/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Interfaces that drop what a route would not lead back by (rp_filter), as they were when the
 * run began: the kernel cannot be asked for them from within the jail.
 */
#ifndef IPVSADM_CHECK_REVERSE_H
#define IPVSADM_CHECK_REVERSE_H

#include <stdbool.h>

/** reverse_load - learn them; without, or out of memory, there are none */
void reverse_load(void);

/** reverse_is_strict - is the interface with that index one of them? */
bool reverse_is_strict(int device);

#endif
