// SPDX-License-Identifier: GPL-2.0
#include "socket.h"
#include "stamp.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/icmp.h>
#include <netinet/icmp6.h>
#include <time.h>
#include <linux/errqueue.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#define SECOND	     1000000000ULL
#define CONTROL_SIZE 512

/* Errors of earlier probes that may come between us and a message. */
#define RECEIVE_TRIES 16
/* Likewise between us and sending. */
#define SEND_TRIES 3

static uint64_t clock_read(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (uint64_t)now.tv_sec * SECOND + (uint64_t)now.tv_nsec;
}

uint64_t probe_now(void)
{
	return clock_read(CLOCK_REALTIME);
}

uint64_t probe_clock(void)
{
	return clock_read(CLOCK_MONOTONIC);
}

int probe_socket_set(const struct probe_socket *sock, int option, int value)
{
	return setsockopt(sock->fd, sock->family->level, option, &value, sizeof(value)) ? -errno
											: 0;
}

/* Let in what a prober wants: echo replies and redirects. Errors come by the error queue. */
static int filter_raw(const struct probe_socket *sock)
{
	struct icmp6_filter filter6;
	struct icmp_filter filter;

	if (sock->family->af == AF_INET6) {
		ICMP6_FILTER_SETBLOCKALL(&filter6);
		ICMP6_FILTER_SETPASS(ICMP6_ECHO_REPLY, &filter6);
		return setsockopt(sock->fd, IPPROTO_ICMPV6, ICMP6_FILTER, &filter6,
				  sizeof(filter6));
	}
	filter.data = ~(1U << ICMP_ECHOREPLY | 1U << ICMP_REDIRECT);
	return setsockopt(sock->fd, SOL_RAW, ICMP_FILTER, &filter, sizeof(filter));
}

void probe_socket_many(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit))
		return;
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
}

static int prepare(struct probe_socket *sock)
{
	if (sock->raw && sock->protocol == sock->family->icmp && filter_raw(sock))
		return -errno;
	probe_socket_set(sock, sock->family->want_errors, 1);
	/* Kernels before 5.9 do not know them. */
	probe_socket_set(sock, sock->family->want_extensions, 1);
	probe_socket_set(sock, sock->family->want_ttl, 1);
	probe_socket_set(sock, sock->family->want_tos, 1);
	sock->stamps = stamp_enable(sock->fd);
	return 0;
}

int probe_socket_open(struct probe_socket *sock, const struct probe_family *family, bool raw)
{
	int flags = SOCK_NONBLOCK | SOCK_CLOEXEC;
	int ret;

	memset(sock, 0, sizeof(*sock));
	sock->family = family;
	sock->protocol = family->icmp;
	sock->raw = true;
	sock->fd = socket(family->af, SOCK_RAW | flags, family->icmp);
	if (sock->fd < 0 && !raw && (errno == EPERM || errno == EACCES)) {
		sock->raw = false;
		sock->fd = socket(family->af, SOCK_DGRAM | flags, family->icmp);
	}
	if (sock->fd < 0)
		return -errno;
	ret = prepare(sock);
	if (ret)
		probe_socket_close(sock);
	return ret;
}

static int open_kind(struct probe_socket *sock, const struct probe_family *family, int kind,
		     int protocol)
{
	int ret;

	memset(sock, 0, sizeof(*sock));
	sock->family = family;
	sock->protocol = protocol;
	sock->raw = kind == SOCK_RAW;
	sock->fd = socket(family->af, kind | SOCK_NONBLOCK | SOCK_CLOEXEC, protocol);
	if (sock->fd < 0)
		return -errno;
	ret = prepare(sock);
	if (ret)
		probe_socket_close(sock);
	return ret;
}

int probe_socket_open_raw(struct probe_socket *sock, const struct probe_family *family,
			  int protocol)
{
	return open_kind(sock, family, SOCK_RAW, protocol);
}

int probe_socket_open_dgram(struct probe_socket *sock, const struct probe_family *family,
			    int protocol)
{
	return open_kind(sock, family, SOCK_DGRAM, protocol);
}

int probe_socket_only_ports(const struct probe_socket *sock, uint16_t first, uint16_t count)
{
	/* X is the size of the IP header, where the socket delivers one. */
	struct sock_filter program[] = {
		BPF_STMT(BPF_LDX | BPF_W | BPF_IMM, 0),
		BPF_STMT(BPF_LD | BPF_H | BPF_IND, 2),
		BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, first, 0, 2),
		BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, (uint32_t)first + count, 1, 0),
		BPF_STMT(BPF_RET | BPF_K, PROBE_PACKET_MAX),
		BPF_STMT(BPF_RET | BPF_K, 0),
	};
	struct sock_fprog filter = { .len = sizeof(program) / sizeof(program[0]),
				     .filter = program };

	if (sock->family->raw_header)
		program[0] = (struct sock_filter)BPF_STMT(BPF_LDX | BPF_B | BPF_MSH, 0);
	return setsockopt(sock->fd, SOL_SOCKET, SO_ATTACH_FILTER, &filter, sizeof(filter)) ? -errno
											   : 0;
}

void probe_socket_close(struct probe_socket *sock)
{
	if (sock->fd >= 0)
		close(sock->fd);
	sock->fd = -1;
}

uint16_t probe_socket_ident(const struct probe_socket *sock)
{
	union probe_addr addr = { 0 };
	socklen_t size = sizeof(addr);

	if (getsockname(sock->fd, &addr.any, &size))
		return 0;
	return probe_addr_port(&addr);
}

bool probe_socket_is_anothers(int error)
{
	return error == ECONNREFUSED || error == EHOSTUNREACH || error == ENETUNREACH ||
	       error == EPROTO || error == EACCES || error == EOPNOTSUPP || error == ENOPROTOOPT;
}

/* An error that an earlier probe met would be told in the place of sending this one. */
static void forget_pending(struct probe_socket *sock)
{
	socklen_t size = sizeof(int);
	int pending;

	getsockopt(sock->fd, SOL_SOCKET, SO_ERROR, &pending, &size);
}

int probe_socket_send(struct probe_socket *sock, const uint8_t *packet, size_t size,
		      const union probe_addr *to)
{
	socklen_t length = to ? sock->family->size : 0;
	int tries = 0;

	/* One may come at any time, between these two as well. */
	do {
		forget_pending(sock);
		if (sendto(sock->fd, packet, size, 0, to ? &to->any : NULL, length) >= 0)
			return 0;
	} while (probe_socket_is_anothers(errno) && ++tries < SEND_TRIES);
	return -errno;
}

int probe_socket_send_ttl(struct probe_socket *sock, const uint8_t *packet, size_t size, int ttl)
{
	union {
		char bytes[CMSG_SPACE(sizeof(int))];
		struct cmsghdr align;
	} control = { 0 };
	struct iovec data = { .iov_base = (void *)packet, .iov_len = size };
	struct msghdr msg = { .msg_iov = &data,
			      .msg_iovlen = 1,
			      .msg_control = &control,
			      .msg_controllen = sizeof(control) };
	struct cmsghdr *cmsg = CMSG_FIRSTHDR(&msg);

	cmsg->cmsg_level = sock->family->level;
	cmsg->cmsg_type = sock->family->got_ttl;
	cmsg->cmsg_len = CMSG_LEN(sizeof(ttl));
	memcpy(CMSG_DATA(cmsg), &ttl, sizeof(ttl));
	forget_pending(sock);
	return sendmsg(sock->fd, &msg, 0) < 0 ? -errno : 0;
}

/* Where the kernel has found extensions behind the quoted packet, and they are whole. */
static void take_extensions(struct probe_event *event, const struct sock_extended_err *error)
{
	size_t at = error->ee_rfc4884.len;

	if (error->ee_origin != SO_EE_ORIGIN_ICMP && error->ee_origin != SO_EE_ORIGIN_ICMP6)
		return;
	if (!at || at >= event->size || error->ee_rfc4884.flags & SO_EE_RFC4884_FLAG_INVALID)
		return;
	event->extensions = event->bytes + at;
	event->extensions_size = event->size - at;
}

static void take_error(struct probe_socket *sock, struct probe_event *event,
		       const struct cmsghdr *cmsg)
{
	size_t offered = cmsg->cmsg_len - CMSG_LEN(0);
	struct sock_extended_err error;

	if (offered < sizeof(error))
		return;
	memcpy(&error, CMSG_DATA(cmsg), sizeof(error));
	event->error.type = error.ee_type;
	event->error.code = error.ee_code;
	event->error.info = error.ee_info;
	event->local = (int)error.ee_errno;
	take_extensions(event, &error);
	if (error.ee_origin == SO_EE_ORIGIN_TIMESTAMPING) {
		event->kind = EVENT_LEFT;
	} else if (error.ee_origin == SO_EE_ORIGIN_LOCAL) {
		event->kind = EVENT_LOCAL;
	} else {
		event->kind = EVENT_ERROR;
		/* Where the packet went has come as the message's address; the error's sender follows it. */
		event->answer.quote.to = event->from;
		if (offered >= sizeof(error) + sock->family->size)
			memcpy(&event->from, CMSG_DATA(cmsg) + sizeof(error), sock->family->size);
	}
}

static void take_options(struct probe_event *event, const struct cmsghdr *cmsg)
{
	size_t size = cmsg->cmsg_len - CMSG_LEN(0);

	if (size > sizeof(event->options))
		return;
	memcpy(event->options, CMSG_DATA(cmsg), size);
	event->answer.options = event->options;
	event->answer.options_size = size;
}

static void take_control(struct probe_socket *sock, struct probe_event *event, struct msghdr *msg)
{
	const struct probe_family *family = sock->family;
	struct cmsghdr *cmsg;
	int value;

	for (cmsg = CMSG_FIRSTHDR(msg); cmsg; cmsg = CMSG_NXTHDR(msg, cmsg)) {
		if (stamp_of(cmsg, &event->at) || cmsg->cmsg_level != family->level)
			continue;
		if (cmsg->cmsg_type == family->got_error) {
			take_error(sock, event, cmsg);
			continue;
		}
		if (cmsg->cmsg_level == SOL_IP && cmsg->cmsg_type == IP_RECVOPTS) {
			take_options(event, cmsg);
			continue;
		}
		value = *(uint8_t *)CMSG_DATA(cmsg);
		if (cmsg->cmsg_len >= CMSG_LEN(sizeof(value)))
			memcpy(&value, CMSG_DATA(cmsg), sizeof(value));
		if (cmsg->cmsg_type == family->got_ttl)
			event->answer.ttl = value;
		else if (cmsg->cmsg_type == family->got_tos)
			event->answer.tos = value;
	}
}

static bool receive(struct probe_socket *sock, struct probe_event *event, int flags)
{
	union {
		char bytes[CONTROL_SIZE];
		struct cmsghdr align;
	} control;
	struct iovec data = { .iov_base = event->bytes, .iov_len = sizeof(event->bytes) };
	struct msghdr msg = {
		.msg_name = &event->from,
		.msg_namelen = sizeof(event->from),
		.msg_iov = &data,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof(control),
	};
	ssize_t got;

	memset(&event->answer, 0, sizeof(event->answer));
	memset(&event->from, 0, sizeof(event->from));
	event->kind = EVENT_NONE;
	event->at = 0;
	event->transport = NULL;
	event->transport_size = 0;
	event->extensions = NULL;
	event->extensions_size = 0;
	got = recvmsg(sock->fd, &msg, flags);
	if (got < 0)
		return false;
	event->size = (size_t)got;
	event->answer.ttl = -1;
	event->answer.tos = -1;
	take_control(sock, event, &msg);
	if (!event->at)
		event->at = probe_now();
	return true;
}

static enum probe_event_kind next_queued(struct probe_socket *sock, struct probe_event *event)
{
	while (receive(sock, event, MSG_ERRQUEUE)) {
		if (event->kind == EVENT_ERROR || event->kind == EVENT_LOCAL)
			quote_parse_transport(&event->answer.quote, sock->protocol, event->bytes,
					      event->size);
		if (event->kind != EVENT_NONE)
			return event->kind;
	}
	return EVENT_NONE;
}

/* What is not ICMP: the caller knows it by its transport header. */
static void take_transport(const struct probe_socket *sock, struct probe_event *event)
{
	size_t header = 0;

	if (sock->raw && sock->family->raw_header) {
		if (event->size < sock->family->header)
			return;
		header = (event->bytes[0] & 0xf) * 4U;
		event->answer.ttl = event->bytes[8];
	}
	if (header > event->size)
		return;
	event->transport = event->bytes + header;
	event->transport_size = event->size - header;
}

/* What the kernel told apart, where the bytes do not tell it. */
static void take_icmp(const struct probe_socket *sock, struct probe_event *event)
{
	const struct probe_answer told = event->answer;

	answer_parse(&event->answer, sock->family, event->bytes, event->size,
		     sock->raw && sock->family->raw_header);
	if (event->answer.ttl < 0)
		event->answer.ttl = told.ttl;
	if (event->answer.tos < 0)
		event->answer.tos = told.tos;
	if (!event->answer.options) {
		event->answer.options = told.options;
		event->answer.options_size = told.options_size;
	}
}

enum probe_event_kind probe_socket_next(struct probe_socket *sock, struct probe_event *event)
{
	int tries;

	/* Stamps of what left first: an answer wants them. */
	if (next_queued(sock, event) != EVENT_NONE)
		return event->kind;
	/* A pending error takes the place of a message, once. */
	for (tries = 0; tries < RECEIVE_TRIES; tries++) {
		if (receive(sock, event, 0))
			break;
		if (errno == EAGAIN || errno == EWOULDBLOCK)
			return EVENT_NONE;
		if (next_queued(sock, event) != EVENT_NONE)
			return event->kind;
	}
	if (tries == RECEIVE_TRIES)
		return EVENT_NONE;
	if (sock->protocol == sock->family->icmp)
		take_icmp(sock, event);
	else
		take_transport(sock, event);
	event->kind = EVENT_ANSWER;
	return EVENT_ANSWER;
}
