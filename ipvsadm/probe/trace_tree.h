/* SPDX-License-Identifier: GPL-2.0 */
/* Paths as a tree: of several flows to one target, or to the real servers of a service. */
#ifndef IPVSADM_PROBE_TRACE_TREE_H
#define IPVSADM_PROBE_TRACE_TREE_H

#include "trace.h"

/** trace_tree_flows - print the paths of a trace's flows, as far as they are told */
void trace_tree_flows(struct trace *trace);

/** trace_tree_servers - print the paths to all targets of a run, real servers at their ends */
void trace_tree_servers(struct trace_run *run);

#endif
