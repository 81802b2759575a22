// SPDX-License-Identifier: GPL-2.0
#include "fragment.h"

#include "connection.h"
#include "ip.h"
#include "transport.h"

#include <netinet/in.h>

#define MORE4 0x2000
#define MORE6 1

/* IPv4 tells the same in its own header. */
static void put_header6(struct packet *packet, uint8_t protocol, uint16_t place, uint32_t id)
{
	put8(packet, protocol);
	put8(packet, 0);
	put16(packet, place);
	put32(packet, id);
}

void put_fragment(struct packet *packet)
{
	uint8_t protocol = a_protocol();
	size_t ip = begin_ip(packet, packet->six ? IPPROTO_FRAGMENT : protocol, false);
	uint16_t offset = one_in(2) ? 0 : (uint16_t)draw(64);
	bool more = one_in(2);

	if (packet->six)
		put_header6(packet, protocol, (uint16_t)(offset << 3 | (more ? MORE6 : 0)),
			    draw(8));
	else
		set16(packet, ip + 6, (uint16_t)(offset | (more ? MORE4 : 0)));
	put_transport(packet, protocol, false);
	end_ip(packet, ip);
}

/* What the whole's transport has from one place to another. */
static void put_half(struct packet *half, const struct packet *whole, size_t from, size_t to,
		     uint32_t id)
{
	size_t ip = half->size;
	size_t head = whole->transport - ip;
	bool more = whole->transport + to < whole->size;

	put(half, whole->bytes + ip, head);
	if (!half->six) {
		set16(half, ip + 4, (uint16_t)id);
		set16(half, ip + 6,
		      (uint16_t)(from / 8 | (more ? MORE4 : 0) | (one_in(4) ? 0x4000 : 0)));
	} else if (head == 40) {
		half->bytes[ip + 6] = IPPROTO_FRAGMENT;
		put_header6(half, whole->protocol, (uint16_t)(from | (more ? MORE6 : 0)), id);
	} else {
		/* Other headers alone: the last of them tells what follows. */
		return;
	}
	put(half, whole->bytes + whole->transport + from, to - from);
	end_ip(half, ip);
}

void put_halves(struct packet *packet, struct packet *other)
{
	static uint32_t id = 1000;
	struct packet whole = *packet;
	size_t size, cut;

	other->size = 0;
	put_connection(&whole, false);
	size = whole.size - whole.transport;
	cut = (8 + draw((uint32_t)size)) & ~7u;
	if (cut >= size) {
		*packet = whole;
		return;
	}
	*other = *packet;
	id++;
	put_half(packet, &whole, 0, cut, id);
	put_half(other, &whole, cut, size, id);
}
