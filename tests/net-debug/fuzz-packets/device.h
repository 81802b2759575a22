/* SPDX-License-Identifier: GPL-2.0 */
/* The device that packets leave by. */
#ifndef TESTS_NET_DEBUG_FUZZ_PACKETS_DEVICE_H
#define TESTS_NET_DEBUG_FUZZ_PACKETS_DEVICE_H

#include "packet.h"

#define BATCH 64

/* open_device() or exit. */
int open_device(const char *name);

/* BATCH of them at most. */
void send_all(int fd, struct packet *packets, unsigned int count);

#endif
