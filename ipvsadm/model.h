/* SPDX-License-Identifier: GPL-2.0 */
#ifndef IPVSADM_MODEL_H
#define IPVSADM_MODEL_H

#include <linux/ip_vs.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Plain structures in the middle of everything: parsers make them, the codec
 * moves them, printers show them.
 */

/* IPv4 uses ip only; unused bytes are zero, so addresses compare whole. */
union address {
	struct in_addr ip;
	struct in6_addr ip6;
	uint8_t bytes[16];
};

/* Totals, or rates per second. */
struct counters {
	uint64_t conns;
	uint64_t in_packets;
	uint64_t out_packets;
	uint64_t in_bytes;
	uint64_t out_bytes;
};

/**
 * struct service - a virtual service
 * @family: AF_INET or AF_INET6
 * @fwmark: 0 for a service by address
 * @protocol: IPPROTO_*
 * @address: virtual address
 * @port: host order
 * @scheduler: name
 * @engine: persistence engine, empty for none
 * @flags: IP_VS_SVC_F_*
 * @timeout: of persistence, in seconds
 * @netmask: network order mask, or IPv6 prefix length
 */
struct service {
	uint16_t family;
	uint32_t fwmark;
	uint16_t protocol;
	union address address;
	uint16_t port;
	char scheduler[IP_VS_SCHEDNAME_MAXLEN];
	char engine[IP_VS_PENAME_MAXLEN + 1];
	uint32_t flags;
	uint32_t timeout;
	uint32_t netmask;
	struct counters totals;
	struct counters rates;
};

/* A real server; port and tunnel port in host order. */
struct server {
	uint16_t family;
	union address address;
	uint16_t port;
	uint32_t method;
	int weight;
	uint32_t upper;
	uint32_t lower;
	uint8_t tunnel_type;
	uint16_t tunnel_port;
	uint16_t tunnel_flags;
	uint32_t active;
	uint32_t inactive;
	uint32_t persistent;
	struct counters totals;
	struct counters rates;
};

/* Idle times in seconds; 0 keeps what is set. */
struct timeouts {
	uint32_t tcp;
	uint32_t tcp_fin;
	uint32_t udp;
};

/* What the kernel side says of itself. */
struct info {
	uint32_t version;
	uint32_t table_size;
};

struct daemon {
	uint32_t state;
	char interface[IP_VS_IFNAME_MAXLEN];
	uint32_t syncid;
	uint16_t maxlen;
	uint16_t group_family;
	union address group;
	uint16_t port;
	uint8_t ttl;
};

/* Grows by doubling; items are of one size. */
struct vector {
	void *items;
	size_t count;
	size_t room;
};

/* A new item, zeroed; ends the program where there is no memory. */
void *vector_add(struct vector *vector, size_t size);
void vector_free(struct vector *vector);

/* Does its upper threshold keep new connections away? Between the two, only the kernel knows. */
bool server_is_overloaded(const struct server *server);

int service_compare(const void *a, const void *b);
int server_compare(const void *a, const void *b);

#endif
