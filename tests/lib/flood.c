// SPDX-License-Identifier: GPL-2.0
/*
 * flood VIP PORT COUNT [FIRST]: a UDP packet from each of COUNT ports of 10.7.0.0/16, IPv4,
 * without the FIRST of them.
 */
#include <netinet/ip.h>
#include <netinet/udp.h>

#include "tool.h"

enum {
	PORTS = 50000,
	LOWEST_PORT = 10000
};

int main(int argc, char **argv)
{
	struct {
		struct iphdr ip;
		struct udphdr udp;
		char byte;
	} __attribute__((packed)) packet = {
		/* The kernel fills in the header's checksum; UDP does without one. */
		.ip = { .version = 4,
			.ihl = 5,
			.ttl = 64,
			.protocol = IPPROTO_UDP,
			.tot_len = htons(sizeof(packet)) },
		.udp = { .len = htons(sizeof(packet.udp) + 1) },
		.byte = 'x',
	};
	union tool_address vip;
	unsigned int first;
	unsigned int end;
	unsigned int i;
	int sock;

	if (argc < 4)
		errx(2, "usage: flood VIP PORT COUNT [FIRST]");
	vip = tool_address(argv[1], 0, AF_INET);
	packet.ip.daddr = vip.v4.sin_addr.s_addr;
	packet.udp.dest = htons(atoi(argv[2]));
	first = argc > 4 ? atoi(argv[4]) : 0;
	end = first + atoi(argv[3]);
	sock = socket(AF_INET, SOCK_RAW, IPPROTO_RAW);
	if (sock < 0)
		err(1, "socket");
	for (i = first; i < end; i++) {
		packet.ip.saddr = htonl(10U << 24 | 7 << 16 | (1 + i / PORTS));
		packet.udp.source = htons(LOWEST_PORT + i % PORTS);
		if (sendto(sock, &packet, sizeof(packet), 0, &vip.any, sizeof(vip.v4)) < 0)
			err(1, "packet %u", i);
	}
	return 0;
}
