/* SPDX-License-Identifier: GPL-2.0 */
/* The command line of ping: letters of old, words for what is ours alone. */
#ifndef IPVSADM_PROBE_PING_OPTS_H
#define IPVSADM_PROBE_PING_OPTS_H

#include "rows.h"
#include "trail.h"
#include "until.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PING_PATTERN_MAX 16
#define PING_NOT_GIVEN	 UINT64_MAX

/** struct ping_options - what the user asked for; times are nanoseconds */
struct ping_options {
	bool only_ipv4;
	bool only_ipv6;
	bool full_precision;
	bool audible;
	bool adaptive;
	bool broadcast;
	bool pin_source;
	bool connect;
	bool dated;
	bool debug;
	bool flood;
	bool names;
	bool no_loop;
	bool numeric;
	bool outstanding;
	bool quiet;
	bool dont_route;
	bool user_time;
	bool verbose;
	bool json;
	bool histogram;
	bool table;
	bool lines;
	bool route;
	uint64_t count;	   /* 0 for no end */
	uint64_t ident;	   /* PING_NOT_GIVEN for one of ours */
	uint64_t interval; /* PING_NOT_GIVEN for the usual */
	uint64_t preload;
	uint64_t flow; /* PING_NOT_GIVEN for the kernel's choice */
	uint64_t mark; /* PING_NOT_GIVEN for none */
	uint64_t tos;
	uint64_t size;
	uint64_t send_buffer;  /* 0 for the usual */
	uint64_t ttl;	       /* PING_NOT_GIVEN for the kernel's */
	uint64_t deadline;     /* 0 for none */
	uint64_t linger;       /* 0 for ever */
	uint64_t min_ok;       /* targets that answer, for a success; 0 for all */
	uint64_t report_every; /* 0 for never */
	const char *until_text;
	struct until until;
	const char *pmtu;
	const char *times; /* of routers, NULL for none */
	enum trail_kind trail;
	struct in_addr hops[TRAIL_HOPS]; /* that are asked for their times */
	size_t hop_count;
	uint64_t tcp; /* port, 0 for none */
	uint64_t udp;
	uint64_t sctp;
	uint64_t source_port;	/* 0 for any */
	const char *sources[2]; /* as given: */
	const char *address;	/* the one of them that is numbers */
	const char *device;	/* the one that is not */
	const char *pattern;
	uint8_t pattern_bytes[PING_PATTERN_MAX];
	size_t pattern_size;
	const char *service; /* whose real servers are asked */
	uint64_t service_mark;
	bool all;
	bool watch;
	bool through;	    /* this director */
	uint64_t enumerate; /* flows, 0 for one as usual */
	const char *const *targets;
	size_t target_count;
};

/** ping_asks_servers - are real servers asked, instead of targets that are named? */
bool ping_asks_servers(const struct ping_options *options);

/** ping_asks_port - by which protocol, 0 where it is the host that is asked */
int ping_asks_port(const struct ping_options *options);

/**
 * ping_options_parse - read a command line
 * @options: the result; its texts live as long as the process
 * @argc:    words
 * @argv:    of them the first is the command's name
 */
enum rows_parsed ping_options_parse(struct ping_options *options, int argc, const char **argv);

#endif
