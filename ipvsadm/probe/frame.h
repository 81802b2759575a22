/* SPDX-License-Identifier: GPL-2.0 */
/* Packets with their own IP header, and those that ask who has an address. Pure: bytes in, bytes out. */
#ifndef IPVSADM_PROBE_FRAME_H
#define IPVSADM_PROBE_FRAME_H

#include "family.h"

/* Room before a packet for the headers of a tunnel. */
#define FRAME_ROOM 64
#define FRAME_ARP  28
#define FRAME_NS   64

/**
 * frame_ip - write an IP header, that may not be fragmented
 * @packet:   bytes of the header; what it carries follows
 * @protocol: of that
 * @size:     bytes of that
 *
 * Return: bytes of the packet.
 */
size_t frame_ip(uint8_t *packet, const union probe_addr *from, const union probe_addr *to,
		uint8_t protocol, size_t size);

/** enum frame_tunnel - how a packet is carried in another */
enum frame_tunnel {
	FRAME_PLAIN,
	FRAME_IPIP,
	FRAME_GUE,
	FRAME_GRE,
};

/** frame_overhead - bytes that a tunnel takes; @family: of its outer header */
size_t frame_overhead(enum frame_tunnel tunnel, const struct probe_family *family);

/**
 * frame_wrap - carry a packet in a tunnel
 * @packet: FRAME_ROOM bytes of room are before it
 * @size:   bytes of it
 * @inner:  AF_INET or AF_INET6, what it is
 * @from:   of the tunnel; its port is the source port of GUE
 * @to:     of the tunnel; its port is that of GUE
 *
 * Return: bytes that stand before @packet now.
 */
size_t frame_wrap(uint8_t *packet, size_t size, int inner, enum frame_tunnel tunnel,
		  const union probe_addr *from, const union probe_addr *to);

/** frame_arp - ask all who has an address, without telling who asks. Return: FRAME_ARP. */
size_t frame_arp(uint8_t *packet, const uint8_t *link, const union probe_addr *target);

/** frame_solicit - the same of IPv6 (RFC 4862 5.4.2), IP header included. Return: FRAME_NS. */
size_t frame_solicit(uint8_t *packet, const union probe_addr *target);

#endif
