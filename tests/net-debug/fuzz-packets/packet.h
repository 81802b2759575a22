/* SPDX-License-Identifier: GPL-2.0 */
/* A packet under construction. */
#ifndef TESTS_NET_DEBUG_FUZZ_PACKETS_PACKET_H
#define TESTS_NET_DEBUG_FUZZ_PACKETS_PACKET_H

#include "../dice.h"

#include <linux/virtio_net.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FRAME	     9014
#define ETHER	     14
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Where a transport header was put last, and of which protocol, 0 for none: offload goes by that. */
struct packet {
	struct virtio_net_hdr offload;
	size_t size;
	size_t transport;
	uint8_t protocol;
	bool six;
	bool from_server;
	uint8_t bytes[FRAME];
};

void put(struct packet *packet, const void *bytes, size_t size);
void put8(struct packet *packet, uint8_t value);
void put16(struct packet *packet, uint16_t value);
void put32(struct packet *packet, uint32_t value);
void put_noise(struct packet *packet, size_t size);
void set16(struct packet *packet, size_t at, uint16_t value);

/* Add up what stands from there; fold() makes a checksum of a sum. */
uint32_t sum_of(const struct packet *packet, size_t at, size_t size, uint32_t sum);
uint16_t fold(uint32_t sum);

#endif
