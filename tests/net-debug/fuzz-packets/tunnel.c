// SPDX-License-Identifier: GPL-2.0
#include "tunnel.h"

#include "connection.h"
#include "ip.h"

#include <net/ethernet.h>
#include <netinet/in.h>
#include <string.h>

#define GRE 47
#define GUE 6080

static uint16_t ethertype(bool six)
{
	return six ? ETHERTYPE_IPV6 : ETHERTYPE_IP;
}

static uint8_t ip_in_ip(bool six)
{
	return six ? IPPROTO_IPV6 : IPPROTO_IPIP;
}

void put_tunnel(struct packet *packet)
{
	uint8_t protocol = one_in(3) ? GRE : ip_in_ip(packet->six);
	size_t ip = begin_ip(packet, protocol, false);

	if (protocol == GRE) {
		put16(packet, one_in(4) ? (uint16_t)draw(65536) : 0);
		put16(packet, ethertype(packet->six));
	}
	put_connection(packet, one_in(2));
	end_ip(packet, ip);
}

/* The outer source, which was put last but one, is no virtual address. */
static void set_own_source(struct packet *packet)
{
	static const uint8_t own4[] = { 10, 0, 2, 1 }, own6[16] = { 0xfd, [3] = 2, [15] = 1 };
	uint8_t *end = packet->bytes + packet->size;

	if (packet->six)
		memcpy(end - 32, own6, sizeof(own6));
	else
		memcpy(end - 8, own4, sizeof(own4));
}

static void put_gre(struct packet *packet, bool six)
{
	bool sum = one_in(2);

	put16(packet, sum ? 0x8000 : one_in(4) ? (uint16_t)draw(65536) : 0);
	put16(packet, ethertype(six));
	put_noise(packet, sum ? 4 : 0);
}

static void put_gue(struct packet *packet, bool six)
{
	uint8_t words = one_in(4) ? (uint8_t)draw(4) : 0;

	put16(packet, (uint16_t)draw(65536));
	put16(packet, GUE);
	put32(packet, 0);
	put8(packet, one_in(8) ? (uint8_t)draw(256) : words);
	put8(packet, ip_in_ip(six));
	put16(packet, 0);
	put_noise(packet, words * 4u);
}

static void put_request(struct packet *packet, bool six)
{
	bool outer = packet->six;

	packet->six = six;
	packet->from_server = false;
	put_connection(packet, false);
	packet->from_server = true;
	packet->six = outer;
}

void put_own_tunnel(struct packet *packet)
{
	uint8_t protocol = one_in(3) ? GRE : one_in(2) ? IPPROTO_UDP : 0;
	size_t ip = begin_ip(packet, protocol, true);
	bool six = packet->six != one_in(3);

	set_own_source(packet);
	if (protocol == GRE)
		put_gre(packet, six);
	else if (protocol)
		put_gue(packet, six);
	else
		packet->bytes[ip + (packet->six ? 6 : 9)] = ip_in_ip(six);
	put_request(packet, six);
	end_ip(packet, ip);
}

void put_ipsec(struct packet *packet)
{
	size_t ip = begin_ip(packet, one_in(2) ? IPPROTO_ESP : IPPROTO_AH, false);

	put_noise(packet, draw(64));
	end_ip(packet, ip);
}
