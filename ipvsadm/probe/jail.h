/* SPDX-License-Identifier: GPL-2.0 */
/* The least that a prober needs: called once all sockets are open and set up. */
#ifndef IPVSADM_PROBE_JAIL_H
#define IPVSADM_PROBE_JAIL_H

/**
 * jail_drop - give up what only opening sockets needed
 *
 * Capabilities and a set-user-ID identity go, for good: no_new_privs is set.
 *
 * Return: 0 or a negative errno.
 */
int jail_drop(void);

/**
 * jail_enter - from here on, only talk over what is open
 *
 * A seccomp filter refuses (EPERM) every system call but those that send,
 * receive, wait, print and allocate, and ends a process that would run a program,
 * open a socket or look into another process. Where the kernel has no seccomp the
 * prober runs without; capabilities are gone in any case.
 *
 * Return: 0 or a negative errno.
 */
int jail_enter(void);

#endif
