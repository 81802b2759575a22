/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_SCHED_DELAY_H
#define LVS_SCHED_DELAY_H

#include "least.h"

#include <lvs/sched.h>

/* The first usable server without active connections, NULL for none. */
static inline struct lvs_server *lvs_delay_idle(const struct lvs_server_set *set)
{
	unsigned int i;

	for (i = 0; i < set->count; i++) {
		if (lvs_server_usable(set->server[i]) && !atomic_read(&set->server[i]->active))
			return set->server[i];
	}
	return NULL;
}

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

#endif
