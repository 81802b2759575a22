/* SPDX-License-Identifier: GPL-2.0 */
/* Real servers that are to be probed, from the service table. */
#ifndef IPVSADM_PROBE_BACKEND_H
#define IPVSADM_PROBE_BACKEND_H

#include "../model.h"

/**
 * struct backend - a real server, once, however many services have it
 * @server:   as its first service has it
 * @service:  that service
 * @services: how many there are
 */
struct backend {
	struct server server;
	struct service service;
	size_t services;
};

/**
 * struct backend_choice - which real servers: of one of these
 * @tool:    before messages
 * @service: of it, as "VIP:PORT", "udp:VIP:PORT" and the like
 * @fwmark:  of the service of a firewall mark, 0 for none,
 * @ipv6:    of its IPv6 one
 * @all:     of all services
 */
struct backend_choice {
	const char *tool;
	const char *service;
	uint32_t fwmark;
	bool ipv6;
	bool all;
};

/**
 * backend_read - ask the kernel
 * @backends: the result, of struct backend, to be freed by vector_free()
 *
 * Needs the privilege to read the table.
 *
 * Return: 0, or 2 with a message told: there are none, too.
 */
int backend_read(const struct backend_choice *choice, struct vector *backends);

/** backend_kept_away - what keeps new connections from it, "" for nothing */
const char *backend_kept_away(const struct backend *backend);

/**
 * backend_look - the same again, without a word, where the module is loaded still
 *
 * Return: 0 or an errno; a service that is gone has no servers, as an errno has none.
 */
int backend_look(const struct backend_choice *choice, struct vector *backends);

/** backend_is_same - is it one server, and one port of it? */
bool backend_is_same(const struct backend *a, const struct backend *b);

/** backend_protocol - what its port speaks; that of a mark is taken for TCP */
uint16_t backend_protocol(const struct backend *backend);

#endif
