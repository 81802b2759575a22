/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Sockets of probes: raw where that is allowed, else the kernel's own echo
 * sockets. Everything that arrives, answers, queued errors and stamps of what
 * left alike, is one kind of thing to the caller: an event.
 */
#ifndef IPVSADM_PROBE_SOCKET_H
#define IPVSADM_PROBE_SOCKET_H

#include "answer.h"
#include "verdict.h"

#include <sys/types.h>

#define PROBE_PACKET_MAX 65600

/**
 * struct probe_socket - one of a family and protocol
 * @fd:      -1 if it is closed
 * @family:  its row
 * @protocol: what it sends
 * @raw:     or the kernel's own (then the kernel chooses the identifier)
 * @stamps:  the kernel tells when packets leave
 */
struct probe_socket {
	int fd;
	const struct probe_family *family;
	int protocol;
	bool raw;
	bool stamps;
};

/** enum probe_event_kind - what a socket told */
enum probe_event_kind {
	EVENT_NONE,   /* nothing more for now */
	EVENT_ANSWER, /* a message arrived: @answer */
	EVENT_ERROR,  /* an ICMP error came for what we sent: @error, @answer.quote */
	EVENT_LOCAL,  /* this host refused to send: @local, and @error.info is the MTU */
	EVENT_LEFT,   /* a packet left: @at, and it ends @bytes */
};

/**
 * struct probe_event - what a socket told
 * @kind:   what it is
 * @at:     when, wall clock in nanoseconds; the kernel's stamp if it has one
 * @from:   who sent it
 * @answer: of EVENT_ANSWER; of EVENT_ERROR its quote alone, without a source
 * @error:  of EVENT_ERROR
 * @local:  errno of EVENT_LOCAL
 * @options: where IP options of an answer are that the kernel told apart from it
 * @bytes:  what @answer leads into; of EVENT_LEFT the packet with all its headers
 * @size:   bytes of it
 * @transport: of an answer that is not ICMP, what follows its IP header
 * @transport_size: bytes of it
 * @extensions: of EVENT_ERROR: ICMP extensions (RFC 4884) after the quoted packet, if the kernel found any
 * @extensions_size: bytes of them
 */
struct probe_event {
	enum probe_event_kind kind;
	uint64_t at;
	union probe_addr from;
	struct probe_answer answer;
	struct probe_error error;
	int local;
	uint8_t options[40];
	uint8_t bytes[PROBE_PACKET_MAX];
	size_t size;
	const uint8_t *transport;
	size_t transport_size;
	const uint8_t *extensions;
	size_t extensions_size;
};

/** probe_socket_many - let the process have as many as it may: what is asked may be thousands */
void probe_socket_many(void);

/**
 * probe_socket_open - a socket for echo requests
 * @sock:   the result
 * @family: of which
 * @raw:    insist on a raw one
 *
 * Return: 0 or a negative errno: -EPERM or -EACCES where neither kind is allowed.
 */
int probe_socket_open(struct probe_socket *sock, const struct probe_family *family, bool raw);

/**
 * probe_socket_open_raw - a raw socket for packets of any protocol
 * Return: 0 or a negative errno.
 */
int probe_socket_open_raw(struct probe_socket *sock, const struct probe_family *family,
			  int protocol);

/**
 * probe_socket_open_dgram - a socket of the kernel's own, for those without privilege
 * @protocol: IPPROTO_UDP or the family's ICMP
 *
 * The header is the kernel's: packets and quotes are what follows that of UDP.
 *
 * Return: 0 or a negative errno.
 */
int probe_socket_open_dgram(struct probe_socket *sock, const struct probe_family *family,
			    int protocol);

/**
 * probe_socket_only_ports - only let in packets to some ports
 * @first: the lowest
 * @count: how many
 *
 * Of a raw socket whose packets begin with ports. Return: 0 or a negative errno.
 */
int probe_socket_only_ports(const struct probe_socket *sock, uint16_t first, uint16_t count);

/** probe_socket_close - and that is all */
void probe_socket_close(struct probe_socket *sock);

/**
 * probe_socket_set - set an option of the family's level
 * Return: 0 or a negative errno.
 */
int probe_socket_set(const struct probe_socket *sock, int option, int value);

/**
 * probe_socket_ident - the identifier that the kernel gives echo requests of a
 * socket that is not raw; it has one once it is bound
 */
uint16_t probe_socket_ident(const struct probe_socket *sock);

/** probe_socket_is_anothers - may the kernel tell that error of an earlier probe, in the place of sending? */
bool probe_socket_is_anothers(int error);

/**
 * probe_socket_send - send a packet
 *
 * An error that came for an earlier probe is no failure of this one: it stays
 * in the error queue.
 *
 * Return: 0 or a negative errno.
 */
int probe_socket_send(struct probe_socket *sock, const uint8_t *packet, size_t size,
		      const union probe_addr *to);

/**
 * probe_socket_send_ttl - the same, from a connected socket, with a time to live of its own
 */
int probe_socket_send_ttl(struct probe_socket *sock, const uint8_t *packet, size_t size, int ttl);

/** probe_socket_next - the next event, EVENT_NONE when there is none */
enum probe_event_kind probe_socket_next(struct probe_socket *sock, struct probe_event *event);

/** probe_now - the wall clock, nanoseconds */
uint64_t probe_now(void);

/** probe_clock - a clock that never jumps, nanoseconds */
uint64_t probe_clock(void);

#endif
