/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_TABLES_DEFENCE_H
#define LVS_TABLES_DEFENCE_H

#include "conns.h"

/**
 * lvs_defence_step() - look at memory, set the automatic defences, thin out
 * @conns: of a namespace
 *
 * Context: process, the sweep; has an effect once a second. Return: true if a
 * defence is on that has to be switched off one day.
 */
bool lvs_defence_step(struct lvs_conns *conns);

/* Is this packet, which would begin a connection, one to drop? Context: any. */
bool lvs_defence_drops(struct lvs_net *lnet);

#endif
