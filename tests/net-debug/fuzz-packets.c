// SPDX-License-Identifier: GPL-2.0
/*
 * fuzz-packets SEED COUNT DEVICE MAC SIDE: broken packets for a director.
 *
 * Each begins as a packet that makes sense (a connection's, an ICMP error that
 * quotes one or one in a tunnel of the director's, a fragment, halves of a
 * packet, a tunnel's, FTP's, IPsec's), in either family, and is then broken at
 * random: bytes, lengths, options, ends. Checksums are right most of the time,
 * so that packets get as far as the director, or left to who sends the packet
 * on, who is to cut some into segments, too. SIDE "client" sends to the virtual
 * addresses, "server" answers from the real servers'.
 * The same seed sends the same packets.
 */
#define _GNU_SOURCE
#include "dice.h"

#include <arpa/inet.h>
#include <linux/if_packet.h>
#include <linux/virtio_net.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

/* Younger than the headers of Debian 12 */
#ifndef VIRTIO_NET_HDR_GSO_UDP_L4
#define VIRTIO_NET_HDR_GSO_UDP_L4 5
#endif

#define BATCH	     64
#define FRAME	     1514
#define ETHER	     14
#define GRE	     47
#define ISAKMP	     500
#define GUE	     6080
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Where a transport header was put last, 0 for none: what offload goes by. */
struct packet {
	struct virtio_net_hdr offload;
	uint8_t bytes[FRAME];
	size_t size;
	size_t transport;
	uint8_t protocol;
};

static bool from_server;
static bool six;

/* Ports that the test has services on, and some that it has not. */
static const uint16_t ports[] = {
	80, 53, 21, 5060, 8080, 9090, 9091, 7000, 9999, ISAKMP, 1, 65535
};
static const uint8_t protocols[] = { IPPROTO_TCP, IPPROTO_UDP, IPPROTO_SCTP };

static void put(struct packet *packet, const void *bytes, size_t size)
{
	if (size > FRAME - packet->size)
		size = FRAME - packet->size;
	memcpy(packet->bytes + packet->size, bytes, size);
	packet->size += size;
}

static void put8(struct packet *packet, uint8_t value)
{
	put(packet, &value, 1);
}

static void put16(struct packet *packet, uint16_t value)
{
	value = htons(value);
	put(packet, &value, 2);
}

static void put32(struct packet *packet, uint32_t value)
{
	value = htonl(value);
	put(packet, &value, 4);
}

static void put_noise(struct packet *packet, size_t size)
{
	while (size--)
		put8(packet, (uint8_t)draw(256));
}

static void set16(struct packet *packet, size_t at, uint16_t value)
{
	packet->bytes[at] = (uint8_t)(value >> 8);
	packet->bytes[at + 1] = (uint8_t)value;
}

static uint32_t sum_of(const uint8_t *bytes, size_t size, uint32_t sum)
{
	size_t i;

	for (i = 0; i < size; i++)
		sum += i % 2 ? bytes[i] : (uint32_t)bytes[i] << 8;
	return sum;
}

static uint16_t fold(uint32_t sum)
{
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return (uint16_t)~sum;
}

/* An address of the test's network: the client's, a virtual one, a real server's. */
static void put_address(struct packet *packet, bool client)
{
	static const uint8_t vip[] = { 10, 0, 1, 100 };
	uint8_t address[16] = { 0xfd };
	size_t size = six ? 16 : 4;

	if (six)
		address[3] = from_server && !client ? 2 : 1;
	else
		memcpy(address, vip, sizeof(vip));
	if (client)
		address[size - 1] = 2;
	else if (six)
		address[14] = from_server ? 0 : 1;
	if (!client && from_server) {
		if (!six)
			address[2] = 2;
		address[size - 1] = (uint8_t)((six ? 0x11 : 11) + draw(3));
	}
	put(packet, address, size);
}

/* Ends of a packet on its way, or of the one that it answers. */
static void put_addresses(struct packet *packet, bool back)
{
	put_address(packet, from_server == back);
	put_address(packet, from_server != back);
}

static size_t begin_ip(struct packet *packet, uint8_t protocol, bool back)
{
	size_t at = packet->size;

	if (six) {
		put32(packet, 6u << 28);
		put16(packet, 0);
		put8(packet, protocol);
		put8(packet, one_in(16) ? 1 : 64);
	} else {
		put16(packet, 0x4500);
		put16(packet, 0);
		put16(packet, (uint16_t)draw(8));
		put16(packet, one_in(2) ? 0x4000 : 0);
		put8(packet, one_in(16) ? 1 : 64);
		put8(packet, protocol);
		put16(packet, 0);
	}
	put_addresses(packet, back);
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

/* A chain of IPv6 extension headers, the last of which leads to the transport. */
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

static void end_ip(struct packet *packet, size_t at)
{
	size_t size = packet->size - at;

	if (six) {
		set16(packet, at + 4, (uint16_t)(size - 40));
		return;
	}
	set16(packet, at + 2, (uint16_t)size);
	set16(packet, at + 10, 0);
	set16(packet, at + 10,
	      fold(sum_of(packet->bytes + at, (size_t)(packet->bytes[at] & 15) * 4, 0)));
}

static uint16_t a_port(void)
{
	return one_in(50) ? (uint16_t)draw(65536) : ports[draw(COUNT(ports))];
}

/* Of the client: few, so that packets meet the connections of others. */
static uint16_t a_client_port(void)
{
	return (uint16_t)(2000 + draw(200));
}

static void put_ports(struct packet *packet, bool back)
{
	bool reply = from_server != back;

	put16(packet, reply ? a_port() : a_client_port());
	put16(packet, reply ? a_client_port() : a_port());
}

static void put_ftp(struct packet *packet)
{
	static const char *const lines[] = {
		"PORT 10,0,1,2,8,1\r\n",
		"PORT 10,0,1,2,256,1\r\n",
		"PORT 1,2\r\nPORT 10,0,1,2,4,5\r\n",
		"EPRT |1|10.0.1.2|5282|\r\n",
		"EPRT |2|fd00:1::2|5282|\r\n",
		"EPRT |||||||\r\n",
		"EPSV\r\n",
		"EPSV ALL\r\n",
		"PASV\r\n",
		"PORT ",
		"227 Entering Passive Mode (10,0,2,11,200,13).\r\n",
		"227 Entering Passive Mode (10,0,2,11,200,13",
		"229 Entering (|||6446|)\r\n",
		"229 Entering (|1|10.0.2.11|6446|)\r\n",
		"229 (|||99999999|)\r\n",
		"227 10,0,2,\r\n",
	};
	const char *line = lines[draw(COUNT(lines))];

	put(packet, line, strlen(line));
}

static void put_tcp(struct packet *packet, bool back)
{
	static const uint8_t flags[] = { 2, 0x12, 0x10, 0x18, 0x11, 4, 0x14, 0x29, 0, 0xff, 0xc2 };
	size_t at = packet->size;
	size_t words;

	put_ports(packet, back);
	put32(packet, draw(0xffffffff));
	put32(packet, draw(0xffffffff));
	put8(packet, 0x50);
	put8(packet, flags[draw(COUNT(flags))]);
	put16(packet, 8192);
	put32(packet, one_in(8) ? draw(0xffff) : 0);
	words = one_in(3) ? draw(11) : 0;
	put_noise(packet, words * 4);
	packet->bytes[at + 12] = (uint8_t)((5 + words) << 4);
	if (one_in(3))
		put_ftp(packet);
	else
		put_noise(packet, draw(64));
}

static void put_udp(struct packet *packet, bool back)
{
	size_t at = packet->size;

	put_ports(packet, back);
	put32(packet, 0);
	put_noise(packet, draw(64));
	set16(packet, at + 4, (uint16_t)(packet->size - at));
}

static void put_sctp(struct packet *packet, bool back)
{
	static const uint8_t chunks[] = { 0, 1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 14, 192, 255 };
	int count = (int)draw(5);

	put_ports(packet, back);
	put_noise(packet, 8);
	while (count--) {
		put8(packet, chunks[draw(COUNT(chunks))]);
		put8(packet, (uint8_t)draw(4));
		put16(packet, one_in(4) ? (uint16_t)draw(65536) : (uint16_t)(4 + draw(28)));
		put_noise(packet, draw(8) * 4);
	}
}

/* Where the protocol's checksum stands, 0 for none of ours. */
static size_t checksum_at(uint8_t protocol)
{
	return protocol == IPPROTO_TCP ? 16 : protocol == IPPROTO_UDP ? 6 : 0;
}

static void end_transport(struct packet *packet, size_t ip, size_t at, uint8_t protocol)
{
	size_t size = packet->size - at;
	size_t addresses = six ? 8 : 12;
	uint32_t sum = protocol + (uint32_t)size;

	if (!checksum_at(protocol) || at + checksum_at(protocol) + 2 > packet->size)
		return;
	sum = sum_of(packet->bytes + ip + addresses, six ? 32 : 8, sum);
	set16(packet, at + checksum_at(protocol), 0);
	set16(packet, at + checksum_at(protocol), fold(sum_of(packet->bytes + at, size, sum)));
}

static void put_transport(struct packet *packet, uint8_t protocol, bool back)
{
	if (protocol == IPPROTO_TCP)
		put_tcp(packet, back);
	else if (protocol == IPPROTO_UDP)
		put_udp(packet, back);
	else
		put_sctp(packet, back);
}

static void put_connection(struct packet *packet, bool back)
{
	uint8_t protocol = protocols[draw(COUNT(protocols))];
	size_t ip = begin_ip(packet, protocol, back);
	size_t at;

	if (one_in(12)) {
		if (six)
			put_extensions(packet, ip, protocol);
		else
			put_options(packet, ip);
	}
	at = packet->size;
	put_transport(packet, protocol, back);
	if (!one_in(16))
		end_transport(packet, ip, at, protocol);
	end_ip(packet, ip);
	packet->transport = at;
	packet->protocol = protocol;
}

/* Its checksum is still to be made, and it is to be cut into segments before. */
static void put_offload(struct packet *packet)
{
	struct virtio_net_hdr *offload = &packet->offload;
	bool tcp = packet->protocol == IPPROTO_TCP;

	if (!checksum_at(packet->protocol))
		return;
	offload->flags = VIRTIO_NET_HDR_F_NEEDS_CSUM;
	offload->csum_start = (uint16_t)packet->transport;
	offload->csum_offset = (uint16_t)checksum_at(packet->protocol);
	if (one_in(16))
		offload->csum_start = (uint16_t)draw((uint32_t)packet->size);
	if (one_in(2))
		return;
	offload->gso_type = !tcp  ? VIRTIO_NET_HDR_GSO_UDP_L4
			    : six ? VIRTIO_NET_HDR_GSO_TCPV6
				  : VIRTIO_NET_HDR_GSO_TCPV4;
	offload->gso_size = (uint16_t)(8 + draw(64));
	offload->hdr_len = (uint16_t)(packet->transport + (tcp ? 20 : 8));
}

/* What follows an exchange of keys: there are no ports in it. */
static void put_ipsec(struct packet *packet)
{
	size_t ip = begin_ip(packet, one_in(2) ? IPPROTO_ESP : IPPROTO_AH, false);

	put_noise(packet, draw(64));
	end_ip(packet, ip);
}

/* The director has sent it to a real server: a client's packet, in a tunnel. */
static void put_own_tunnel(struct packet *packet)
{
	static const uint8_t own4[] = { 10, 0, 2, 1 }, own6[16] = { 0xfd, [3] = 2, [15] = 1 };
	uint8_t protocol = one_in(3) ? GRE : one_in(2) ? IPPROTO_UDP : 0;
	size_t ip = begin_ip(packet, protocol, true);
	bool across = one_in(3);

	/* The outer source is no virtual address. */
	memcpy(packet->bytes + packet->size - (six ? 32 : 8), six ? own6 : own4, six ? 16 : 4);
	if (protocol == GRE) {
		bool sum = one_in(2);

		put16(packet, sum ? 0x8000 : one_in(4) ? (uint16_t)draw(65536) : 0);
		put16(packet, six != across ? 0x86dd : 0x0800);
		put_noise(packet, sum ? 4 : 0);
	} else if (protocol) {
		uint8_t words = one_in(4) ? (uint8_t)draw(4) : 0;

		put16(packet, (uint16_t)draw(65536));
		put16(packet, GUE);
		put32(packet, 0);
		put8(packet, one_in(8) ? (uint8_t)draw(256) : words);
		put8(packet, six != across ? IPPROTO_IPV6 : IPPROTO_IPIP);
		put16(packet, 0);
		put_noise(packet, words * 4u);
	}
	six ^= across;
	if (!protocol)
		packet->bytes[ip + (six ^ across ? 6 : 9)] = six ? IPPROTO_IPV6 : IPPROTO_IPIP;
	from_server = false;
	put_connection(packet, false);
	from_server = true;
	six ^= across;
	end_ip(packet, ip);
}

/* An ICMP error about a packet of the other direction. */
static void put_error(struct packet *packet)
{
	bool tunnel = from_server && one_in(2);
	static const uint8_t types4[] = { 3, 4, 5, 11, 12, 0, 8, 255 };
	static const uint8_t types6[] = { 1, 2, 3, 4, 128, 129, 137, 255 };
	size_t ip = begin_ip(packet, six ? IPPROTO_ICMPV6 : IPPROTO_ICMP, false);
	size_t at = packet->size;
	uint32_t sum;

	put8(packet, six ? types6[draw(8)] : types4[draw(8)]);
	put8(packet, (uint8_t)draw(16));
	put16(packet, 0);
	put32(packet, one_in(2) ? 1400 : draw(0xffffffff));
	if (tunnel) {
		put_own_tunnel(packet);
		memcpy(packet->bytes + ip + (six ? 24 : 16), packet->bytes + at + (six ? 16 : 20),
		       six ? 16 : 4);
	} else {
		put_connection(packet, true);
	}
	packet->protocol = 0;
	if (one_in(4) && packet->size > at + 8)
		packet->size = at + 8 + draw((uint32_t)(packet->size - at - 8));
	sum = six ? sum_of(packet->bytes + ip + 8, 32,
			   IPPROTO_ICMPV6 + (uint32_t)(packet->size - at))
		  : 0;
	set16(packet, at + 2, fold(sum_of(packet->bytes + at, packet->size - at, sum)));
	end_ip(packet, ip);
}

/* Part of a packet whose other parts may never come. */
static void put_fragment(struct packet *packet)
{
	uint8_t protocol = protocols[draw(COUNT(protocols))];
	size_t ip = begin_ip(packet, six ? IPPROTO_FRAGMENT : protocol, false);
	uint16_t offset = one_in(2) ? 0 : (uint16_t)draw(64);
	bool more = one_in(2);

	if (six) {
		put8(packet, protocol);
		put8(packet, 0);
		put16(packet, (uint16_t)(offset << 3 | more));
		put32(packet, draw(8));
	} else {
		set16(packet, ip + 6, (uint16_t)(offset | (more ? 0x2000 : 0)));
	}
	put_transport(packet, protocol, false);
	end_ip(packet, ip);
}

/* The other half of a packet, which comes next. */
static struct packet second_half;

static void put_halves(struct packet *packet)
{
	static uint32_t id = 1000;
	size_t ip = packet->size;
	struct packet *other = &second_half;
	struct packet whole = *packet;
	size_t size, head, cut;

	put_connection(&whole, false);
	head = whole.transport - ip;
	size = whole.size - whole.transport;
	cut = (8 + draw((uint32_t)size)) & ~7u;
	if (cut >= size) {
		*packet = whole;
		return;
	}
	*other = *packet;
	id++;
	put(packet, whole.bytes + ip, head);
	put(other, whole.bytes + ip, head);
	if (six) {
		/* Behind all headers: which follows which is told by the last one, if there is any. */
		if (head > 40)
			return;
		packet->bytes[ip + 6] = IPPROTO_FRAGMENT;
		other->bytes[ip + 6] = IPPROTO_FRAGMENT;
		put8(packet, whole.protocol);
		put8(packet, 0);
		put16(packet, 1);
		put32(packet, id);
		put8(other, whole.protocol);
		put8(other, 0);
		put16(other, (uint16_t)cut);
		put32(other, id);
	} else {
		set16(packet, ip + 4, (uint16_t)id);
		set16(other, ip + 4, (uint16_t)id);
		set16(packet, ip + 6, 0x2000 | (one_in(4) ? 0x4000 : 0));
		set16(other, ip + 6, (uint16_t)(cut / 8 | (one_in(4) ? 0x4000 : 0)));
	}
	put(packet, whole.bytes + whole.transport, cut);
	put(other, whole.bytes + whole.transport + cut, size - cut);
	end_ip(packet, ip);
	end_ip(other, ip);
}

/* A packet in a packet: what a tunnel would bring, GRE and GUE in IPv4 too. */
static void put_tunnel(struct packet *packet)
{
	uint8_t protocol = one_in(3) ? GRE : six ? IPPROTO_IPV6 : IPPROTO_IPIP;
	size_t ip = begin_ip(packet, protocol, false);

	if (protocol == GRE) {
		put16(packet, one_in(4) ? (uint16_t)draw(65536) : 0);
		put16(packet, six ? 0x86dd : 0x0800);
	}
	put_connection(packet, one_in(2));
	end_ip(packet, ip);
}

/* Break what makes sense; the link's header stays, so that it arrives. */
static void mutate(struct packet *packet)
{
	uint32_t size = (uint32_t)(packet->size - ETHER);
	int count;

	if (one_in(3))
		return;
	for (count = (int)draw(4); count; count--) {
		uint8_t *at = packet->bytes + ETHER + draw(size);

		*at = one_in(2) ? (uint8_t)draw(256) : (uint8_t)(*at ^ 1 << draw(8));
	}
	if (one_in(8))
		packet->size = ETHER + 1 + draw(size);
	/* A header that the host drops at once shows nothing of the director. */
	if (!six && packet->size >= ETHER + 20 && !one_in(8)) {
		set16(packet, ETHER + 10, 0);
		if ((size_t)(packet->bytes[ETHER] & 15) * 4 <= packet->size - ETHER)
			set16(packet, ETHER + 10,
			      fold(sum_of(packet->bytes + ETHER,
					  (size_t)(packet->bytes[ETHER] & 15) * 4, 0)));
	}
}

static void make(struct packet *packet, const uint8_t *mac)
{
	static const uint8_t own[6] = { 2, 0, 0, 0, 0, 1 };

	if (second_half.size) {
		*packet = second_half;
		second_half.size = 0;
		return;
	}
	memset(&packet->offload, 0, sizeof(packet->offload));
	six = one_in(2);
	packet->size = 0;
	packet->protocol = 0;
	put(packet, mac, 6);
	put(packet, own, 6);
	put16(packet, six ? ETHERTYPE_IPV6 : ETHERTYPE_IP);
	switch (draw(8)) {
	case 0:
	case 1:
		put_error(packet);
		break;
	case 2:
		if (one_in(2)) {
			put_halves(packet);
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
	mutate(packet);
}

static int open_device(const char *name)
{
	struct sockaddr_ll link = { .sll_family = AF_PACKET,
				    .sll_ifindex = (int)if_nametoindex(name) };
	int fd = socket(AF_PACKET, SOCK_RAW, 0);
	int on = 1;

	if (fd < 0 || bind(fd, (struct sockaddr *)&link, sizeof(link)) ||
	    setsockopt(fd, SOL_PACKET, PACKET_VNET_HDR, &on, sizeof(on))) {
		perror(name);
		exit(2);
	}
	return fd;
}

/* What the device refuses (too short, too long) is as good as sent. */
static void send_all(int fd, struct packet *packets, unsigned int count)
{
	struct mmsghdr messages[BATCH] = { 0 };
	struct iovec data[BATCH][2];
	unsigned int i;
	int sent;

	for (i = 0; i < count; i++) {
		data[i][0].iov_base = &packets[i].offload;
		data[i][0].iov_len = sizeof(packets[i].offload);
		data[i][1].iov_base = packets[i].bytes;
		data[i][1].iov_len = packets[i].size;
		messages[i].msg_hdr.msg_iov = data[i];
		messages[i].msg_hdr.msg_iovlen = 2;
	}
	for (i = 0; i < count; i += (unsigned int)sent) {
		sent = sendmmsg(fd, messages + i, count - i, 0);
		if (sent <= 0)
			sent = 1;
	}
}

int main(int argc, char **argv)
{
	static struct packet packets[BATCH];
	unsigned long left;
	unsigned int count;
	unsigned int i;
	uint8_t mac[6];
	int fd;

	if (argc != 6 || sscanf(argv[4], "%hhx:%hhx:%hhx:%hhx:%hhx:%hhx", &mac[0], &mac[1], &mac[2],
				&mac[3], &mac[4], &mac[5]) != 6) {
		fputs("usage: fuzz-packets SEED COUNT DEVICE MAC client|server\n", stderr);
		return 2;
	}
	dice_seed(argv[1]);
	from_server = !strcmp(argv[5], "server");
	fd = open_device(argv[3]);
	for (left = strtoul(argv[2], NULL, 0); left; left -= count) {
		count = left < BATCH ? (unsigned int)left : BATCH;
		for (i = 0; i < count; i++)
			make(&packets[i], mac);
		send_all(fd, packets, count);
	}
	return 0;
}
