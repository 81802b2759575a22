/* SPDX-License-Identifier: GPL-2.0 */
/*
 * IPv4 options in which routers write down that they passed a packet on:
 * record route (RFC 791) and time stamps. Pure: bytes in, bytes out.
 */
#ifndef IPVSADM_PROBE_TRAIL_H
#define IPVSADM_PROBE_TRAIL_H

#include "family.h"

/* All options of a packet; those of a trail fill the room they are given. */
#define TRAIL_SIZE 40
/* Routers that can be asked for their time by address. */
#define TRAIL_HOPS 4

/** enum trail_kind - what routers write */
enum trail_kind {
	TRAIL_NONE,
	TRAIL_ROUTE,	/* their addresses */
	TRAIL_TIMES,	/* their times */
	TRAIL_BOTH,	/* both */
	TRAIL_TIMES_OF, /* the times of those that were named */
};

/**
 * trail_build - write the option into a packet's options
 * @options: TRAIL_SIZE bytes
 * @kind:    which
 * @hops:    of TRAIL_TIMES_OF: those that are asked
 * @count:   how many, up to TRAIL_HOPS
 *
 * Return: bytes of the options, a multiple of four.
 */
size_t trail_build(uint8_t *options, enum trail_kind kind, const struct in_addr *hops,
		   size_t count);

/**
 * struct trail - a trail that came back
 * @kind:    what it is made of, TRAIL_NONE if there is none
 * @entries: what routers wrote
 * @count:   how many did
 * @missed:  routers that found no room
 */
struct trail {
	enum trail_kind kind;
	const uint8_t *entries;
	size_t count;
	unsigned int missed;
};

/**
 * trail_find - find it among the options of a packet
 * @trail:   the result; it leads into @options
 * @options: of the packet
 * @size:    bytes of them
 *
 * Return: trail->kind.
 */
enum trail_kind trail_find(struct trail *trail, const uint8_t *options, size_t size);

/**
 * struct trail_entry - what one router wrote
 * @address:  of it, if the trail has addresses
 * @time:     milliseconds since midnight UT, if it has times
 * @standard: or of an unknown clock
 */
struct trail_entry {
	struct in_addr address;
	uint32_t time;
	bool standard;
};

/** trail_entry - what the router with that number wrote, from 0; less than trail->count */
struct trail_entry trail_entry(const struct trail *trail, size_t number);

#endif
