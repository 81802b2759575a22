/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Probes under way to one target: which answer is to which probe, which came
 * twice, how long it took. Pure; times are nanoseconds of the wall clock, for
 * that is what the kernel stamps packets with. As it may be set at any time, a
 * clock that never jumps bounds what is computed from it.
 */
#ifndef IPVSADM_PROBE_FLIGHT_H
#define IPVSADM_PROBE_FLIGHT_H

#include <stdbool.h>
#include <stdint.h>

/** enum flight_fate - what became of a probe */
enum flight_fate {
	FLIGHT_NONE,	 /* nothing known of such a probe */
	FLIGHT_UNDERWAY, /* sent, no answer yet */
	FLIGHT_ANSWERED,
	FLIGHT_FAILED, /* an ICMP error came */
};

/** struct flight_probe - one of them */
struct flight_probe {
	uint64_t number;     /* from 1, 0 for an unused place */
	uint64_t sent_at;    /* before the call that sent it */
	uint64_t clock_at;   /* before that, on the clock that never jumps */
	uint64_t stamped_at; /* when the kernel gave it to the device, 0 if it has not told */
	enum flight_fate fate;
};

/**
 * struct flight - all of them
 * @probes: a ring, by number
 * @size:   its places, a power of two
 * @sent:   number of the latest
 * @underway: how many have no fate yet
 */
struct flight {
	struct flight_probe *probes;
	uint32_t size;
	uint64_t sent;
	uint64_t underway;
};

/**
 * flight_init - make room
 * @size: probes that are remembered, a power of two up to 65,536
 *
 * Return: 0 or -ENOMEM.
 */
int flight_init(struct flight *flight, uint32_t size);

/** flight_exit - give it back */
void flight_exit(struct flight *flight);

/** flight_send - a probe begins, @now and @clock; the oldest makes room. Return: it. */
struct flight_probe *flight_send(struct flight *flight, uint64_t now, uint64_t clock);

/** flight_take_back - the probe that flight_send() began last was not sent after all */
void flight_take_back(struct flight *flight);

/**
 * flight_find - the probe with that sequence number, the latest if numbers wrapped
 * @seq: the lower 16 bits of its number
 *
 * Return: it, NULL if none such is remembered.
 */
struct flight_probe *flight_find(struct flight *flight, uint16_t seq);

/**
 * flight_at - the probe with that number
 * Return: it, NULL if none such is remembered.
 */
struct flight_probe *flight_at(struct flight *flight, uint64_t number);

/** flight_end - its fate is known. Return: false if it was known before (a duplicate). */
bool flight_end(struct flight *flight, struct flight_probe *probe, enum flight_fate fate);

/**
 * flight_time - how long something took
 * @from:    when it began
 * @to:      and ended, of the wall clock
 * @elapsed: at most so long, by the clock that never jumps
 *
 * Return: nanoseconds; @elapsed where the wall clock was set meanwhile.
 */
uint64_t flight_time(uint64_t from, uint64_t to, uint64_t elapsed);

/**
 * flight_rtt - how long the answer took
 * @arrived_at: when it came
 * @clock:      when that is known, on the clock that never jumps
 */
uint64_t flight_rtt(const struct flight_probe *probe, uint64_t arrived_at, uint64_t clock);

#endif
