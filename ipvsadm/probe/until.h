/* SPDX-License-Identifier: GPL-2.0 */
/* When a run has seen enough. Pure. */
#ifndef IPVSADM_PROBE_UNTIL_H
#define IPVSADM_PROBE_UNTIL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** enum until_what - what is waited for */
enum until_what {
	UNTIL_NOTHING,
	UNTIL_REPLY, /* so many replies in a row, from every target */
	UNTIL_LOSS,  /* so many losses in a row, of any target */
};

/** struct until - a condition */
struct until {
	enum until_what what;
	uint64_t count;
};

/**
 * struct until_run - how a target does
 * @replies: answered probes since the last that was lost
 * @losses:  lost probes since the last that was answered
 */
struct until_run {
	uint64_t replies;
	uint64_t losses;
};

/** until_parse - read "reply", "loss", or one of them with "=N". Return: could it be read? */
bool until_parse(struct until *until, const char *text);

/** until_answered - a probe of that target was answered */
void until_answered(struct until_run *run);

/** until_lost - or lost */
void until_lost(struct until_run *run);

/**
 * until_met - is one target's part of the condition fulfilled?
 *
 * Of UNTIL_REPLY all targets have to, of UNTIL_LOSS one is enough.
 */
bool until_met(const struct until *until, const struct until_run *run);

#endif
