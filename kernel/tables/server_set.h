/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_TABLES_SERVER_SET_H
#define LVS_TABLES_SERVER_SET_H

#include <lvs/sched.h>

struct lvs_service;

/* A service's present servers. Process, namespace mutex held. NULL where memory is short. */
struct lvs_server_set *lvs_server_set_create(const struct lvs_service *service);

/* The same, where @old lacks the newest of them only; it may share with @old, published. */
struct lvs_server_set *lvs_server_set_grow(const struct lvs_service *service,
					   const struct lvs_server_set *old);

/**
 * lvs_server_set_watch() - changes of its servers make their groups stale from here on
 * @set: about to be published; a pick that sees what it shares may be the first to see it
 *
 * Process, namespace mutex held.
 */
void lvs_server_set_watch(const struct lvs_server_set *set);

/* Free, but what it shares with @other, if any; no pick sees it any more. Process. */
void lvs_server_set_free(const struct lvs_server_set *set, const struct lvs_server_set *other);

/* The same, once those that see it have gone. Process; may sleep. */
void lvs_server_set_retire(const struct lvs_server_set *set, const struct lvs_server_set *other);

#endif
