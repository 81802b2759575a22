/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_SCHED_LOAD_H
#define LVS_SCHED_LOAD_H

#include "least.h"

#include <lvs/sched.h>

/* An active connection weighs as much as 256 inactive ones. */
static inline u64 lvs_load(const struct lvs_server *server)
{
	return ((u64)atomic_read(&server->active) << 8) + atomic_read(&server->inactive);
}

/* The usable server of the smallest load, the first of equals. */
static inline struct lvs_server *lvs_load_least(const struct lvs_server_set *set)
{
	return lvs_least(set, lvs_load, false);
}

/* The same, load for weight. */
static inline struct lvs_server *lvs_load_least_weighted(const struct lvs_server_set *set)
{
	return lvs_least(set, lvs_load, true);
}

#endif
