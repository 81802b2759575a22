// SPDX-License-Identifier: GPL-2.0
#include "packet.h"

#include <arpa/inet.h>
#include <string.h>

void put(struct packet *packet, const void *bytes, size_t size)
{
	if (size > FRAME - packet->size)
		size = FRAME - packet->size;
	memcpy(packet->bytes + packet->size, bytes, size);
	packet->size += size;
}

void put8(struct packet *packet, uint8_t value)
{
	put(packet, &value, 1);
}

void put16(struct packet *packet, uint16_t value)
{
	value = htons(value);
	put(packet, &value, 2);
}

void put32(struct packet *packet, uint32_t value)
{
	value = htonl(value);
	put(packet, &value, 4);
}

void put_noise(struct packet *packet, size_t size)
{
	while (size--)
		put8(packet, (uint8_t)draw(256));
}

void set16(struct packet *packet, size_t at, uint16_t value)
{
	packet->bytes[at] = (uint8_t)(value >> 8);
	packet->bytes[at + 1] = (uint8_t)value;
}

uint32_t sum_of(const struct packet *packet, size_t at, size_t size, uint32_t sum)
{
	const uint8_t *bytes = packet->bytes + at;
	size_t i;

	for (i = 0; i < size; i++)
		sum += i % 2 ? bytes[i] : (uint32_t)bytes[i] << 8;
	return sum;
}

uint16_t fold(uint32_t sum)
{
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return (uint16_t)~sum;
}
