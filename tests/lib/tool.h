/* SPDX-License-Identifier: GPL-2.0 */
/* What the tools of the net tests share. */
#ifndef TESTS_LIB_TOOL_H
#define TESTS_LIB_TOOL_H

#include <arpa/inet.h>
#include <err.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

union tool_address {
	struct sockaddr any;
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
};

static inline socklen_t tool_length(const union tool_address *address)
{
	return address->any.sa_family == AF_INET6 ? sizeof(address->v6) : sizeof(address->v4);
}

/* A numeric address of either family; an empty one is the other one's family's any. */
static inline union tool_address tool_address(const char *text, uint16_t port, int family)
{
	union tool_address address = { 0 };

	if (*text)
		family = strchr(text, ':') ? AF_INET6 : AF_INET;
	address.any.sa_family = family;
	address.v4.sin_port = htons(port); /* the place of sin6_port, too */
	if (*text && inet_pton(family, text,
			       family == AF_INET6 ? (void *)&address.v6.sin6_addr
						  : (void *)&address.v4.sin_addr) != 1)
		errx(2, "%s is no address", text);
	return address;
}

#endif
