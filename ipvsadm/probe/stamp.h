/* SPDX-License-Identifier: GPL-2.0 */
/* Time stamps that the kernel gives packets as they leave and arrive. */
#ifndef IPVSADM_PROBE_STAMP_H
#define IPVSADM_PROBE_STAMP_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>

/**
 * stamp_enable - ask for stamps of both directions
 *
 * Return: false if the kernel stamps only what arrives, or nothing.
 */
bool stamp_enable(int fd);

/**
 * stamp_of - the stamp in a control message
 * @cmsg: any control message
 * @at:   set to nanoseconds of the wall clock if it has one
 *
 * Return: was it one?
 */
bool stamp_of(struct cmsghdr *cmsg, uint64_t *at);

#endif
