// SPDX-License-Identifier: GPL-2.0
#include "wire.h"
#include "bytes.h"

#include <arpa/inet.h>
#include <netinet/ip_icmp.h>
#include <netinet/tcp.h>
#include <string.h>

/* RFC 7413 2: what Debian 12's <netinet/tcp.h> does not have. */
#define TCPOPT_FASTOPEN 34
#define SCALING_SHIFT	7

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

static void put_ports(uint8_t *packet, const union probe_addr *from, const union probe_addr *to)
{
	put_be16(packet, probe_addr_port(from));
	put_be16(packet + 2, probe_addr_port(to));
}

/* The checksum goes to @at of the packet; of a pseudo header and the first @covered bytes. */
static void put_checksum(uint8_t *packet, size_t at, size_t covered, uint32_t pseudo)
{
	uint16_t check;

	memset(packet + at, 0, sizeof(check));
	check = wire_checksum(packet, covered, pseudo);
	memcpy(packet + at, &check, sizeof(check));
}

size_t wire_udp(uint8_t *packet, const union probe_addr *from, const union probe_addr *to,
		int protocol, size_t coverage, uint16_t check, size_t size)
{
	size_t whole = WIRE_UDP_HEADER + size;
	uint32_t pseudo = wire_pseudo_sum(from, to, (uint8_t)protocol, whole);
	size_t covered = coverage && coverage < whole ? coverage : whole;

	put_ports(packet, from, to);
	put_be16(packet + 4, (uint16_t)(protocol == IPPROTO_UDP ? whole : coverage));
	if (check) {
		/* With the wanted checksum in its place, the rest must sum up to it. */
		put_be16(packet + 6, check);
		put_checksum(packet, WIRE_UDP_HEADER, covered, pseudo);
	} else {
		put_checksum(packet, 6, covered, pseudo);
		/* RFC 768: none would be zero. */
		if (!packet[6] && !packet[7])
			put_be16(packet + 6, 0xffff);
	}
	return whole;
}

static size_t put_tcp_options(uint8_t *at, const struct wire_tcp *tcp, uint32_t seq)
{
	uint8_t *start = at;

	if (tcp->mss) {
		at[0] = TCPOPT_MAXSEG;
		at[1] = 4;
		put_be16(at + 2, tcp->mss);
		at += 4;
	}
	if (tcp->sack) {
		*at++ = TCPOPT_SACK_PERMITTED;
		*at++ = 2;
	}
	if (tcp->timestamps) {
		at[0] = TCPOPT_TIMESTAMP;
		at[1] = 10;
		put_be32(at + 2, seq);
		put_be32(at + 6, 0);
		at += 10;
	}
	if (tcp->scaling) {
		*at++ = TCPOPT_WINDOW;
		*at++ = 3;
		*at++ = SCALING_SHIFT;
	}
	if (tcp->fastopen) {
		*at++ = TCPOPT_FASTOPEN;
		*at++ = 2;
	}
	while ((at - start) % 4)
		*at++ = TCPOPT_NOP;
	return (size_t)(at - start);
}

size_t wire_tcp(uint8_t *packet, const union probe_addr *from, const union probe_addr *to,
		uint32_t seq, const struct wire_tcp *tcp)
{
	size_t size;

	memset(packet, 0, WIRE_TCP_HEADER);
	size = WIRE_TCP_HEADER + put_tcp_options(packet + WIRE_TCP_HEADER, tcp, seq);
	put_ports(packet, from, to);
	put_be32(packet + 4, seq);
	/* A reset tells again what it was acknowledged. */
	if (tcp->flags & TH_ACK)
		put_be32(packet + 8, seq);
	packet[12] = (uint8_t)(size / 4 << 4 | (tcp->flags >> 8 & 1));
	packet[13] = (uint8_t)tcp->flags;
	put_be16(packet + 14, tcp->window);
	put_checksum(packet, 16, size, wire_pseudo_sum(from, to, IPPROTO_TCP, size));
	return size;
}

size_t wire_syn(uint8_t *packet, const union probe_addr *from, const union probe_addr *to,
		uint32_t seq, uint16_t mss)
{
	const struct wire_tcp syn = { .flags = TH_SYN, .window = UINT16_MAX, .mss = mss };

	return wire_tcp(packet, from, to, seq, &syn);
}

size_t wire_dccp(uint8_t *packet, const union probe_addr *from, const union probe_addr *to,
		 uint32_t service, uint32_t seq)
{
	size_t size = WIRE_DCCP_REQUEST;

	memset(packet, 0, size);
	put_ports(packet, from, to);
	packet[4] = (uint8_t)(size / 4);
	/* A request, with a sequence number of 48 bits. */
	packet[8] = 1;
	put_be32(packet + 12, seq);
	put_be32(packet + 16, service);
	put_checksum(packet, 6, size, wire_pseudo_sum(from, to, IPPROTO_DCCP, size));
	return size;
}
