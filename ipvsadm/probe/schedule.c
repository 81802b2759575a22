// SPDX-License-Identifier: GPL-2.0
#include "schedule.h"

#define SECOND 1000000000ULL

void schedule_start(struct schedule *schedule, uint64_t now)
{
	schedule->next = now;
	schedule->tokens_at = now;
	schedule->sent = 0;
}

uint64_t schedule_due(const struct schedule *schedule)
{
	uint64_t due = schedule->next;

	if (schedule->limit && schedule->sent >= schedule->limit)
		return SCHEDULE_NEVER;
	if (due < schedule->tokens_at)
		due = schedule->tokens_at;
	return due >= schedule->deadline ? SCHEDULE_NEVER : due;
}

void schedule_sent(struct schedule *schedule, uint64_t now)
{
	uint64_t gap = SECOND / SCHEDULE_CEILING;

	schedule->tokens_at = now + (schedule->gap > gap ? schedule->gap : gap);
	if (++schedule->sent < schedule->burst)
		return;
	schedule->next += schedule->interval;
	/* A stop of the process is not made up for by a flood. */
	if (schedule->next + 2 * schedule->interval < now)
		schedule->next = now;
}

void schedule_wait(struct schedule *schedule, uint64_t now, uint64_t wait)
{
	schedule->tokens_at = now + wait;
}

void schedule_hurry(struct schedule *schedule, uint64_t now)
{
	if (schedule->next > now)
		schedule->next = now;
}
