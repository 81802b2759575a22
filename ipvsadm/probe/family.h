/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What differs between IPv4 and IPv6, as a row of a table: nothing else in
 * probe/ asks which of them it has.
 */
#ifndef IPVSADM_PROBE_FAMILY_H
#define IPVSADM_PROBE_FAMILY_H

#include <net/if.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PROBE_ADDR_TEXT (INET6_ADDRSTRLEN + 1 + IF_NAMESIZE)

/** union probe_addr - an end of a path: address, port, and scope where it has one */
union probe_addr {
	struct sockaddr any;
	struct sockaddr_in in;
	struct sockaddr_in6 in6;
};

/**
 * struct probe_family - a row for AF_INET or AF_INET6
 * @af:           AF_INET, AF_INET6
 * @name:         "IPv4", "IPv6"
 * @icmp:         IPPROTO_ICMP, IPPROTO_ICMPV6
 * @echo_request: type of an echo request
 * @echo_reply:   type of its answer
 * @header:       bytes of an IP header without options
 * @payload_max:  bytes of data that fit in an echo request
 * @size:         bytes of a socket address
 * @address_at:   where the address is in it
 * @address_size: its bytes
 * @level:        of setsockopt() and of control messages
 * @ttl:          option: time to live of what is sent
 * @multicast_ttl: the same for multicast
 * @multicast_loop: option: hear own multicast
 * @tos:          option: DSCP and ECN of what is sent
 * @want_ttl:     option: tell the time to live of what arrives
 * @want_tos:     option: tell its DSCP and ECN
 * @want_errors:  option: queue ICMP errors
 * @want_extensions: option: tell where extensions of ICMP errors begin
 * @mtu_discover: option: may it be fragmented
 * @pmtu:         values of @mtu_discover for "do", "want", "dont", "probe"
 * @got_ttl:      type of the control message that tells it
 * @got_tos:      likewise
 * @got_error:    likewise
 * @raw_header:   does a raw socket deliver the IP header
 */
struct probe_family {
	int af;
	const char *name;
	int icmp;
	uint8_t echo_request;
	uint8_t echo_reply;
	unsigned int header;
	unsigned int payload_max;
	socklen_t size;
	size_t address_at;
	size_t address_size;
	int level;
	int ttl;
	int multicast_ttl;
	int multicast_loop;
	int tos;
	int want_ttl;
	int want_tos;
	int want_errors;
	int want_extensions;
	int mtu_discover;
	int pmtu[4];
	int got_ttl;
	int got_tos;
	int got_error;
	bool raw_header;
};

/**
 * probe_family_of - the row of a family
 * @af: AF_INET or AF_INET6
 *
 * Return: it, NULL for any other family.
 */
const struct probe_family *probe_family_of(int af);

/** probe_addr_bytes - where the address itself is */
void *probe_addr_bytes(union probe_addr *addr);

/** probe_addr_same - do both name the same host? Ports and scopes are not looked at. */
bool probe_addr_same(const union probe_addr *a, const union probe_addr *b);

/** probe_addr_port - the port, in the host's order */
uint16_t probe_addr_port(const union probe_addr *addr);

/** probe_addr_set_port - set it */
void probe_addr_set_port(union probe_addr *addr, uint16_t port);

/** probe_addr_set - make an address of bytes from a packet, port 0 */
void probe_addr_set(union probe_addr *addr, const struct probe_family *family, const void *bytes);

/**
 * probe_addr_text - write it as numbers, with the name of its scope where it has one
 * @addr: the address
 * @text: PROBE_ADDR_TEXT bytes
 *
 * Return: @text.
 */
const char *probe_addr_text(const union probe_addr *addr, char *text);

/** probe_addr_is_multicast - of one to many? */
bool probe_addr_is_multicast(const union probe_addr *addr);

#endif
