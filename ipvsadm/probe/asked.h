/* SPDX-License-Identifier: GPL-2.0 */
/* The service that a command line asks for. */
#ifndef IPVSADM_PROBE_ASKED_H
#define IPVSADM_PROBE_ASKED_H

#include "../model.h"

/**
 * asked_read - what clients ask for
 * @tool:    before messages
 * @words:   VIP:PORT and no more, NULL where there is none
 * @udp:     by UDP,
 * @sctp:    or SCTP, else by TCP
 * @service: the result: address, port and protocol
 *
 * Return: 0, or 2 with a message told.
 */
int asked_read(const char *tool, const char *const *words, bool udp, bool sctp,
	       struct service *service);

/**
 * asked_find - ask the kernel for the service that serves them
 * @named:   as asked_read() has it
 * @fwmark:  mark that makes it a service, 0 for none. Of a mark, the kernel knows
 *           neither address nor port
 * @service: the result; may be @named. Where there is none of that port, the service of
 *           all ports
 * @servers: its real servers, to be freed by vector_free()
 *
 * Needs the privilege to read the table.
 *
 * Return: 0, or 2 with a message told.
 */
int asked_find(const struct service *named, uint32_t fwmark, struct service *service,
	       struct vector *servers);

#endif
