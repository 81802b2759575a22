/* SPDX-License-Identifier: GPL-2.0 */
/* Sockets of a trace: what sends, and what keeps its ports. */
#ifndef IPVSADM_PROBE_TRACE_SOCKET_H
#define IPVSADM_PROBE_TRACE_SOCKET_H

#include "trace.h"

/**
 * trace_open - find the target and open sockets to it
 * Return: 0, or 2 with a message told.
 */
int trace_open(struct trace *trace);

/** trace_close - the reverse */
void trace_close(struct trace *trace);

/** trace_draft - the next packet of a flow, with that number */
struct trace_draft trace_draft(const struct trace *trace, unsigned int flow, uint16_t number);

#endif
