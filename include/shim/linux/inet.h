/* SPDX-License-Identifier: GPL-2.0 */
/* The kernel's readers of addresses, in user space. */
#ifndef SHIM_LINUX_INET_H
#define SHIM_LINUX_INET_H

#include <arpa/inet.h>
#include <linux/types.h>
#include <string.h>

static inline int shim_pton(int family, const char *from, int length, u8 *to, int delimiter,
			    const char **end)
{
	char text[INET6_ADDRSTRLEN] = "";
	int i;

	for (i = 0; i < length && i < (int)sizeof(text) - 1 && from[i] != delimiter; i++)
		text[i] = from[i];
	*end = from + i;
	return inet_pton(family, text, to);
}

static inline int in4_pton(const char *from, int length, u8 *to, int delimiter, const char **end)
{
	return shim_pton(AF_INET, from, length, to, delimiter, end);
}

static inline int in6_pton(const char *from, int length, u8 *to, int delimiter, const char **end)
{
	return shim_pton(AF_INET6, from, length, to, delimiter, end);
}

#endif
