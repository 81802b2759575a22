// SPDX-License-Identifier: GPL-2.0
#define _GNU_SOURCE
#include "knock.h"
#include "sctp.h"
#include "segment.h"
#include "wire.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/filter.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <netinet/icmp6.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/random.h>
#include <unistd.h>

#define OUR_MSS	   1460
#define TRIES	   2
#define WAIT	   1000000000ULL
#define CLAIM_WAIT 300000000ULL
#define ARP_SENDER 8
#define ARP_IP	   14
#define NA_TARGET  8

/*
 * A director carries traffic: only ICMP, and what is for our port, comes up.
 * Fragments and extension headers are nothing that answers us.
 */
static int filter(int fd, const struct probe_family *family, uint16_t port)
{
	uint32_t protocol_at = family->af == AF_INET ? 9 : 6;
	struct sock_filter program[] = {
		BPF_STMT(BPF_LD | BPF_B | BPF_ABS, protocol_at),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)family->icmp, 6, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, IPPROTO_TCP, 2, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, IPPROTO_SCTP, 1, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, IPPROTO_UDP, 0, 2),
		BPF_STMT(BPF_LD | BPF_H | BPF_ABS, family->header + 2),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, port, 1, 0),
		BPF_STMT(BPF_RET | BPF_K, 0),
		BPF_STMT(BPF_RET | BPF_K, PROBE_PACKET_MAX),
	};
	struct sock_fprog prog = { .len = sizeof(program) / sizeof(program[0]), .filter = program };

	return setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &prog, sizeof(prog));
}

static int open_packet(uint16_t type)
{
	return socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, htons(type));
}

/* The same port of TCP and UDP; SCTP may have no socket here. Return: 0 or a negative errno. */
static int keep_port(struct knocker *knocker)
{
	union probe_addr addr = { .in = { .sin_family = AF_INET } };
	socklen_t size = sizeof(addr.in);

	knocker->keepers[0] = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	knocker->keepers[1] = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (knocker->keepers[0] < 0 || knocker->keepers[1] < 0 ||
	    bind(knocker->keepers[0], &addr.any, size) ||
	    getsockname(knocker->keepers[0], &addr.any, &size) ||
	    bind(knocker->keepers[1], &addr.any, size))
		return -errno;
	knocker->port = probe_addr_port(&addr);
	return 0;
}

int knocker_open(struct knocker *knocker)
{
	int ret;

	knocker->ip = open_packet(ETHERTYPE_IP);
	ret = knocker->ip < 0 ? -errno : 0;
	knocker->ip6 = open_packet(ETHERTYPE_IPV6);
	knocker->arp = open_packet(ETHERTYPE_ARP);
	if (!ret && (knocker->ip6 < 0 || knocker->arp < 0))
		ret = -errno;
	knocker->keepers[0] = -1;
	knocker->keepers[1] = -1;
	if (!ret)
		ret = keep_port(knocker);
	if (!ret && (filter(knocker->ip, probe_family_of(AF_INET), knocker->port) ||
		     filter(knocker->ip6, probe_family_of(AF_INET6), knocker->port) ||
		     getrandom(&knocker->seq, sizeof(knocker->seq), 0) < 0))
		ret = -errno;
	if (ret)
		knocker_close(knocker);
	return ret;
}

void knocker_close(struct knocker *knocker)
{
	const int fds[] = { knocker->ip, knocker->ip6, knocker->arp, knocker->keepers[0],
			    knocker->keepers[1] };
	size_t i;

	for (i = 0; i < sizeof(fds) / sizeof(fds[0]); i++) {
		if (fds[i] >= 0)
			close(fds[i]);
	}
}

static bool send_to(const struct knocker *knocker, const struct way *way, const uint8_t *link,
		    uint16_t type, const uint8_t *packet, size_t size)
{
	struct sockaddr_ll to = {
		.sll_family = AF_PACKET,
		.sll_protocol = htons(type),
		.sll_ifindex = way->device,
		.sll_halen = (uint8_t)way->link_size,
	};

	memcpy(to.sll_addr, link, way->link_size);
	return sendto(knocker->ip, packet, size, 0, (struct sockaddr *)&to, sizeof(to)) >= 0;
}

/* The kernel fills in no checksum of a packet that passes it by. */
static size_t build_echo(struct knocker *knocker, const struct knock *knock, uint8_t *at)
{
	const struct probe_family *family = probe_family_of(knock->to.any.sa_family);
	size_t least = family->header + WIRE_ICMP_HEADER;
	size_t size = knock->size > least ? knock->size - least : 0;
	uint16_t check;

	wire_pattern(at + WIRE_ICMP_HEADER, size, NULL, 0);
	size = wire_echo(at, family, knocker->port, (uint16_t)knocker->seq, size);
	if (family->af == AF_INET)
		return size;
	check = wire_checksum(at, size,
			      wire_pseudo_sum(&knock->from, &knock->to, IPPROTO_ICMPV6, size));
	memcpy(at + offsetof(struct icmp6_hdr, icmp6_cksum), &check, sizeof(check));
	return size;
}

static bool send_built(struct knocker *knocker, const struct knock *knock, size_t size)
{
	const struct probe_family *family = probe_family_of(knock->to.any.sa_family);
	union probe_addr from = knock->way->source;
	uint8_t *packet = knocker->packet + FRAME_ROOM;
	int outer = knock->tunnel == FRAME_PLAIN ? family->af : knock->outer.any.sa_family;
	size_t before;

	probe_addr_set_port(&from, knocker->port);
	size = frame_ip(packet, &knock->from, &knock->to, (uint8_t)knock->protocol, size);
	before = frame_wrap(packet, size, family->af, knock->tunnel, &from, &knock->outer);
	return send_to(knocker, knock->way, knock->way->link,
		       outer == AF_INET ? ETHERTYPE_IP : ETHERTYPE_IPV6, packet - before,
		       size + before);
}

/* An answer bears it, and 0 is none. */
static uint32_t tag_of(const struct knocker *knocker)
{
	return knocker->seq << 1 | 1;
}

static bool send_knock(struct knocker *knocker, const struct knock *knock)
{
	const struct probe_family *family = probe_family_of(knock->to.any.sa_family);
	uint8_t *at = knocker->packet + FRAME_ROOM + family->header;
	size_t size;

	if (knock->protocol == IPPROTO_TCP)
		size = wire_syn(at, &knock->from, &knock->to, knocker->seq, OUR_MSS);
	else if (knock->protocol == IPPROTO_UDP)
		size = wire_udp(at, &knock->from, &knock->to, IPPROTO_UDP, 0, 0, 0);
	else if (knock->protocol == IPPROTO_SCTP)
		size = sctp_init(at, probe_addr_port(&knock->from), probe_addr_port(&knock->to),
				 tag_of(knocker));
	else
		size = build_echo(knocker, knock, at);
	return send_built(knocker, knock, size);
}

/* A connection that half exists is given up: the server need not wait for it. */
static void send_reset(struct knocker *knocker, const struct knock *knock)
{
	const struct probe_family *family = probe_family_of(knock->to.any.sa_family);
	struct wire_tcp tcp = { .flags = TH_RST };
	uint8_t *at = knocker->packet + FRAME_ROOM + family->header;

	send_built(knocker, knock, wire_tcp(at, &knock->from, &knock->to, knocker->seq + 1, &tcp));
}

static void take_segment(const struct knocker *knocker, const uint8_t *bytes, size_t size,
			 struct knock_answer *answer)
{
	struct segment segment;

	if (!segment_parse(&segment, bytes, size) || segment.to != knocker->port ||
	    !segment.has_ack || segment.ack != knocker->seq + 1 || (!segment.syn && !segment.rst))
		return;
	answer->state = segment.rst ? KNOCK_CLOSED : KNOCK_OPEN;
	answer->mss = segment.mss;
}

/* The checksum may be left to a device that never saw the packet: the tag tells what is ours. */
static void take_chunk(const struct knocker *knocker, const uint8_t *bytes, size_t size,
		       struct knock_answer *answer)
{
	struct sctp_packet packet;

	if (!sctp_parse(&packet, bytes, size) || packet.to != knocker->port ||
	    packet.tag != tag_of(knocker))
		return;
	if (packet.kind == SCTP_INIT_ACK)
		answer->state = KNOCK_OPEN;
	else if (packet.kind == SCTP_ABORT)
		answer->state = KNOCK_CLOSED;
}

/* Does an error quote the question, or the tunnel that it was sent in? */
static bool quotes(const struct knocker *knocker, const struct knock *knock,
		   const struct probe_quote *quote)
{
	if (knock->tunnel != FRAME_PLAIN)
		return probe_addr_same(&quote->to, &knock->outer);
	return probe_addr_same(&quote->to, &knock->to) && quote->ident == knocker->port;
}

static void take_icmp(const struct knocker *knocker, const struct knock *knock,
		      const struct probe_family *family, size_t size, struct knock_answer *answer)
{
	struct probe_answer icmp;

	answer_parse(&icmp, family, knocker->answer + (family->raw_header ? 0 : family->header),
		     family->raw_header ? size : size - family->header, family->raw_header);
	if (icmp.kind == ANSWER_ECHO && knock->protocol == family->icmp &&
	    icmp.ident == knocker->port && icmp.seq == (uint16_t)knocker->seq)
		answer->state = KNOCK_OPEN;
	if (icmp.kind != ANSWER_ERROR || !quotes(knocker, knock, &icmp.quote))
		return;
	answer->error =
		(struct probe_error){ .type = icmp.type, .code = icmp.code, .info = icmp.info };
	answer->state = verdict_is_closed(&answer->error, family) && knock->tunnel == FRAME_PLAIN
				? KNOCK_CLOSED
				: KNOCK_REFUSED;
}

/* Addresses stand at the end of both headers, the source first. */
static void take(const struct knocker *knocker, const struct knock *knock,
		 const struct probe_family *family, size_t size, struct knock_answer *answer)
{
	size_t header = family->header;
	uint8_t protocol;

	if (size < header || (family->af == AF_INET && knocker->answer[0] != 0x45))
		return;
	protocol = knocker->answer[family->af == AF_INET ? 9 : 6];
	probe_addr_set(&answer->by, family, knocker->answer + header - 2 * family->address_size);
	if (protocol == family->icmp) {
		take_icmp(knocker, knock, family, size, answer);
		return;
	}
	if (!probe_addr_same(&answer->by, &knock->to) || protocol != knock->protocol)
		return;
	if (protocol == IPPROTO_TCP)
		take_segment(knocker, knocker->answer + header, size - header, answer);
	else if (protocol == IPPROTO_SCTP)
		take_chunk(knocker, knocker->answer + header, size - header, answer);
	else if (size >= header + WIRE_UDP_HEADER)
		answer->state = KNOCK_OPEN;
}

/* Return: bytes of a packet that came to us, 0 for none. */
static size_t receive(struct knocker *knocker, int fd, struct knock_answer *answer)
{
	struct sockaddr_ll from = { 0 };
	socklen_t length = sizeof(from);
	ssize_t size;

	size = recvfrom(fd, knocker->answer, sizeof(knocker->answer), 0, (struct sockaddr *)&from,
			&length);
	/* A promiscuous interface, as a bridge's, brings what is for others, too. */
	if (size <= 0 || from.sll_pkttype == PACKET_OUTGOING ||
	    from.sll_pkttype == PACKET_LOOPBACK || from.sll_pkttype == PACKET_OTHERHOST)
		return 0;
	answer->device = from.sll_ifindex;
	answer->link_size = from.sll_halen <= WAY_LINK ? from.sll_halen : 0;
	memcpy(answer->link, from.sll_addr, answer->link_size);
	return (size_t)size;
}

/* Return: false once the time is over. */
static bool wait_for(struct pollfd *fds, size_t count, uint64_t until)
{
	uint64_t now = probe_clock();
	struct timespec wait = { 0 };

	if (now >= until)
		return false;
	/* By less than a second: WAIT is no more. */
	wait.tv_nsec = (long)(until - now < WAIT ? until - now : WAIT - 1);
	return ppoll(fds, count, &wait, NULL) >= 0;
}

static void listen_for(struct knocker *knocker, const struct knock *knock,
		       struct knock_answer *answer)
{
	struct pollfd fds[] = { { .fd = knocker->ip, .events = POLLIN },
				{ .fd = knocker->ip6, .events = POLLIN } };
	uint64_t start = probe_clock();
	uint64_t until = start + (knock->wait ? knock->wait : WAIT);
	size_t size;

	while (answer->state == KNOCK_SILENT && wait_for(fds, 2, until)) {
		if (fds[0].revents) {
			size = receive(knocker, knocker->ip, answer);
			take(knocker, knock, probe_family_of(AF_INET), size, answer);
		}
		if (answer->state == KNOCK_SILENT && fds[1].revents) {
			size = receive(knocker, knocker->ip6, answer);
			take(knocker, knock, probe_family_of(AF_INET6), size, answer);
		}
	}
	answer->rtt = probe_clock() - start;
}

void knock(struct knocker *knocker, const struct knock *question, struct knock_answer *answer)
{
	struct knock ours = *question;
	int i;

	probe_addr_set_port(&ours.from, knocker->port);
	memset(answer, 0, sizeof(*answer));
	answer->state = KNOCK_SILENT;
	for (i = 0; i < TRIES && answer->state == KNOCK_SILENT; i++) {
		knocker->seq++;
		if (send_knock(knocker, &ours))
			listen_for(knocker, &ours, answer);
	}
	if (ours.protocol == IPPROTO_TCP && answer->state == KNOCK_OPEN)
		send_reset(knocker, &ours);
}

/* Does the packet say that its sender has the address? */
static bool claims_it(const struct knocker *knocker, size_t size, const union probe_addr *target,
		      struct knock_answer *answer)
{
	const uint8_t *bytes = knocker->answer;

	if (target->any.sa_family == AF_INET) {
		if (size < FRAME_ARP || memcmp(bytes + ARP_IP, &target->in.sin_addr, 4))
			return false;
		memcpy(answer->link, bytes + ARP_SENDER, ETHER_ADDR_LEN);
		answer->link_size = ETHER_ADDR_LEN;
		return true;
	}
	bytes += probe_family_of(AF_INET6)->header;
	return size >= FRAME_NS && bytes[0] == ND_NEIGHBOR_ADVERT &&
	       !memcmp(bytes + NA_TARGET, &target->in6.sin6_addr, 16);
}

static void own_link(const struct knocker *knocker, const struct knock_link *link, uint8_t *own)
{
	struct ifreq request = { 0 };

	memcpy(request.ifr_name, link->name, sizeof(request.ifr_name));
	memset(own, 0, ETHER_ADDR_LEN);
	if (!ioctl(knocker->arp, SIOCGIFHWADDR, &request))
		memcpy(own, request.ifr_hwaddr.sa_data, ETHER_ADDR_LEN);
}

static bool ask_who_has(struct knocker *knocker, const struct knock_link *link,
			const union probe_addr *target)
{
	const struct way way = { .device = link->device, .link_size = ETHER_ADDR_LEN };
	uint8_t group[WAY_LINK] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };
	uint8_t own[ETHER_ADDR_LEN];

	if (target->any.sa_family == AF_INET) {
		own_link(knocker, link, own);
		return send_to(knocker, &way, group, ETHERTYPE_ARP, knocker->packet,
			       frame_arp(knocker->packet, own, target));
	}
	/* RFC 2464 7: 33:33 and the last four bytes of the group. */
	memcpy(group, "\x33\x33\xff", 3);
	memcpy(group + 3, &target->in6.sin6_addr.s6_addr[13], 3);
	return send_to(knocker, &way, group, ETHERTYPE_IPV6, knocker->packet,
		       frame_solicit(knocker->packet, target));
}

static void add_claim(struct knock_claims *claims, const struct knock_answer *claim)
{
	const struct knock_answer *known;
	size_t i;

	for (i = 0; i < claims->count; i++) {
		known = &claims->items[i];
		if (known->device == claim->device && known->link_size == claim->link_size &&
		    !memcmp(known->link, claim->link, claim->link_size))
			return;
	}
	if (claims->count < KNOCK_CLAIMS)
		claims->items[claims->count++] = *claim;
}

static bool is_asked(const struct knock_link *links, size_t count, int device)
{
	size_t i;

	for (i = 0; i < count; i++) {
		if (links[i].asked && links[i].device == device)
			return true;
	}
	return false;
}

static void listen_for_claims(struct knocker *knocker, const struct knock_link *links, size_t count,
			      const union probe_addr *target, struct knock_claims *claims)
{
	struct pollfd fd = { .fd = target->any.sa_family == AF_INET ? knocker->arp : knocker->ip6,
			     .events = POLLIN };
	uint64_t until = probe_clock() + CLAIM_WAIT;
	size_t size;

	while (wait_for(&fd, 1, until)) {
		struct knock_answer claim = { .state = KNOCK_OPEN };

		size = fd.revents ? receive(knocker, fd.fd, &claim) : 0;
		if (size && is_asked(links, count, claim.device) &&
		    claims_it(knocker, size, target, &claim))
			add_claim(claims, &claim);
	}
}

/* Twice: one question may be lost. All are heard out, there may be several. */
void knock_who_has(struct knocker *knocker, struct knock_link *links, size_t count,
		   const union probe_addr *target, struct knock_claims *claims)
{
	size_t i;
	int try;

	claims->count = 0;
	for (try = 0; count && try < TRIES; try++) {
		for (i = 0; i < count; i++)
			links[i].asked = ask_who_has(knocker, &links[i], target);
		listen_for_claims(knocker, links, count, target, claims);
	}
}
