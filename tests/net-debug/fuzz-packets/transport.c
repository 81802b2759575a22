// SPDX-License-Identifier: GPL-2.0
#include "transport.h"

#include "ftp.h"

#include <netinet/in.h>

uint8_t a_protocol(void)
{
	static const uint8_t protocols[] = { IPPROTO_TCP, IPPROTO_UDP, IPPROTO_SCTP };

	return protocols[draw(COUNT(protocols))];
}

/* Ports that the test has services on, seldom some that it has not. */
static uint16_t a_port(uint8_t protocol)
{
	static const uint16_t tcp[] = { 21, 21, 21, 80, 8080, 9090, 9999, 1, 65535 };
	static const uint16_t udp[] = { 53, 500, 5060, 9090, 9091, 1 };

	if (one_in(16))
		return (uint16_t)draw(65536);
	if (protocol == IPPROTO_TCP)
		return tcp[draw(COUNT(tcp))];
	return protocol == IPPROTO_UDP ? udp[draw(COUNT(udp))] : 7000;
}

/* Of the client: few, so that packets meet the connections of others. */
static uint16_t a_client_port(void)
{
	return (uint16_t)(2000 + draw(one_in(4) ? 200 : 8));
}

static void put_ports(struct packet *packet, uint8_t protocol, bool back)
{
	bool reply = packet->from_server != back;

	put16(packet, reply ? a_port(protocol) : a_client_port());
	put16(packet, reply ? a_client_port() : a_port(protocol));
}

/* Longer than a page: the kernel has all of it in pages then but the link's header. */
static void put_bulk(struct packet *packet)
{
	static const uint8_t bulk[4096];

	if (one_in(16))
		put(packet, bulk, sizeof(bulk));
}

/* Around the end of all numbers, and so that segments of FTP often follow each other. */
static uint32_t a_sequence(void)
{
	if (one_in(32))
		return draw(0xffffffff);
	return FTP_SEGMENT * draw(8) - 4 * FTP_SEGMENT + (one_in(8) ? draw(FTP_SEGMENT) : 0);
}

/* Noise, or blocks of SACK, of which there may be fewer than is said. */
static void put_tcp_options(struct packet *packet, size_t words)
{
	static const uint8_t sack[] = { 1, 1, 5 };

	if (words < 3 || one_in(2)) {
		put_noise(packet, words * 4);
		return;
	}
	put(packet, sack, sizeof(sack));
	put8(packet, one_in(8) ? (uint8_t)draw(256) : (uint8_t)(2 + (words - 1) / 2 * 8));
	for (words--; words; words--)
		put32(packet, a_sequence());
}

static void put_tcp(struct packet *packet, bool back)
{
	static const uint8_t flags[] = { 2, 0x12, 0x10, 0x18, 0x11, 4, 0x14, 0x29, 0, 0xff, 0xc2 };
	size_t at = packet->size;
	size_t words;

	put_ports(packet, IPPROTO_TCP, back);
	put32(packet, a_sequence());
	put32(packet, a_sequence());
	put8(packet, 0x50);
	put8(packet, flags[draw(COUNT(flags))]);
	put16(packet, 8192);
	put32(packet, one_in(8) ? draw(0xffff) : 0);
	words = one_in(3) ? draw(11) : 0;
	put_tcp_options(packet, words);
	packet->bytes[at + 12] = (uint8_t)((5 + words) << 4);
	if (one_in(2))
		put_ftp(packet);
	else
		put_noise(packet, draw(64));
	put_bulk(packet);
}

static void put_udp(struct packet *packet, bool back)
{
	size_t at = packet->size;

	put_ports(packet, IPPROTO_UDP, back);
	put32(packet, 0);
	put_noise(packet, draw(64));
	put_bulk(packet);
	set16(packet, at + 4, (uint16_t)(packet->size - at));
}

static void put_sctp(struct packet *packet, bool back)
{
	static const uint8_t chunks[] = { 0, 1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 14, 192, 255 };
	int count = (int)draw(5);

	put_ports(packet, IPPROTO_SCTP, back);
	put_noise(packet, 8);
	while (count--) {
		put8(packet, chunks[draw(COUNT(chunks))]);
		put8(packet, (uint8_t)draw(4));
		put16(packet, one_in(4) ? (uint16_t)draw(65536) : (uint16_t)(4 + draw(28)));
		put_noise(packet, draw(8) * 4);
	}
	put_bulk(packet);
}

void put_transport(struct packet *packet, uint8_t protocol, bool back)
{
	if (protocol == IPPROTO_TCP)
		put_tcp(packet, back);
	else if (protocol == IPPROTO_UDP)
		put_udp(packet, back);
	else
		put_sctp(packet, back);
}

size_t checksum_at(uint8_t protocol)
{
	return protocol == IPPROTO_TCP ? 16 : protocol == IPPROTO_UDP ? 6 : 0;
}

void sum_transport(struct packet *packet, size_t ip, size_t at, uint8_t protocol)
{
	size_t addresses = ip + (packet->six ? 8 : 12);
	size_t checksum = at + checksum_at(protocol);
	size_t size = packet->size - at;
	uint32_t sum;

	if (checksum == at || checksum + 2 > packet->size)
		return;
	sum = sum_of(packet, addresses, packet->six ? 32 : 8, protocol + (uint32_t)size);
	set16(packet, checksum, 0);
	set16(packet, checksum, fold(sum_of(packet, at, size, sum)));
}
