/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_TABLES_SCHED_H
#define LVS_TABLES_SCHED_H

#include <lvs/sched.h>

/**
 * lvs_sched_get() - a scheduler by name, its module held
 * @name: as registered
 *
 * Asks for module alias lvs-sched-<name> where none is registered.
 * Context: process; sleeps. Return: NULL where there is none.
 */
const struct lvs_sched *lvs_sched_get(const char *name);
void lvs_sched_put(const struct lvs_sched *sched);

#endif
