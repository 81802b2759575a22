/* SPDX-License-Identifier: GPL-2.0 */
/* How a real server does, from what its host and its port answered. Pure. */
#ifndef IPVSADM_PROBE_HEALTH_H
#define IPVSADM_PROBE_HEALTH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** enum health_answer - what the last probes met */
enum health_answer {
	HEALTH_NOT_ASKED,
	HEALTH_NOTHING, /* nothing came back */
	HEALTH_ERROR,	/* a router, or the host itself, says that it cannot be reached */
	HEALTH_CLOSED,	/* the port refuses */
	HEALTH_ANSWER,	/* an answer */
};

/**
 * struct health_signs - what is known of one server
 * @host:    of ICMP echo requests
 * @port:    of the port
 * @silent_port_is_fine: the protocol leaves it to the application whether it answers
 * @loss:    percent of the probes that had no answer
 * @typical: round trip time in the middle of its own, in nanoseconds; 0 for none
 */
struct health_signs {
	enum health_answer host;
	enum health_answer port;
	bool silent_port_is_fine;
	double loss;
	uint64_t typical;
};

/** enum health - a verdict, worst first */
enum health {
	HEALTH_DOWN,	    /* neither host nor port answers */
	HEALTH_UNREACHABLE, /* and somebody on the way says so */
	HEALTH_REFUSED,	    /* the host is up, the port closed */
	HEALTH_SILENT,	    /* the host is up, the port says nothing: filtered, or hung */
	HEALTH_LOSSY,	    /* it answers, not always */
	HEALTH_SLOW,	    /* far slower than the others */
	HEALTH_QUIET,	    /* the host is up, the port refuses nothing */
	HEALTH_OK,
};

/**
 * health_judge - a verdict
 * @signs: of this server
 * @usual: round trip time in the middle of all servers', 0 for none
 */
enum health health_judge(const struct health_signs *signs, uint64_t usual);

/** health_is_usable - would a new connection be served? */
bool health_is_usable(enum health health);

/** health_text - "ok" and the like */
const char *health_text(enum health health);

/** health_usual - the middle of @count servers' round trip times, 0s left out; sorts them */
uint64_t health_usual(uint64_t *times, size_t count);

#endif
