// SPDX-License-Identifier: GPL-2.0
#include "wire.h"

#include <arpa/inet.h>
#include <netinet/ip_icmp.h>
#include <string.h>

static uint32_t sum_of(const uint8_t *bytes, size_t size, uint32_t sum)
{
	size_t i;

	for (i = 0; i + 1 < size; i += 2) {
		sum += bytes[i] << 8 | bytes[i + 1];
		sum = (sum & 0xffff) + (sum >> 16);
	}
	if (size % 2)
		sum += bytes[size - 1] << 8;
	return (sum & 0xffff) + (sum >> 16);
}

uint16_t wire_checksum(const void *bytes, size_t size, uint32_t start)
{
	uint32_t sum = sum_of(bytes, size, start);

	return htons(~((sum & 0xffff) + (sum >> 16)));
}

uint32_t wire_pseudo_sum(const union probe_addr *from, const union probe_addr *to, uint8_t protocol,
			 size_t size)
{
	const struct probe_family *family = probe_family_of(from->any.sa_family);
	const uint8_t *source = (const uint8_t *)from + family->address_at;
	const uint8_t *destination = (const uint8_t *)to + family->address_at;
	uint32_t sum = protocol + (size & 0xffff) + (size >> 16);

	sum = sum_of(source, family->address_size, sum);
	return sum_of(destination, family->address_size, sum);
}

size_t wire_echo(uint8_t *packet, const struct probe_family *family, uint16_t ident, uint16_t seq,
		 size_t size)
{
	struct icmphdr header = {
		.type = family->echo_request,
		.un.echo.id = htons(ident),
		.un.echo.sequence = htons(seq),
	};

	memcpy(packet, &header, sizeof(header));
	if (family->raw_header) {
		header.checksum = wire_checksum(packet, sizeof(header) + size, 0);
		memcpy(packet, &header, sizeof(header));
	}
	return sizeof(header) + size;
}

void wire_pattern(uint8_t *payload, size_t size, const uint8_t *pattern, size_t length)
{
	size_t i;

	for (i = 0; i < size; i++)
		payload[i] = pattern && length ? pattern[i % length] : (uint8_t)i;
}
