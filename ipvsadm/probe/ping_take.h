/* SPDX-License-Identifier: GPL-2.0 */
/* What comes back to ping: into the statistics, and told. */
#ifndef IPVSADM_PROBE_PING_TAKE_H
#define IPVSADM_PROBE_PING_TAKE_H

#include "ping.h"

/** ping_take - all that the socket of @target has by now: replies, errors, times of leaving */
void ping_take(struct ping *ping, struct ping_target *target);

#endif
