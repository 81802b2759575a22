/* SPDX-License-Identifier: GPL-2.0 */
/* Which real server each flow through this director got, by its list of connections. */
#ifndef IPVSADM_PROBE_PASSAGE_H
#define IPVSADM_PROBE_PASSAGE_H

#include "ping.h"

/**
 * passage_open - open the list, as long as that is allowed
 *
 * Return: 0, or 2 with a message told: this is no director.
 */
int passage_open(struct ping *ping);

/** passage_close - the reverse */
void passage_close(struct ping *ping);

/** passage_tell - print where the flow went, or how many went to each server */
void passage_tell(const struct ping *ping);

/** passage_note - tell that a target is a virtual address of this host, which itself answers for it */
void passage_note(const struct ping *ping);

#endif
