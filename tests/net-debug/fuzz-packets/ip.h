/* SPDX-License-Identifier: GPL-2.0 */
/* The header of IP, of either version, with what may stand behind it. */
#ifndef TESTS_NET_DEBUG_FUZZ_PACKETS_IP_H
#define TESTS_NET_DEBUG_FUZZ_PACKETS_IP_H

#include "packet.h"

/*
 * Begin a packet on its way or, @back, one that it answers.
 * Return: where it begins, for end_ip(), which tells the lengths and the checksum.
 */
size_t begin_ip(struct packet *packet, uint8_t protocol, bool back);
void end_ip(struct packet *packet, size_t at);

/* Options of IPv4, or a chain of IPv6 extension headers that leads to the protocol. */
void put_between(struct packet *packet, size_t at, uint8_t protocol);

/* A header of IPv4 is summed up as long as it says that it is, if it can be. */
void sum_ip(struct packet *packet, size_t at);

#endif
