/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Real servers that are pinged as long as they are there. To read the table takes privileges,
 * to open sockets too, and who has met the network has none: this process reads the table, and
 * starts one that pings; another one when the servers are others.
 */
#ifndef IPVSADM_PROBE_WATCH_H
#define IPVSADM_PROBE_WATCH_H

#include "ping.h"

/**
 * watch_run - until it is ended
 * @ping: with its cohort
 * @run:  pings that, in a process of its own, and returns its exit status
 *
 * Return: exit status.
 */
int watch_run(struct ping *ping, int (*run)(struct ping *ping));

#endif
