/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A question to a host by way of a link: whole packets that pass neither our
 * routes nor our filters nor the director's own tables, and what comes back
 * as the link brought it.
 */
#ifndef IPVSADM_PROBE_KNOCK_H
#define IPVSADM_PROBE_KNOCK_H

#include "frame.h"
#include "socket.h"
#include "way.h"

#include <net/if.h>

/** enum knock_state - what came back */
enum knock_state {
	KNOCK_UNTRIED,
	KNOCK_SILENT,
	KNOCK_OPEN,    /* SYN-ACK, INIT-ACK, echo reply, datagram */
	KNOCK_CLOSED,  /* RST, ABORT, or that the port is not reachable */
	KNOCK_REFUSED, /* another ICMP error: @error */
};

/**
 * struct knock - a question
 * @way:      where the first hop is
 * @from:     source, address alone
 * @to:       destination, with its port
 * @protocol: IPPROTO_TCP, IPPROTO_UDP, IPPROTO_SCTP, or the family's ICMP for an echo
 * @size:     bytes of an echo with its headers, 0 for the least
 * @tunnel:   to carry it in
 * @outer:    end of the tunnel, with the port of GUE
 * @wait:     for an answer, nanoseconds below a second; 0 for a second
 */
struct knock {
	const struct way *way;
	union probe_addr from;
	union probe_addr to;
	int protocol;
	size_t size;
	enum frame_tunnel tunnel;
	union probe_addr outer;
	uint64_t wait;
};

/**
 * struct knock_answer - what came
 * @state:  in a word
 * @by:     who sent it
 * @device: index of the interface it came in by
 * @link:   link address of who brought it
 * @link_size: bytes of that
 * @mss:    of a SYN-ACK
 * @rtt:    nanoseconds it took
 * @error:  ICMP error, of KNOCK_CLOSED (or RST, then all zero) and KNOCK_REFUSED
 */
struct knock_answer {
	enum knock_state state;
	union probe_addr by;
	int device;
	uint8_t link[WAY_LINK];
	unsigned int link_size;
	uint16_t mss;
	uint64_t rtt;
	struct probe_error error;
};

/* Questions that may be under way at once: not so many that routers' limits of errors are spent. */
#define KNOCK_CALLS 16

/**
 * struct knock_call - a question under way
 * @question: of it
 * @answer:   where the answer goes; NULL where there is no question
 * @keepers:  hold our port
 * @port:     ours, by which answers are told apart
 * @seq:      of the last try
 * @tries:    how many there were
 * @sent_at:  when the last was, on probe_clock()
 */
struct knock_call {
	struct knock question;
	struct knock_answer *answer;
	int keepers[2];
	uint16_t port;
	uint32_t seq;
	int tries;
	uint64_t sent_at;
};

/**
 * struct knocker - sockets and what is ours on them
 * @ip, @ip6, @arp: of the packet family, by what they receive
 * @calls:   questions
 * @seq:     of the last one
 */
struct knocker {
	int ip;
	int ip6;
	int arp;
	struct knock_call calls[KNOCK_CALLS];
	uint32_t seq;
	uint8_t packet[FRAME_ROOM + PROBE_PACKET_MAX];
	uint8_t answer[PROBE_PACKET_MAX];
};

/** knocker_open - sockets, and ports that nobody else gets. Return: 0 or a negative errno. */
int knocker_open(struct knocker *knocker);

/** knocker_close - and that is all */
void knocker_close(struct knocker *knocker);

/**
 * knock_ask - ask, and again where all stays silent
 * @call:   that is free
 * @answer: filled once it is over
 */
void knock_ask(struct knocker *knocker, size_t call, const struct knock *question,
	       struct knock_answer *answer);

/** knock_is_free - is there no question under way? */
bool knock_is_free(const struct knocker *knocker, size_t call);

/** knock_listen - until a question is over. Return: false if none is under way. */
bool knock_listen(struct knocker *knocker);

#define KNOCK_CLAIMS 8

/** struct knock_link - an Ethernet to ask on; @asked: it could be done */
struct knock_link {
	int device;
	char name[IF_NAMESIZE];
	bool asked;
};

/** struct knock_claims - who says, each on its link and once, to have an address */
struct knock_claims {
	struct knock_answer items[KNOCK_CLAIMS];
	size_t count;
};

/** knock_who_has - who on some links, beside this host, says that it has an address? */
void knock_who_has(struct knocker *knocker, struct knock_link *links, size_t count,
		   const union probe_addr *target, struct knock_claims *claims);

#endif
