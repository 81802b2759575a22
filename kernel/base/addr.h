/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_BASE_ADDR_H
#define LVS_BASE_ADDR_H

#include <linux/netfilter.h>
#include <linux/socket.h>
#include <linux/string.h>
#include <linux/types.h>

/*
 * IPv4 and IPv6 are decided here: an address is union nf_inet_addr, of which
 * a family uses the first one or four words. Unused words are always zero, so
 * whole unions compare and hash.
 */

/* Slot of a family in small per-family arrays. */
enum {
	LVS_FAMILY_INET,
	LVS_FAMILY_INET6,
	LVS_FAMILIES,
};

static inline unsigned int lvs_family_slot(u16 family)
{
	return family == AF_INET6 ? LVS_FAMILY_INET6 : LVS_FAMILY_INET;
}

/* Number of 32-bit words in an address of the family. */
static inline unsigned int lvs_addr_words(u16 family)
{
	return family == AF_INET6 ? 4 : 1;
}

static inline void lvs_addr_set(union nf_inet_addr *addr, const __be32 *words, u16 family)
{
	addr->ip6[0] = words[0];
	addr->ip6[1] = family == AF_INET6 ? words[1] : 0;
	addr->ip6[2] = family == AF_INET6 ? words[2] : 0;
	addr->ip6[3] = family == AF_INET6 ? words[3] : 0;
}

/* The words that the family uses, and no other. */
static inline void lvs_addr_copy(__be32 *to, const __be32 *from, u16 family)
{
	to[0] = from[0];
	if (family != AF_INET6)
		return;
	to[1] = from[1];
	to[2] = from[2];
	to[3] = from[3];
}

static inline bool lvs_addr_equal(const __be32 *a, const __be32 *b, u16 family)
{
	if (family == AF_INET)
		return a[0] == b[0];
	return a[0] == b[0] && a[1] == b[1] && a[2] == b[2] && a[3] == b[3];
}

#endif
