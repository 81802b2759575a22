/* SPDX-License-Identifier: GPL-2.0 */
/* A packet of a connection, whole and right, or left for others to finish. */
#ifndef TESTS_NET_DEBUG_FUZZ_PACKETS_CONNECTION_H
#define TESTS_NET_DEBUG_FUZZ_PACKETS_CONNECTION_H

#include "packet.h"

void put_connection(struct packet *packet, bool back);

/* Its checksum is still to be made, and it is to be cut into segments before. */
void put_offload(struct packet *packet);

#endif
