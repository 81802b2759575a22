/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_SCHED_DELAY_H
#define LVS_SCHED_DELAY_H

#include "least.h"

#include <lvs/sched.h>

/* Active connections, once there is one more. Inactive ones delay nobody. */
static inline u64 lvs_delay(const struct lvs_server *server)
{
	return (u64)atomic_read(&server->active) + 1;
}

/* The usable server of the shortest delay for its weight, the first of equals. */
static inline struct lvs_server *lvs_delay_shortest(const struct lvs_server_set *set)
{
	return lvs_least(set, lvs_delay, true);
}

/* No delay at all where nobody is active. */
static inline u64 lvs_delay_unless_idle(const struct lvs_server *server)
{
	int active = atomic_read(&server->active);

	return active ? (u64)active + 1 : 0;
}

/* The first usable server without active connections, else that of the shortest delay. */
static inline struct lvs_server *lvs_delay_none_or_shortest(const struct lvs_server_set *set)
{
	return lvs_least(set, lvs_delay_unless_idle, true);
}

#endif
