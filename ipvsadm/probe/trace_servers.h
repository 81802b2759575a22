/* SPDX-License-Identifier: GPL-2.0 */
/* The real servers of a service as targets of a run: a host once, whatever it serves. */
#ifndef IPVSADM_PROBE_TRACE_SERVERS_H
#define IPVSADM_PROBE_TRACE_SERVERS_H

#include "backend.h"
#include "trace.h"

#include "../name.h"

/**
 * struct trace_server - a real server
 * @backend: what the table says of it
 * @name:    its address and port
 * @word:    its address
 * @trace:   index of the trace to it
 */
struct trace_server {
	struct backend backend;
	char name[NAME_MAX_LENGTH];
	char word[NAME_MAX_LENGTH];
	size_t trace;
};

/** struct trace_servers - all of them */
struct trace_servers {
	struct trace_server *items;
	size_t count;
};

/**
 * trace_servers_read - find those that the run's options ask for, and plan a trace to each host
 *
 * The run gets its servers and its traces.
 *
 * Return: 0, or 2 with a message told.
 */
int trace_servers_read(struct trace_run *run);

/** trace_servers_free - the reverse */
void trace_servers_free(struct trace_run *run);

/** trace_servers_tell_leaf - print what serves there, behind the end of that trace */
void trace_servers_tell_leaf(const struct trace_servers *servers, size_t trace);

/** trace_servers_tell_start - print what will be traced */
void trace_servers_tell_start(const struct trace_run *run);

/** trace_servers_tell_summary - print how many were reached; in JSON an object for each before that */
void trace_servers_tell_summary(const struct trace_run *run);

#endif
