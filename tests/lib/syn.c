// SPDX-License-Identifier: GPL-2.0
/*
 * syn DEVICE MAC VIP PORT COUNT [FLAGS [SOURCE PORT]]: bare TCP segments, SYN unless FLAGS
 * (a number), each from an address of its own: 172.16.0.0/12 or fd00:99::/32; or all from
 * SOURCE PORT.
 */
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <netinet/ether.h>
#include <netinet/ip.h>
#include <netinet/ip6.h>
#include <sys/uio.h>

#include "tool.h"

enum {
	SOURCE_PORT = 1025,
	WINDOW = 8192,
	TTL = 64,
	TCP_BYTES = 20
};

struct segment {
	uint16_t source;
	uint16_t dest;
	uint32_t seq;
	uint32_t ack;
	uint8_t offset;
	uint8_t flags;
	uint16_t window;
	uint16_t check;
	uint16_t urgent;
};

/* One frame; its parts are sent as they lie. */
struct frame {
	struct ether_header ether;
	union {
		struct iphdr v4;
		struct ip6_hdr v6;
	} ip;
	struct segment tcp;
};

static uint32_t sum(const void *data, size_t length)
{
	const uint8_t *byte = data;
	uint32_t total = 0;
	size_t i;

	for (i = 0; i < length; i += 2)
		total += byte[i] << 8 | byte[i + 1];
	return total;
}

static uint16_t folded(uint32_t total)
{
	while (total >> 16)
		total = (total & 0xffff) + (total >> 16);
	return htons(~total);
}

/* The segment's sum over the addresses, which lie side by side. */
static void finish_tcp(struct segment *tcp, const void *addresses, size_t length)
{
	tcp->check = 0;
	tcp->check = folded(sum(addresses, length) + IPPROTO_TCP + sizeof(*tcp) +
			    sum(tcp, sizeof(*tcp)));
}

/* Source number i, and the checksums that come of it. */
static void finish_v4(struct frame *frame, const union tool_address *first, uint32_t i)
{
	struct iphdr *ip = &frame->ip.v4;

	ip->saddr = htonl(ntohl(first->v4.sin_addr.s_addr) + i);
	ip->check = 0;
	ip->check = folded(sum(ip, sizeof(*ip)));
	finish_tcp(&frame->tcp, &ip->saddr, 2 * sizeof(ip->saddr));
}

static void finish_v6(struct frame *frame, const union tool_address *first, uint32_t i)
{
	struct ip6_hdr *ip = &frame->ip.v6;

	ip->ip6_src = first->v6.sin6_addr;
	ip->ip6_src.s6_addr32[3] = htonl(ntohl(ip->ip6_src.s6_addr32[3]) + i);
	finish_tcp(&frame->tcp, &ip->ip6_src, 2 * sizeof(ip->ip6_src));
}

static int packet_socket(const char *device)
{
	struct sockaddr_ll where = { .sll_family = AF_PACKET,
				     .sll_ifindex = if_nametoindex(device) };
	int sock = socket(AF_PACKET, SOCK_RAW, 0);

	if (sock < 0 || bind(sock, (struct sockaddr *)&where, sizeof(where)))
		err(1, "%s", device);
	return sock;
}

static void set_up(struct frame *frame, const char *mac, const union tool_address *vip)
{
	bool six = vip->any.sa_family == AF_INET6;
	struct ether_addr *address = ether_aton(mac);

	if (!address)
		errx(2, "%s is no MAC address", mac);
	memcpy(frame->ether.ether_dhost, address, ETH_ALEN);
	frame->ether.ether_type = htons(six ? ETHERTYPE_IPV6 : ETHERTYPE_IP);
	if (six) {
		frame->ip.v6.ip6_flow = htonl(6U << 28);
		frame->ip.v6.ip6_plen = htons(sizeof(frame->tcp));
		frame->ip.v6.ip6_nxt = IPPROTO_TCP;
		frame->ip.v6.ip6_hlim = TTL;
		frame->ip.v6.ip6_dst = vip->v6.sin6_addr;
	} else {
		frame->ip.v4 =
			(struct iphdr){ .version = 4,
					.ihl = 5,
					.ttl = TTL,
					.protocol = IPPROTO_TCP,
					.tot_len = htons(sizeof(struct iphdr) + sizeof(frame->tcp)),
					.daddr = vip->v4.sin_addr.s_addr };
	}
}

int main(int argc, char **argv)
{
	struct frame frame = { .tcp = {
				       .seq = htonl(1), .offset = 0x50, .window = htons(WINDOW) } };
	struct iovec parts[] = { { &frame.ether, sizeof(frame.ether) },
				 { &frame.ip, sizeof(frame.ip.v4) },
				 { &frame.tcp, sizeof(frame.tcp) } };
	struct msghdr message = { .msg_iov = parts, .msg_iovlen = 3 };
	union tool_address first;
	union tool_address vip;
	bool fixed = argc > 8;
	uint32_t count;
	uint32_t i;
	bool six;
	int sock;

	if (argc < 6)
		errx(2, "usage: syn DEVICE MAC VIP PORT COUNT [FLAGS [SOURCE PORT]]");
	vip = tool_address(argv[3], 0, AF_INET);
	six = vip.any.sa_family == AF_INET6;
	first = tool_address(fixed ? argv[7] : six ? "fd00:99::" : "172.16.0.0", 0, AF_INET);
	frame.tcp.source = htons(fixed ? atoi(argv[8]) : SOURCE_PORT);
	frame.tcp.dest = htons(atoi(argv[4]));
	frame.tcp.flags = argc > 6 ? strtoul(argv[6], NULL, 0) : 2;
	set_up(&frame, argv[2], &vip);
	if (six)
		parts[1].iov_len = sizeof(frame.ip.v6);
	sock = packet_socket(argv[1]);
	count = atoi(argv[5]);
	for (i = 0; i < count; i++) {
		(six ? finish_v6 : finish_v4)(&frame, &first, fixed ? 0 : i);
		if (sendmsg(sock, &message, 0) < 0)
			err(1, "segment %u", i);
	}
	return 0;
}
