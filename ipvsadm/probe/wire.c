// SPDX-License-Identifier: GPL-2.0
#include "wire.h"

#include <arpa/inet.h>
#include <netinet/ip_icmp.h>
#include <netinet/tcp.h>
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

size_t wire_syn(uint8_t *packet, const union probe_addr *from, const union probe_addr *to,
		uint32_t seq, uint16_t mss)
{
	struct tcphdr header = {
		.th_sport = htons(probe_addr_port(from)),
		.th_dport = htons(probe_addr_port(to)),
		.th_seq = htonl(seq),
		.th_off = WIRE_SYN / 4,
		.th_flags = TH_SYN,
		.th_win = htons(UINT16_MAX),
	};
	uint8_t *option = packet + sizeof(header);

	memcpy(packet, &header, sizeof(header));
	option[0] = TCPOPT_MAXSEG;
	option[1] = TCPOLEN_MAXSEG;
	option[2] = mss >> 8;
	option[3] = mss & 0xff;
	header.th_sum =
		wire_checksum(packet, WIRE_SYN, wire_pseudo_sum(from, to, IPPROTO_TCP, WIRE_SYN));
	memcpy(packet, &header, sizeof(header));
	return WIRE_SYN;
}

void wire_pattern(uint8_t *payload, size_t size, const uint8_t *pattern, size_t length)
{
	size_t i;

	for (i = 0; i < size; i++)
		payload[i] = pattern && length ? pattern[i % length] : (uint8_t)i;
}
