/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_TABLES_PACE_H
#define LVS_TABLES_PACE_H

#include <linux/types.h>

/*
 * How fast a table is searched for what has expired. The sweep goes through it a share in
 * each step. Where more than a quarter of what a step has seen was expired, the next ones
 * go twice as fast; where less than a sixteenth was, half as fast. So what has expired and
 * still lies there is a part of the table, whatever the timeouts are and however fast
 * connections come, and each that is found pays for sixteen looks at most, but at the
 * slowest pace.
 */

/* At the slowest pace a step takes one share, at the fourth all of them, then steps are shorter. */
#define LVS_PACE_SHARES	 16
#define LVS_PACE_WHOLE	 4
#define LVS_PACE_FASTEST 6

/**
 * struct lvs_pace - of one table
 * @level: 0 is the slowest, each one more is twice as fast
 * @seen: entries that this step has looked at
 * @expired: of them, those that had expired
 */
struct lvs_pace {
	unsigned int level;
	unsigned int seen;
	unsigned int expired;
};

/* In how many steps the whole table is seen. */
static inline unsigned int lvs_pace_shares(const struct lvs_pace *pace)
{
	return pace->level < LVS_PACE_WHOLE ? LVS_PACE_SHARES >> pace->level : 1;
}

/* Time until the next step, of the slowest pace's @step. */
static inline unsigned long lvs_pace_wait(const struct lvs_pace *pace, unsigned long step)
{
	return pace->level > LVS_PACE_WHOLE ? step >> (pace->level - LVS_PACE_WHOLE) : step;
}

/* A step is done. */
static inline void lvs_pace_adapt(struct lvs_pace *pace)
{
	if (pace->expired > pace->seen / 4 && pace->level < LVS_PACE_FASTEST)
		pace->level++;
	else if (pace->expired <= pace->seen / 16 && pace->level)
		pace->level--;
	pace->seen = 0;
	pace->expired = 0;
}

#endif
