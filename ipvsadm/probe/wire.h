/* SPDX-License-Identifier: GPL-2.0 */
/* Probes as they go on the wire. Pure: bytes in, bytes out. */
#ifndef IPVSADM_PROBE_WIRE_H
#define IPVSADM_PROBE_WIRE_H

#include "family.h"

#define WIRE_ICMP_HEADER  8
#define WIRE_UDP_HEADER	  8
#define WIRE_TCP_HEADER	  20
#define WIRE_TCP_MAX	  60
#define WIRE_DCCP_REQUEST 20

/**
 * wire_checksum - the Internet checksum (RFC 1071)
 * @bytes: what it is of
 * @size:  how many
 * @start: a sum to begin with: 0, or that of a pseudo header
 *
 * Return: the checksum as it stands in a packet, in network order. 0 over data
 * that has a right one in it.
 */
uint16_t wire_checksum(const void *bytes, size_t size, uint32_t start);

/**
 * wire_pseudo_sum - sum of a pseudo header (RFC 793, RFC 8200 8.1), for wire_checksum()
 * @from:     source
 * @to:       destination, of the same family
 * @protocol: of the payload
 * @size:     bytes of the payload, its header included
 */
uint32_t wire_pseudo_sum(const union probe_addr *from, const union probe_addr *to, uint8_t protocol,
			 size_t size);

/**
 * wire_echo - write an echo request (RFC 792, RFC 4443)
 * @packet:  WIRE_ICMP_HEADER + @size bytes, the payload already in place
 * @family:  whose; for IPv6 the kernel fills in the checksum
 * @ident:   identifier
 * @seq:     sequence number
 * @size:    bytes of payload
 *
 * Return: bytes of the packet.
 */
size_t wire_echo(uint8_t *packet, const struct probe_family *family, uint16_t ident, uint16_t seq,
		 size_t size);

/* A SYN with the one option that tells of the path: the largest segment. */
#define WIRE_SYN 24

/**
 * wire_syn - write a TCP SYN (RFC 9293)
 * @packet: WIRE_SYN bytes
 * @from:   address and port of the source
 * @to:     of the destination
 * @seq:    sequence number
 * @mss:    largest segment that we would take
 *
 * Return: bytes of the packet.
 */
size_t wire_syn(uint8_t *packet, const union probe_addr *from, const union probe_addr *to,
		uint32_t seq, uint16_t mss);

/**
 * wire_pattern - fill a payload
 * @payload: where to
 * @size:    bytes of it
 * @pattern: what is repeated, NULL to count from 0
 * @length:  bytes of it
 */
void wire_pattern(uint8_t *payload, size_t size, const uint8_t *pattern, size_t length);

/**
 * wire_udp - write a UDP or UDP-Lite header (RFC 768, RFC 3828)
 * @packet:   WIRE_UDP_HEADER + @size bytes, the payload already in place
 * @from:     source, with its port
 * @to:       destination, with its port
 * @protocol: IPPROTO_UDP or IPPROTO_UDPLITE
 * @coverage: bytes that the checksum of UDP-Lite is of, 0 for all
 * @check:    the checksum that it shall have, 0 for whatever it is
 * @size:     bytes of payload; two at least, and covered, where @check is given:
 *            the first two make the checksum come out
 *
 * Return: bytes of the packet.
 */
size_t wire_udp(uint8_t *packet, const union probe_addr *from, const union probe_addr *to,
		int protocol, size_t coverage, uint16_t check, size_t size);

/** struct wire_tcp - what a TCP header has beside ports and sequence number */
struct wire_tcp {
	uint16_t flags; /* the low byte is byte 13 of the header; 0x100 is the NS bit's place */
	uint16_t window;
	uint16_t mss; /* options: 0 for none */
	bool sack;
	bool timestamps;
	bool scaling;
	bool fastopen;
};

/**
 * wire_tcp - write a TCP header without payload (RFC 9293)
 * @packet: WIRE_TCP_MAX bytes
 *
 * Return: bytes of the packet.
 */
size_t wire_tcp(uint8_t *packet, const union probe_addr *from, const union probe_addr *to,
		uint32_t seq, const struct wire_tcp *tcp);

/**
 * wire_dccp - write a DCCP request (RFC 4340)
 * @packet:  WIRE_DCCP_REQUEST bytes
 * @service: its service code
 * @seq:     its sequence number
 *
 * Return: bytes of the packet.
 */
size_t wire_dccp(uint8_t *packet, const union probe_addr *from, const union probe_addr *to,
		 uint32_t service, uint32_t seq);

#endif
