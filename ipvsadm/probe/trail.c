// SPDX-License-Identifier: GPL-2.0
#include "trail.h"

#include <arpa/inet.h>
#include <netinet/ip.h>
#include <string.h>

/* Where an option has its length, and the next free byte, counted from 1. */
#define LENGTH	1
#define POINTER 2
/* Of time stamps alone: how many found no room, and the kind of stamps. */
#define MISSED_AND_FLAG 3

#define ROUTE_HEADER 3
#define TIMES_HEADER 4
/* The high bit of a time: not milliseconds since midnight UT. */
#define NOT_STANDARD 0x80000000U

struct form {
	uint8_t flag;
	size_t entry;
};

static const struct form forms[] = {
	[TRAIL_ROUTE] = { 0, 4 },
	[TRAIL_TIMES] = { IPOPT_TS_TSONLY, 4 },
	[TRAIL_BOTH] = { IPOPT_TS_TSANDADDR, 8 },
	[TRAIL_TIMES_OF] = { IPOPT_TS_PRESPEC, 8 },
};

size_t trail_build(uint8_t *options, enum trail_kind kind, const struct in_addr *hops, size_t count)
{
	size_t i;

	memset(options, 0, TRAIL_SIZE);
	if (kind == TRAIL_ROUTE) {
		options[0] = IPOPT_NOP;
		options[1] = IPOPT_RR;
		options[1 + LENGTH] = TRAIL_SIZE - 1;
		options[1 + POINTER] = ROUTE_HEADER + 1;
		return TRAIL_SIZE;
	}
	options[0] = IPOPT_TS;
	options[LENGTH] = TRAIL_SIZE;
	options[POINTER] = TIMES_HEADER + 1;
	options[MISSED_AND_FLAG] = forms[kind].flag;
	if (kind == TRAIL_BOTH)
		options[LENGTH] = TIMES_HEADER + TRAIL_HOPS * 8;
	if (kind == TRAIL_TIMES_OF) {
		options[LENGTH] = (uint8_t)(TIMES_HEADER + count * 8);
		for (i = 0; i < count; i++)
			memcpy(options + TIMES_HEADER + i * 8, &hops[i], sizeof(hops[i]));
	}
	return options[LENGTH];
}

static enum trail_kind kind_of(const uint8_t *option)
{
	if (option[0] == IPOPT_RR)
		return TRAIL_ROUTE;
	switch (option[MISSED_AND_FLAG] & 0xf) {
	case IPOPT_TS_TSONLY:
		return TRAIL_TIMES;
	case IPOPT_TS_TSANDADDR:
		return TRAIL_BOTH;
	case IPOPT_TS_PRESPEC:
		return TRAIL_TIMES_OF;
	default:
		return TRAIL_NONE;
	}
}

/* The pointer may lie: what is beyond the option's end nobody wrote. */
static enum trail_kind take(struct trail *trail, const uint8_t *option, size_t length)
{
	size_t header = option[0] == IPOPT_RR ? ROUTE_HEADER : TIMES_HEADER;
	size_t end;

	if (length < header)
		return TRAIL_NONE;
	trail->kind = kind_of(option);
	end = option[POINTER] ? option[POINTER] - 1U : 0;
	end = end < length ? end : length;
	trail->entries = option + header;
	if (trail->kind != TRAIL_NONE && end > header)
		trail->count = (end - header) / forms[trail->kind].entry;
	if (option[0] == IPOPT_TS)
		trail->missed = option[MISSED_AND_FLAG] >> 4;
	return trail->kind;
}

enum trail_kind trail_find(struct trail *trail, const uint8_t *options, size_t size)
{
	size_t at = 0;
	size_t length;

	memset(trail, 0, sizeof(*trail));
	while (at < size && options[at] != IPOPT_END) {
		length = 1;
		if (options[at] != IPOPT_NOP) {
			if (size - at < 2 || options[at + LENGTH] < 2 ||
			    options[at + LENGTH] > size - at)
				break;
			length = options[at + LENGTH];
		}
		if (options[at] == IPOPT_RR || options[at] == IPOPT_TS)
			return take(trail, options + at, length);
		at += length;
	}
	return TRAIL_NONE;
}

struct trail_entry trail_entry(const struct trail *trail, size_t number)
{
	const uint8_t *bytes = trail->entries + number * forms[trail->kind].entry;
	struct trail_entry entry = { .standard = true };

	if (trail->kind != TRAIL_TIMES) {
		memcpy(&entry.address, bytes, sizeof(entry.address));
		bytes += sizeof(entry.address);
	}
	if (trail->kind == TRAIL_ROUTE)
		return entry;
	memcpy(&entry.time, bytes, sizeof(entry.time));
	entry.time = ntohl(entry.time);
	entry.standard = !(entry.time & NOT_STANDARD);
	entry.time &= ~NOT_STANDARD;
	return entry;
}
