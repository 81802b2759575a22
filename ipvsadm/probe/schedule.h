/* SPDX-License-Identifier: GPL-2.0 */
/*
 * When to send. Pure: the caller says what time it is (nanoseconds, a clock
 * that never jumps). Probes keep to an absolute schedule: one that is late
 * does not move those after it.
 */
#ifndef IPVSADM_PROBE_SCHEDULE_H
#define IPVSADM_PROBE_SCHEDULE_H

#include <stdint.h>

#define SCHEDULE_NEVER UINT64_MAX

/* Packets a second that no run may pass: a prober is no weapon. */
#define SCHEDULE_CEILING 100000

/**
 * struct schedule - of one run
 * @interval: between probes, 0 for "when an answer comes"
 * @burst:    probes that go out at once at the start (preload)
 * @limit:    probes in all, 0 for no limit
 * @deadline: when sending ends, SCHEDULE_NEVER for never
 * @next:     when the next one is due
 * @sent:     how many went
 * @gap:      least time between probes, if the ceiling does not ask for more
 * @tokens_at: when the ceiling lets the next one go
 */
struct schedule {
	uint64_t interval;
	uint64_t burst;
	uint64_t limit;
	uint64_t deadline;
	uint64_t next;
	uint64_t sent;
	uint64_t gap;
	uint64_t tokens_at;
};

/** schedule_start - the run begins */
void schedule_start(struct schedule *schedule, uint64_t now);

/** schedule_due - when the next probe goes, SCHEDULE_NEVER when all went */
uint64_t schedule_due(const struct schedule *schedule);

/** schedule_sent - one went */
void schedule_sent(struct schedule *schedule, uint64_t now);

/** schedule_wait - none could be sent: the next one goes @wait later */
void schedule_wait(struct schedule *schedule, uint64_t now, uint64_t wait);

/** schedule_hurry - let the next one go now: an answer came, and the run follows answers */
void schedule_hurry(struct schedule *schedule, uint64_t now);

#endif
