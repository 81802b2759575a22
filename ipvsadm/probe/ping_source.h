/* SPDX-License-Identifier: GPL-2.0 */
/* Where echo requests come from: device, address, and is there a way at all. */
#ifndef IPVSADM_PROBE_PING_SOURCE_H
#define IPVSADM_PROBE_PING_SOURCE_H

#include "ping.h"

/**
 * source_choose - ask the kernel which address it would send from
 *
 * Tells what is odd about it. Sets target->source.
 *
 * Return: 0, or 2 with a message told: there is no route.
 */
int source_choose(struct ping_target *target, const struct ping_options *options);

/**
 * source_bind - bind the target's socket as the user asked
 * @port: of a socket that is not raw: the identifier that is wanted, 0 for any
 *
 * Return: 0, or 2 with a message told.
 */
int source_bind(struct ping_target *target, const struct ping_options *options, uint16_t port);

#endif
