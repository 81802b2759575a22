/* SPDX-License-Identifier: GPL-2.0 */
/* TCP, with FTP in it now and then, UDP and SCTP, with ports that others use too. */
#ifndef TESTS_NET_DEBUG_FUZZ_PACKETS_TRANSPORT_H
#define TESTS_NET_DEBUG_FUZZ_PACKETS_TRANSPORT_H

#include "packet.h"

uint8_t a_protocol(void);
void put_transport(struct packet *packet, uint8_t protocol, bool back);

/* Make its checksum right, if it is one of the Internet's; the header of IP begins at @ip. */
void sum_transport(struct packet *packet, size_t ip, size_t at, uint8_t protocol);

/* Where the protocol's checksum stands, 0 for none of ours. */
size_t checksum_at(uint8_t protocol);

#endif
