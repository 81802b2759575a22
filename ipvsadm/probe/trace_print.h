/* SPDX-License-Identifier: GPL-2.0 */
/* What traceroute tells: lines as ever, a tree of several flows, or JSON. */
#ifndef IPVSADM_PROBE_TRACE_PRINT_H
#define IPVSADM_PROBE_TRACE_PRINT_H

#include "trace.h"

/** trace_print_start - what will be traced */
void trace_print_start(const struct trace *trace);

/** trace_print_address - a blank, and an address with its name, as far as names are wanted */
void trace_print_address(struct trace *trace, const union probe_addr *addr);

/** trace_print_is_tree - are hops told as a tree, once all of them are known? */
bool trace_print_is_tree(const struct trace *trace);

/** trace_print_hop - a hop whose probes' fates are known, or as far as they are */
void trace_print_hop(struct trace *trace, unsigned int ttl);

/** trace_print_late - an answer to a probe that was told as silent */
void trace_print_late(struct trace *trace, size_t slot);

/** trace_print_status - how it goes, on standard error */
void trace_print_status(const struct trace *trace);

/** trace_print_reason - why was the target reached, or not, in words. Return: @text. */
char *trace_print_reason(const struct trace *trace, char *text, size_t size);

/** trace_print_summary - was the target reached, and if not, why */
void trace_print_summary(struct trace *trace);

#endif
