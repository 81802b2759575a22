// SPDX-License-Identifier: GPL-2.0
#include "error.h"

#include "connection.h"
#include "ip.h"
#include "tunnel.h"

#include <netinet/in.h>
#include <string.h>

static void put_head(struct packet *packet)
{
	static const uint8_t types4[] = { 3, 4, 5, 11, 12, 0, 8, 255 };
	static const uint8_t types6[] = { 1, 2, 3, 4, 128, 129, 137, 255 };

	put8(packet, packet->six ? types6[draw(8)] : types4[draw(8)]);
	put8(packet, (uint8_t)draw(16));
	put16(packet, 0);
	put32(packet, one_in(2) ? 1400 : draw(0xffffffff));
}

/* It goes to who sent the packet that it quotes. */
static void put_quoted_tunnel(struct packet *packet, size_t ip)
{
	size_t source = packet->size + (packet->six ? 8 : 12);

	put_own_tunnel(packet);
	memcpy(packet->bytes + ip + (packet->six ? 24 : 16), packet->bytes + source,
	       packet->six ? 16 : 4);
}

static void sum_error(struct packet *packet, size_t ip, size_t at)
{
	size_t size = packet->size - at;
	uint32_t sum = 0;

	if (packet->six)
		sum = sum_of(packet, ip + 8, 32, IPPROTO_ICMPV6 + (uint32_t)size);
	set16(packet, at + 2, fold(sum_of(packet, at, size, sum)));
}

void put_error(struct packet *packet)
{
	bool tunnel = packet->from_server && one_in(2);
	size_t ip = begin_ip(packet, packet->six ? IPPROTO_ICMPV6 : IPPROTO_ICMP, false);
	size_t at = packet->size;
	size_t quote = at + 8;

	put_head(packet);
	if (tunnel)
		put_quoted_tunnel(packet, ip);
	else
		put_connection(packet, true);
	packet->protocol = 0;
	if (one_in(4) && packet->size > quote)
		packet->size = quote + draw((uint32_t)(packet->size - quote));
	sum_error(packet, ip, at);
	end_ip(packet, ip);
}
