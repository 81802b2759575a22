/* SPDX-License-Identifier: GPL-2.0 */
/* What ping tells: classic lines, or JSON, an object in each line. */
#ifndef IPVSADM_PROBE_PING_PRINT_H
#define IPVSADM_PROBE_PING_PRINT_H

#include "ping.h"

/** print_start - the first line of a target */
void print_start(const struct ping *ping, const struct ping_target *target);

/** struct ping_reply - an answer as it is told */
struct ping_reply {
	const union probe_addr *from;
	const char *name; /* "" for none */
	const struct probe_answer *answer;
	uint64_t at;
	uint64_t rtt;
	bool timed;
	bool duplicate;
	bool other_address;
};

/** print_reply - an echo reply */
void print_reply(const struct ping *ping, struct ping_target *target,
		 const struct ping_reply *reply);

/** print_error - an ICMP error from @from for probe @seq */
void print_error(const struct ping *ping, const struct ping_target *target,
		 const struct probe_event *event, uint16_t seq);

/** print_redirect - a router knows a better way */
void print_redirect(const struct ping *ping, const struct ping_target *target,
		    const struct probe_event *event);

/** print_local - this host could not send */
void print_local(const struct ping *ping, const struct ping_target *target, int error,
		 uint32_t mtu);

/** print_missing - no answer yet for that probe */
void print_missing(const struct ping *ping, const struct ping_target *target, uint16_t seq);

/** print_sent - a probe went, of a flood */
void print_sent(const struct ping *ping);

/** print_status - how it goes, on standard error */
void print_status(const struct ping *ping, const struct ping_target *target);

/** print_summary - how it went */
void print_summary(const struct ping *ping, const struct ping_target *target);

#endif
