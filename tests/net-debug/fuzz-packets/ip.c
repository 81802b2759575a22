// SPDX-License-Identifier: GPL-2.0
#include "ip.h"

#include <string.h>

/* An address of the test's network: the client's, a virtual one, a real server's. */
static void put_address4(struct packet *packet, bool client)
{
	uint8_t address[4] = { 10, 0, 1, 100 };

	if (client) {
		address[3] = 2;
	} else if (packet->from_server) {
		address[2] = 2;
		address[3] = (uint8_t)(11 + draw(3));
	}
	put(packet, address, sizeof(address));
}

static void put_address6(struct packet *packet, bool client)
{
	uint8_t address[16] = { 0xfd, [3] = 1 };

	if (client) {
		address[15] = 2;
	} else if (packet->from_server) {
		address[3] = 2;
		address[15] = (uint8_t)(0x11 + draw(3));
	} else {
		address[14] = 1;
	}
	put(packet, address, sizeof(address));
}

static void put_address(struct packet *packet, bool client)
{
	if (packet->six)
		put_address6(packet, client);
	else
		put_address4(packet, client);
}

static void begin_ip6(struct packet *packet, uint8_t protocol)
{
	put32(packet, 6u << 28);
	put16(packet, 0);
	put8(packet, protocol);
	put8(packet, one_in(16) ? 1 : 64);
}

static void begin_ip4(struct packet *packet, uint8_t protocol)
{
	put16(packet, 0x4500);
	put16(packet, 0);
	put16(packet, (uint16_t)draw(8));
	put16(packet, one_in(2) ? 0x4000 : 0);
	put8(packet, one_in(16) ? 1 : 64);
	put8(packet, protocol);
	put16(packet, 0);
}

size_t begin_ip(struct packet *packet, uint8_t protocol, bool back)
{
	size_t at = packet->size;

	if (packet->six)
		begin_ip6(packet, protocol);
	else
		begin_ip4(packet, protocol);
	put_address(packet, packet->from_server == back);
	put_address(packet, packet->from_server != back);
	return at;
}

static void put_options(struct packet *packet, size_t at)
{
	static const uint8_t types[] = { 0, 1, 7, 68, 130, 131, 137, 148, 255 };
	size_t words = 1 + draw(10);
	size_t i;

	for (i = 0; i < words; i++) {
		put8(packet, types[draw(COUNT(types))]);
		put8(packet, (uint8_t)draw(12));
		put_noise(packet, 2);
	}
	packet->bytes[at] = (uint8_t)(0x45 + words);
}

static void put_extensions(struct packet *packet, size_t at, uint8_t protocol)
{
	static const uint8_t types[] = { 0, 43, 44, 60, 51, 59, 135 };
	size_t next = at + 6;
	int count = 1 + (int)draw(4);

	while (count--) {
		packet->bytes[next] = types[draw(COUNT(types))];
		next = packet->size;
		put8(packet, protocol);
		put8(packet, one_in(8) ? (uint8_t)draw(256) : 0);
		put_noise(packet, 6);
	}
}

void put_between(struct packet *packet, size_t at, uint8_t protocol)
{
	if (packet->six)
		put_extensions(packet, at, protocol);
	else
		put_options(packet, at);
}

void sum_ip(struct packet *packet, size_t at)
{
	size_t size = (size_t)(packet->bytes[at] & 15) * 4;

	set16(packet, at + 10, 0);
	if (size <= packet->size - at)
		set16(packet, at + 10, fold(sum_of(packet, at, size, 0)));
}

void end_ip(struct packet *packet, size_t at)
{
	size_t size = packet->size - at;

	if (packet->six) {
		set16(packet, at + 4, (uint16_t)(size - 40));
		return;
	}
	set16(packet, at + 2, (uint16_t)size);
	sum_ip(packet, at);
}
