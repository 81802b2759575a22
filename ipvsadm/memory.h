/* SPDX-License-Identifier: GPL-2.0 */
/* What the director remembers of a client: connections and templates, as /proc/net/ip_vs_conn lists them. */
#ifndef IPVSADM_MEMORY_H
#define IPVSADM_MEMORY_H

#include "model.h"

#include <stdio.h>

/** enum memory_kind - how it is remembered */
enum memory_kind {
	MEMORY_NONE,
	MEMORY_CONNECTION, /* this client's port has a connection */
	MEMORY_TEMPLATE,   /* this client persists */
};

/** struct memory - what is remembered; ports in host order */
struct memory {
	enum memory_kind kind;
	uint16_t family;
	union address server;
	uint16_t port;
	char state[16];
	unsigned int expires; /* seconds */
};

/** struct memory_client - of whom */
struct memory_client {
	const struct service *service; /* the director's */
	const struct service *asked;   /* protocol, address and port of its packets */
	union address address;
	uint16_t port; /* 0 for any: then connections are not looked for */
};

/**
 * memory_search - look a client up
 * @list:   /proc/net/ip_vs_conn or its like, read to its end
 * @client: of whom
 * @memory: the result; a connection goes before a template
 */
void memory_search(FILE *list, const struct memory_client *client, struct memory *memory);

#endif
