/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_SCHED_RR_NEXT_H
#define LVS_SCHED_RR_NEXT_H

#include <lvs/sched.h>

#include <linux/atomic.h>

/*
 * Index of the first usable server after @last, around the end; -1 where none
 * is. Where @last is beyond the end, as a random one is at first, each server
 * is as likely.
 */
static inline int lvs_rr_after(const struct lvs_server_set *set, int last)
{
	unsigned int at = (unsigned int)last + 1;
	unsigned int i;

	if (at > set->count)
		at %= set->count ?: 1;
	for (i = 0; i < set->count; i++, at++) {
		if (at >= set->count)
			at = 0;
		if (lvs_server_usable(set->server[at]))
			return at;
	}
	return -1;
}

/*
 * The next server, NULL where none is usable. The cursor is the index that was
 * picked last and moves in one step: CPUs that took one turn for each server
 * they look at could all use up each other's usable ones and find none. Whoever
 * has to try again has been overtaken by a pick, so that one of them gets on.
 */
static inline struct lvs_server *lvs_rr_next(atomic_t *cursor, const struct lvs_server_set *set)
{
	int last = atomic_read(cursor);
	int next;

	do {
		next = lvs_rr_after(set, last);
		if (next < 0)
			return NULL;
	} while (!atomic_try_cmpxchg(cursor, &last, next));
	return set->server[next];
}

#endif
