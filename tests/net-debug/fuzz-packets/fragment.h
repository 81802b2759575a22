/* SPDX-License-Identifier: GPL-2.0 */
/* Parts of packets. */
#ifndef TESTS_NET_DEBUG_FUZZ_PACKETS_FRAGMENT_H
#define TESTS_NET_DEBUG_FUZZ_PACKETS_FRAGMENT_H

#include "packet.h"

/* Part of a packet whose other parts may never come. */
void put_fragment(struct packet *packet);

/* Both halves of a packet, or the whole where it cannot be cut: @other's size is 0 then. */
void put_halves(struct packet *packet, struct packet *other);

#endif
