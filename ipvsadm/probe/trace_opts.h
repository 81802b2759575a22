/* SPDX-License-Identifier: GPL-2.0 */
/* The command line of traceroute. */
#ifndef IPVSADM_PROBE_TRACE_OPTS_H
#define IPVSADM_PROBE_TRACE_OPTS_H

#include "rows.h"
#include "trace_method.h"

#include <stdbool.h>

#define TRACE_NOT_GIVEN UINT64_MAX
#define TRACE_GATEWAYS	8

/** struct trace_options - what the user asked for; times are nanoseconds */
struct trace_options {
	bool only_ipv4;
	bool only_ipv6;
	bool debug;
	bool extensions;
	bool dont_fragment;
	bool icmp;
	bool tcp;
	bool udp;
	bool udplite;
	bool dccp;
	bool numeric;
	bool dont_route;
	bool mtu;
	bool back;
	bool json;
	bool as_path;
	bool all; /* real servers of all services, instead of a target */
	uint64_t first;
	uint64_t last;
	uint64_t window;
	uint64_t queries;
	uint64_t flows;
	uint64_t source_port; /* TRACE_NOT_GIVEN for one of the kernel's choice */
	uint64_t tos;
	uint64_t label;	       /* TRACE_NOT_GIVEN for none */
	uint64_t mark;	       /* likewise */
	const char *service;   /* those of this one */
	uint64_t service_mark; /* or of this mark */
	uint64_t gap;	       /* silent hops that end a path, 0 for no such end */
	const char *module;
	const char *method_options;
	const char *port_text;
	const char *protocol_text;
	const char *wait_text;
	const char *pause_text;
	const char *device;
	const char *source;
	const char *gateways;
	const char *target;
	uint64_t port; /* TRACE_NOT_GIVEN for the method's */
	uint64_t size; /* of the whole packet, 0 for the usual */
	uint64_t wait;
	double here;
	double near;
	uint64_t pause;
	const struct trace_method *method; /* NULL: as each real server needs it */
	struct trace_spec spec;
};

/** trace_asks_servers - is the way to real servers asked for, instead of one to a target? */
bool trace_asks_servers(const struct trace_options *options);

/** trace_options_choose - that is the method, with what goes with it */
void trace_options_choose(struct trace_options *options, const struct trace_method *method);

/** trace_options_parse - read the command line */
enum rows_parsed trace_options_parse(struct trace_options *options, int argc, const char **argv);

#endif
