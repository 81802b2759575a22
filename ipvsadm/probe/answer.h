/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What came back, taken apart. Pure over bytes that anybody may have sent:
 * every length is checked, nothing is computed from what is echoed, pointers
 * of the result lead into the given bytes.
 */
#ifndef IPVSADM_PROBE_ANSWER_H
#define IPVSADM_PROBE_ANSWER_H

#include "family.h"

/** enum answer_kind - what a packet is to a prober */
enum answer_kind {
	ANSWER_MALFORMED, /* too short for what it claims to be */
	ANSWER_ECHO,	  /* echo reply */
	ANSWER_ERROR,	  /* ICMP error that quotes a packet */
	ANSWER_REDIRECT,  /* quotes a packet too */
	ANSWER_OTHER,	  /* any other ICMP message */
};

/**
 * struct probe_quote - the packet that an ICMP error is about
 * @from:     its source, family 0 if the quote has no IP header
 * @to:       its destination, likewise
 * @protocol: of its payload
 * @ttl:      its time to live when it was quoted, -1 if not known
 * @tos:      its DSCP and ECN, likewise
 * @length:   its whole length as its header had it, likewise
 * @ident:    identifier of an echo request, source port of TCP, UDP, SCTP, DCCP
 * @seq:      sequence number of an echo request, destination port likewise
 * @tcp_seq:  sequence number of TCP
 * @transport: its transport header
 * @size:     bytes that are quoted of it from there on
 * @fragment: not the first of its fragments: it has no transport header
 */
struct probe_quote {
	union probe_addr from;
	union probe_addr to;
	uint8_t protocol;
	int ttl;
	int tos;
	int length;
	uint16_t ident;
	uint16_t seq;
	uint32_t tcp_seq;
	const uint8_t *transport;
	size_t size;
	bool fragment;
};

/**
 * struct probe_answer - a packet that arrived
 * @kind:     what it is
 * @type:     of ICMP
 * @code:     of ICMP
 * @ident:    of an echo
 * @seq:      of an echo
 * @ttl:      time to live, -1 if the packet did not tell
 * @tos:      DSCP and ECN, likewise
 * @info:     MTU, pointer or new gateway, as the type has it, else 0
 * @bad_checksum: the ICMP checksum is wrong (IPv4; the kernel checks that of IPv6)
 * @payload:  what follows the ICMP header
 * @size:     bytes of it
 * @options:  IPv4 options
 * @options_size: bytes of them
 * @quote:    of an error or a redirect
 */
struct probe_answer {
	enum answer_kind kind;
	uint8_t type;
	uint8_t code;
	uint16_t ident;
	uint16_t seq;
	int ttl;
	int tos;
	uint32_t info;
	bool bad_checksum;
	const uint8_t *payload;
	size_t size;
	const uint8_t *options;
	size_t options_size;
	struct probe_quote quote;
};

/**
 * answer_parse - take a received ICMP message apart
 * @answer:  the result, filled in any case
 * @family:  whose ICMP
 * @bytes:   the message
 * @size:    its bytes
 * @with_ip: does it begin with its IP header, as a raw IPv4 socket delivers it
 *
 * Return: answer->kind.
 */
enum answer_kind answer_parse(struct probe_answer *answer, const struct probe_family *family,
			      const uint8_t *bytes, size_t size, bool with_ip);

/**
 * quote_parse - take a quoted packet apart, from its IP header on
 *
 * Return: false if not even the ports, or the identifier, are there.
 */
bool quote_parse(struct probe_quote *quote, const struct probe_family *family, const uint8_t *bytes,
		 size_t size);

/**
 * quote_parse_transport - the same from the transport header on, as error queues have it
 * @protocol: of that header
 */
bool quote_parse_transport(struct probe_quote *quote, uint8_t protocol, const uint8_t *bytes,
			   size_t size);

#endif
