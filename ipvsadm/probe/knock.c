// SPDX-License-Identifier: GPL-2.0
#define _GNU_SOURCE
#include "knock.h"
#include "bytes.h"
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
/* Packets that are read before it is looked whose time is over. */
#define RECEIVE_MOST 64
#define ARP_SENDER   8
#define ARP_IP	     14
#define NA_TARGET    8

/*
 * A director carries traffic: only ICMP, and what is for our ports, comes up.
 * Fragments and extension headers are nothing that answers us.
 */
static int filter(const struct knocker *knocker, int fd, const struct probe_family *family)
{
	struct sock_filter program[8 + KNOCK_CALLS] = {
		BPF_STMT(BPF_LD | BPF_B | BPF_ABS, family->af == AF_INET ? 9 : 6),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)family->icmp, KNOCK_CALLS + 5, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, IPPROTO_TCP, 2, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, IPPROTO_SCTP, 1, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, IPPROTO_UDP, 0, KNOCK_CALLS + 1),
		BPF_STMT(BPF_LD | BPF_H | BPF_ABS, family->header + 2),
	};
	struct sock_fprog prog = { .len = sizeof(program) / sizeof(program[0]), .filter = program };
	struct sock_filter *at = &program[6];
	uint8_t i;

	for (i = 0; i < KNOCK_CALLS; i++)
		*at++ = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K,
						     knocker->calls[i].port, KNOCK_CALLS - i, 0);
	*at++ = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, 0);
	*at = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, PROBE_PACKET_MAX);
	return setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &prog, sizeof(prog));
}

static int open_packet(uint16_t type)
{
	return socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, htons(type));
}

/* The same port of TCP and UDP; SCTP may have no socket here. Return: 0 or a negative errno. */
static int keep_port(struct knock_call *call)
{
	union probe_addr addr = { .in = { .sin_family = AF_INET } };
	socklen_t size = sizeof(addr.in);

	call->keepers[0] = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	call->keepers[1] = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (call->keepers[0] < 0 || call->keepers[1] < 0 ||
	    bind(call->keepers[0], &addr.any, size) ||
	    getsockname(call->keepers[0], &addr.any, &size) ||
	    bind(call->keepers[1], &addr.any, size))
		return -errno;
	call->port = probe_addr_port(&addr);
	return 0;
}

int knocker_open(struct knocker *knocker)
{
	size_t i;
	int ret;

	knocker->ip = open_packet(ETHERTYPE_IP);
	ret = knocker->ip < 0 ? -errno : 0;
	knocker->ip6 = open_packet(ETHERTYPE_IPV6);
	knocker->arp = open_packet(ETHERTYPE_ARP);
	if (!ret && (knocker->ip6 < 0 || knocker->arp < 0))
		ret = -errno;
	for (i = 0; i < KNOCK_CALLS; i++)
		knocker->calls[i] = (struct knock_call){ .keepers = { -1, -1 } };
	for (i = 0; !ret && i < KNOCK_CALLS; i++)
		ret = keep_port(&knocker->calls[i]);
	if (!ret && (filter(knocker, knocker->ip, probe_family_of(AF_INET)) ||
		     filter(knocker, knocker->ip6, probe_family_of(AF_INET6)) ||
		     getrandom(&knocker->seq, sizeof(knocker->seq), 0) < 0))
		ret = -errno;
	if (ret)
		knocker_close(knocker);
	return ret;
}

static void close_open(int fd)
{
	if (fd >= 0)
		close(fd);
}

void knocker_close(struct knocker *knocker)
{
	size_t i;

	close_open(knocker->ip);
	close_open(knocker->ip6);
	close_open(knocker->arp);
	for (i = 0; i < KNOCK_CALLS; i++) {
		close_open(knocker->calls[i].keepers[0]);
		close_open(knocker->calls[i].keepers[1]);
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
static size_t build_echo(const struct knock_call *call, uint8_t *at)
{
	const struct knock *knock = &call->question;
	const struct probe_family *family = probe_family_of(knock->to.any.sa_family);
	size_t least = family->header + WIRE_ICMP_HEADER;
	size_t size = knock->size > least ? knock->size - least : 0;
	uint16_t check;

	wire_pattern(at + WIRE_ICMP_HEADER, size, NULL, 0);
	size = wire_echo(at, family, call->port, (uint16_t)call->seq, size);
	if (family->af == AF_INET)
		return size;
	check = wire_checksum(at, size,
			      wire_pseudo_sum(&knock->from, &knock->to, IPPROTO_ICMPV6, size));
	memcpy(at + offsetof(struct icmp6_hdr, icmp6_cksum), &check, sizeof(check));
	return size;
}

static bool send_built(struct knocker *knocker, const struct knock_call *call, size_t size)
{
	const struct knock *knock = &call->question;
	const struct probe_family *family = probe_family_of(knock->to.any.sa_family);
	union probe_addr from = knock->way->source;
	uint8_t *packet = knocker->packet + FRAME_ROOM;
	int outer = knock->tunnel == FRAME_PLAIN ? family->af : knock->outer.any.sa_family;
	size_t before;

	probe_addr_set_port(&from, call->port);
	size = frame_ip(packet, &knock->from, &knock->to, (uint8_t)knock->protocol, size);
	before = frame_wrap(packet, size, family->af, knock->tunnel, &from, &knock->outer);
	return send_to(knocker, knock->way, knock->way->link,
		       outer == AF_INET ? ETHERTYPE_IP : ETHERTYPE_IPV6, packet - before,
		       size + before);
}

/* An answer bears it, and 0 is none. */
static uint32_t tag_of(const struct knock_call *call)
{
	return call->seq << 1 | 1;
}

static bool send_knock(struct knocker *knocker, const struct knock_call *call)
{
	const struct knock *knock = &call->question;
	const struct probe_family *family = probe_family_of(knock->to.any.sa_family);
	uint8_t *at = knocker->packet + FRAME_ROOM + family->header;
	size_t size;

	if (knock->protocol == IPPROTO_TCP)
		size = wire_syn(at, &knock->from, &knock->to, call->seq, OUR_MSS);
	else if (knock->protocol == IPPROTO_UDP)
		size = wire_udp(at, &knock->from, &knock->to, IPPROTO_UDP, 0, 0, 0);
	else if (knock->protocol == IPPROTO_SCTP)
		size = sctp_init(at, probe_addr_port(&knock->from), probe_addr_port(&knock->to),
				 tag_of(call));
	else
		size = build_echo(call, at);
	return send_built(knocker, call, size);
}

/* A connection that half exists is given up: the server need not wait for it. */
static void send_reset(struct knocker *knocker, const struct knock_call *call)
{
	const struct knock *knock = &call->question;
	const struct probe_family *family = probe_family_of(knock->to.any.sa_family);
	struct wire_tcp tcp = { .flags = TH_RST };
	uint8_t *at = knocker->packet + FRAME_ROOM + family->header;

	send_built(knocker, call, wire_tcp(at, &knock->from, &knock->to, call->seq + 1, &tcp));
}

static void take_segment(const struct knock_call *call, const uint8_t *bytes, size_t size,
			 struct knock_answer *answer)
{
	struct segment segment;

	if (!segment_parse(&segment, bytes, size) || segment.to != call->port || !segment.has_ack ||
	    segment.ack != call->seq + 1 || (!segment.syn && !segment.rst))
		return;
	answer->state = segment.rst ? KNOCK_CLOSED : KNOCK_OPEN;
	answer->mss = segment.mss;
}

/* The checksum may be left to a device that never saw the packet: the tag tells what is ours. */
static void take_chunk(const struct knock_call *call, const uint8_t *bytes, size_t size,
		       struct knock_answer *answer)
{
	struct sctp_packet packet;

	if (!sctp_parse(&packet, bytes, size) || packet.to != call->port ||
	    packet.tag != tag_of(call))
		return;
	if (packet.kind == SCTP_INIT_ACK)
		answer->state = KNOCK_OPEN;
	else if (packet.kind == SCTP_ABORT)
		answer->state = KNOCK_CLOSED;
}

/* Does an error quote the question, or the tunnel that it was sent in? */
static bool quotes(const struct knock_call *call, const struct probe_quote *quote)
{
	const struct knock *knock = &call->question;

	if (knock->tunnel != FRAME_PLAIN)
		return probe_addr_same(&quote->to, &knock->outer);
	return probe_addr_same(&quote->to, &knock->to) && quote->ident == call->port;
}

static void take_icmp(const struct knocker *knocker, const struct knock_call *call,
		      const struct probe_family *family, size_t size, struct knock_answer *answer)
{
	struct probe_answer icmp;

	answer_parse(&icmp, family, knocker->answer + (family->raw_header ? 0 : family->header),
		     family->raw_header ? size : size - family->header, family->raw_header);
	if (icmp.kind == ANSWER_ECHO && call->question.protocol == family->icmp &&
	    icmp.ident == call->port && icmp.seq == (uint16_t)call->seq)
		answer->state = KNOCK_OPEN;
	if (icmp.kind != ANSWER_ERROR || !quotes(call, &icmp.quote))
		return;
	answer->error =
		(struct probe_error){ .type = icmp.type, .code = icmp.code, .info = icmp.info };
	answer->state =
		verdict_is_closed(&answer->error, family) && call->question.tunnel == FRAME_PLAIN
			? KNOCK_CLOSED
			: KNOCK_REFUSED;
}

/* Addresses stand at the end of both headers, the source first. */
static void take(const struct knocker *knocker, const struct knock_call *call,
		 const struct probe_family *family, size_t size, struct knock_answer *answer)
{
	size_t header = family->header;
	uint8_t protocol;

	if (size < header || (family->af == AF_INET && knocker->answer[0] != 0x45))
		return;
	protocol = knocker->answer[family->af == AF_INET ? 9 : 6];
	probe_addr_set(&answer->by, family, knocker->answer + header - 2 * family->address_size);
	if (protocol == family->icmp) {
		take_icmp(knocker, call, family, size, answer);
		return;
	}
	if (!probe_addr_same(&answer->by, &call->question.to) ||
	    protocol != call->question.protocol)
		return;
	if (protocol == IPPROTO_TCP)
		take_segment(call, knocker->answer + header, size - header, answer);
	else if (protocol == IPPROTO_SCTP)
		take_chunk(call, knocker->answer + header, size - header, answer);
	else if (size >= header + WIRE_UDP_HEADER &&
		 be16_at(knocker->answer + header + 2) == call->port)
		answer->state = KNOCK_OPEN;
}

/* Return: bytes of a packet that came to us, 0 of one that did not, -1 where there is none. */
static ssize_t receive(struct knocker *knocker, int fd, struct knock_answer *answer)
{
	struct sockaddr_ll from = { 0 };
	socklen_t length = sizeof(from);
	ssize_t size;

	size = recvfrom(fd, knocker->answer, sizeof(knocker->answer), 0, (struct sockaddr *)&from,
			&length);
	if (size < 0)
		return -1;
	/* A promiscuous interface, as a bridge's, brings what is for others, too. */
	if (from.sll_pkttype == PACKET_OUTGOING || from.sll_pkttype == PACKET_LOOPBACK ||
	    from.sll_pkttype == PACKET_OTHERHOST)
		return 0;
	answer->device = from.sll_ifindex;
	answer->link_size = from.sll_halen <= WAY_LINK ? from.sll_halen : 0;
	memcpy(answer->link, from.sll_addr, answer->link_size);
	return size;
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

bool knock_is_free(const struct knocker *knocker, size_t call)
{
	return !knocker->calls[call].answer;
}

/* When a try has had its time. */
static uint64_t until(const struct knock_call *call)
{
	return call->sent_at + (call->question.wait ? call->question.wait : WAIT);
}

static void try(struct knocker *knocker, struct knock_call *call)
{
	call->seq = ++knocker->seq;
	call->tries++;
	call->sent_at = probe_clock();
	/* What cannot be sent is not waited for. */
	if (!send_knock(knocker, call))
		call->sent_at = 0;
}

void knock_ask(struct knocker *knocker, size_t call, const struct knock *question,
	       struct knock_answer *answer)
{
	struct knock_call *ours = &knocker->calls[call];

	ours->question = *question;
	probe_addr_set_port(&ours->question.from, ours->port);
	memset(answer, 0, sizeof(*answer));
	answer->state = KNOCK_SILENT;
	ours->answer = answer;
	ours->tries = 0;
	try(knocker, ours);
}

static void take_for_all(struct knocker *knocker, const struct probe_family *family, size_t size,
			 const struct knock_answer *came)
{
	struct knock_call *call;
	struct knock_answer answer;

	for (call = knocker->calls; call < knocker->calls + KNOCK_CALLS; call++) {
		if (!call->answer || call->answer->state != KNOCK_SILENT)
			continue;
		answer = *came;
		take(knocker, call, family, size, &answer);
		if (answer.state == KNOCK_SILENT)
			continue;
		*call->answer = answer;
		call->answer->rtt = probe_clock() - call->sent_at;
	}
}

/* No more at a time than that all are looked after. */
static void take_from(struct knocker *knocker, int fd, const struct probe_family *family)
{
	ssize_t size = 0;
	int i;

	for (i = 0; i < RECEIVE_MOST && size >= 0; i++) {
		struct knock_answer came = { .state = KNOCK_SILENT };

		size = receive(knocker, fd, &came);
		if (size > 0)
			take_for_all(knocker, family, (size_t)size, &came);
	}
}

/* What came by @now has been read. Return: is it over? */
static bool settle(struct knocker *knocker, struct knock_call *call, uint64_t now)
{
	if (call->answer->state == KNOCK_SILENT) {
		if (until(call) > now)
			return false;
		if (call->tries < TRIES) {
			try(knocker, call);
			return false;
		}
		call->answer->rtt = now - call->sent_at;
	} else if (call->answer->state == KNOCK_OPEN && call->question.protocol == IPPROTO_TCP) {
		send_reset(knocker, call);
	}
	call->answer = NULL;
	return true;
}

static uint64_t next_until(const struct knocker *knocker)
{
	uint64_t next = UINT64_MAX;
	size_t i;

	for (i = 0; i < KNOCK_CALLS; i++) {
		if (!knock_is_free(knocker, i) && until(&knocker->calls[i]) < next)
			next = until(&knocker->calls[i]);
	}
	return next;
}

bool knock_listen(struct knocker *knocker)
{
	struct pollfd fds[] = { { .fd = knocker->ip, .events = POLLIN },
				{ .fd = knocker->ip6, .events = POLLIN } };
	bool over = false;
	uint64_t next;
	uint64_t now;
	size_t i;

	while (!over) {
		next = next_until(knocker);
		if (next == UINT64_MAX)
			return false;
		now = probe_clock();
		wait_for(fds, 2, next);
		take_from(knocker, knocker->ip, probe_family_of(AF_INET));
		take_from(knocker, knocker->ip6, probe_family_of(AF_INET6));
		for (i = 0; i < KNOCK_CALLS; i++)
			over |= !knock_is_free(knocker, i) &&
				settle(knocker, &knocker->calls[i], now);
	}
	return true;
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
	ssize_t size;

	while (wait_for(&fd, 1, until)) {
		struct knock_answer claim = { .state = KNOCK_OPEN };

		size = fd.revents ? receive(knocker, fd.fd, &claim) : 0;
		if (size > 0 && is_asked(links, count, claim.device) &&
		    claims_it(knocker, (size_t)size, target, &claim))
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
