/* SPDX-License-Identifier: GPL-2.0 */
/* IPv6 flow labels (RFC 6437), from the kernel's manager of them. */
#ifndef IPVSADM_PROBE_FLOW_H
#define IPVSADM_PROBE_FLOW_H

#include "family.h"

/**
 * flow_take - let a socket send with a flow label
 * @fd:    an IPv6 socket
 * @to:    where to; its flow label is set
 * @label: 20 bits, 0 for one of the kernel's choice; set to what it is
 *
 * The user's other sockets may have the same one.
 *
 * Return: 0 or a negative errno.
 */
int flow_take(int fd, union probe_addr *to, uint32_t *label);

#endif
