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
 * backend_service_parse - read "VIP:PORT", "udp:VIP:PORT" and the like
 *
 * Return: could it be read?
 */
bool backend_service_parse(const char *text, struct service *service);

/**
 * backend_read - ask the kernel
 * @wanted:   the service, NULL for all
 * @backends: the result, of struct backend, to be freed by vector_free()
 *
 * Needs the privilege to read the table.
 *
 * Return: 0, or 2 with a message told.
 */
int backend_read(const struct service *wanted, struct vector *backends);

/** backend_protocol - what its port speaks; that of a mark is taken for TCP */
uint16_t backend_protocol(const struct backend *backend);

#endif
