/* SPDX-License-Identifier: GPL-2.0 */
/* One host that is asked: its socket set up, its probes sent. */
#ifndef IPVSADM_PROBE_PING_TARGET_H
#define IPVSADM_PROBE_PING_TARGET_H

#include "ping.h"

/**
 * target_open - find the host and open a socket to it
 * @ping:   the run
 * @target: the result
 * @ask:    which host, and with what
 * @number: how manieth target, from 0: each has an identifier of its own
 *
 * Return: 0, or 2 with a message told.
 */
int target_open(const struct ping *ping, struct ping_target *target, const struct ping_ask *ask,
		size_t number);

/**
 * target_connect - hear only what the target sends, and errors about what goes to it
 * Return: 0, or 2 with a message told.
 */
int target_connect(struct ping_target *target);

/** target_close - the reverse */
void target_close(struct ping_target *target);

/**
 * target_send - send the next probe
 * Return: 0; -EAGAIN where the host has no room for it now; another negative
 * errno where it will not have it: the probe has failed then.
 */
int target_send(struct ping_target *target);

/** target_ended - an answer or an error came for that probe: how many are under way? */
void target_ended(struct ping_target *target, const struct flight_probe *probe);

#endif
