/* SPDX-License-Identifier: GPL-2.0 */
#ifndef IPVSADM_PARSE_H
#define IPVSADM_PARSE_H

#include "model.h"

/* Text to values. Each returns false, and leaves its result alone, where the text is wrong. */

/* A whole decimal number within a range. */
bool parse_number(const char *text, uint64_t low, uint64_t high, uint64_t *result);

/**
 * parse_endpoint() - "host", "host:port", "[v6]:port" or a bare IPv6 address
 * @text: host and port may be names
 * @protocol: "tcp" and the like, in which a port's name is looked up
 * @family: of the address; before, the one that is wanted of a name that has several, 0 for IPv4
 * @address: the address
 * @port: host order, 0 where none is given
 */
bool parse_endpoint(const char *text, const char *protocol, uint16_t *family,
		    union address *address, uint16_t *port);

/* A list of scheduler flags, "a,b". On failure @bad is the word that was wrong. */
bool parse_sched_flags(char *text, const char *scheduler, uint32_t *flags, const char **bad,
		       bool *incompatible);

#endif
