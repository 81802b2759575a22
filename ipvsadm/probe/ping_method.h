/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What ping asks with: an echo request, a TCP SYN, a UDP datagram or an SCTP
 * INIT. What differs between them is a row; nothing else in ping asks which it is.
 */
#ifndef IPVSADM_PROBE_PING_METHOD_H
#define IPVSADM_PROBE_PING_METHOD_H

#include "ping.h"

/** enum port_state - what an answer says of a port */
enum port_state {
	PORT_NONE, /* it was no port that was asked */
	PORT_OPEN,
	PORT_CLOSED,
};

/**
 * struct ping_hit - which probe an event is about, and what it says
 * @probe:        that probe
 * @bad_checksum: an answer that is not to be believed
 * @bytes:        as the answer's line tells them
 * @state:        of the port
 * @mss:          largest segment that the port takes, 0 if it did not say
 */
struct ping_hit {
	struct flight_probe *probe;
	bool bad_checksum;
	size_t bytes;
	enum port_state state;
	uint16_t mss;
};

/**
 * struct ping_method - a row
 * @protocol: "icmp", "tcp", "udp", "sctp"
 * @seq:      what a line calls the number of a probe
 * @open:     make the socket, and room for the packet: 0, or 2 with a message told
 * @bind:     once its options are set, bind it; likewise
 * @build:    write probe @number into target->packet; its size
 * @left:     the probe that a stamp of what left is for, or NULL
 * @answer:   which probe was answered; false if none of ours
 * @error:    which probe an ICMP error is about; likewise. With a state it is an answer
 */
struct ping_method {
	const char *protocol;
	const char *seq;
	int (*open)(struct ping_target *target, const struct ping_options *options);
	int (*bind)(struct ping_target *target, const struct ping_options *options, size_t number);
	size_t (*build)(struct ping_target *target, uint64_t number);
	struct flight_probe *(*left)(struct ping_target *target, const struct probe_event *event);
	bool (*answer)(struct ping_target *target, const struct probe_event *event,
		       struct ping_hit *hit);
	bool (*error)(struct ping_target *target, const struct probe_event *event,
		      struct ping_hit *hit);
};

extern const struct ping_method ping_echo;
extern const struct ping_method ping_tcp;
extern const struct ping_method ping_udp;
extern const struct ping_method ping_sctp;

/** method_fail - tell what failed, and its errno. Return: 2. */
int method_fail(const char *what, int error);

/** ping_method_of - how a port of that protocol is asked, NULL for those that cannot be */
const struct ping_method *ping_method_of(int protocol);

#endif
