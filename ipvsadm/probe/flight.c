// SPDX-License-Identifier: GPL-2.0
#include "flight.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

int flight_init(struct flight *flight, uint32_t size)
{
	memset(flight, 0, sizeof(*flight));
	flight->probes = calloc(size, sizeof(*flight->probes));
	if (!flight->probes)
		return -ENOMEM;
	flight->size = size;
	return 0;
}

void flight_exit(struct flight *flight)
{
	free(flight->probes);
	flight->probes = NULL;
}

static struct flight_probe *place_of(struct flight *flight, uint64_t number)
{
	return &flight->probes[number & (flight->size - 1)];
}

struct flight_probe *flight_send(struct flight *flight, uint64_t now, uint64_t clock)
{
	struct flight_probe *probe = place_of(flight, ++flight->sent);

	if (probe->number && probe->fate == FLIGHT_UNDERWAY)
		flight->underway--;
	probe->number = flight->sent;
	probe->sent_at = now;
	probe->clock_at = clock;
	probe->stamped_at = 0;
	probe->fate = FLIGHT_UNDERWAY;
	flight->underway++;
	return probe;
}

void flight_take_back(struct flight *flight)
{
	memset(place_of(flight, flight->sent), 0, sizeof(struct flight_probe));
	flight->sent--;
	flight->underway--;
}

struct flight_probe *flight_find(struct flight *flight, uint16_t seq)
{
	uint64_t number = (flight->sent & ~0xffffULL) | seq;
	struct flight_probe *probe;

	if (number > flight->sent) {
		if (number < 0x10000)
			return NULL;
		number -= 0x10000;
	}
	probe = place_of(flight, number);
	return number && probe->number == number ? probe : NULL;
}

struct flight_probe *flight_at(struct flight *flight, uint64_t number)
{
	struct flight_probe *probe = place_of(flight, number);

	return number && probe->number == number ? probe : NULL;
}

bool flight_end(struct flight *flight, struct flight_probe *probe, enum flight_fate fate)
{
	if (probe->fate == FLIGHT_UNDERWAY)
		flight->underway--;
	/* An answer counts although an error came before it. */
	else if (probe->fate == FLIGHT_ANSWERED || fate == FLIGHT_FAILED)
		return false;
	probe->fate = fate;
	return true;
}

uint64_t flight_time(uint64_t from, uint64_t to, uint64_t elapsed)
{
	return to < from || to - from > elapsed ? elapsed : to - from;
}

uint64_t flight_rtt(const struct flight_probe *probe, uint64_t arrived_at, uint64_t clock)
{
	return flight_time(probe->stamped_at ? probe->stamped_at : probe->sent_at, arrived_at,
			   clock - probe->clock_at);
}
