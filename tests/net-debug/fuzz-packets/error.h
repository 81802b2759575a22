/* SPDX-License-Identifier: GPL-2.0 */
/* An ICMP error. */
#ifndef TESTS_NET_DEBUG_FUZZ_PACKETS_ERROR_H
#define TESTS_NET_DEBUG_FUZZ_PACKETS_ERROR_H

#include "packet.h"

/* About a packet of the other direction, or one in a tunnel of the director's. */
void put_error(struct packet *packet);

#endif
