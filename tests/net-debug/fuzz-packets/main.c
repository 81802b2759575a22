// SPDX-License-Identifier: GPL-2.0
/*
 * fuzz-packets SEED COUNT DEVICE MAC SIDE: broken packets for a director.
 *
 * Each begins as a packet that makes sense (a connection's, an ICMP error that
 * quotes one or one in a tunnel of the director's, a fragment, halves of a
 * packet, a tunnel's, FTP's, IPsec's), in either family, now and then longer
 * than a page, and is then broken at random: bytes, lengths, options, ends.
 * Checksums are right most of the time, so that packets get as far as the
 * director, or left to who sends the packet on, who is to cut some into
 * segments, too. SIDE "client" sends to the virtual addresses, "server" answers
 * from the real servers'. The same seed sends the same packets.
 */
#include "connection.h"
#include "damage.h"
#include "device.h"
#include "error.h"
#include "fragment.h"
#include "tunnel.h"

#include <net/ethernet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool from_server;
static uint8_t mac[6];

static void begin(struct packet *packet)
{
	static const uint8_t own[6] = { 2, 0, 0, 0, 0, 1 };

	memset(packet, 0, offsetof(struct packet, bytes));
	packet->six = one_in(2);
	packet->from_server = from_server;
	put(packet, mac, 6);
	put(packet, own, 6);
	put16(packet, packet->six ? ETHERTYPE_IPV6 : ETHERTYPE_IP);
}

/* Halves of a packet are broken enough: the other one comes next. */
static void make(struct packet *packet)
{
	static struct packet second_half;

	if (second_half.size) {
		*packet = second_half;
		second_half.size = 0;
		return;
	}
	begin(packet);
	switch (draw(8)) {
	case 0:
	case 1:
		put_error(packet);
		break;
	case 2:
		if (one_in(2)) {
			put_halves(packet, &second_half);
			return;
		}
		put_fragment(packet);
		break;
	case 3:
		if (one_in(4))
			put_ipsec(packet);
		else
			put_tunnel(packet);
		break;
	default:
		put_connection(packet, false);
		if (one_in(4))
			put_offload(packet);
		break;
	}
	damage(packet);
}

static void run(int fd, unsigned long left)
{
	static struct packet packets[BATCH];
	unsigned int count;
	unsigned int i;

	for (; left; left -= count) {
		count = left < BATCH ? (unsigned int)left : BATCH;
		for (i = 0; i < count; i++)
			make(&packets[i]);
		send_all(fd, packets, count);
	}
}

int main(int argc, char **argv)
{
	if (argc != 6 || sscanf(argv[4], "%hhx:%hhx:%hhx:%hhx:%hhx:%hhx", &mac[0], &mac[1], &mac[2],
				&mac[3], &mac[4], &mac[5]) != 6) {
		fputs("usage: fuzz-packets SEED COUNT DEVICE MAC client|server\n", stderr);
		return 2;
	}
	dice_seed(argv[1]);
	from_server = !strcmp(argv[5], "server");
	run(open_device(argv[3]), strtoul(argv[2], NULL, 0));
	return 0;
}
