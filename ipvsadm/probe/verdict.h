/* SPDX-License-Identifier: GPL-2.0 */
/* What an ICMP error means, in words. Pure tables. */
#ifndef IPVSADM_PROBE_VERDICT_H
#define IPVSADM_PROBE_VERDICT_H

#include "family.h"

#define VERDICT_TEXT 128

/**
 * struct probe_error - an ICMP error, however it was learnt
 * @type: of ICMP
 * @code: of ICMP
 * @info: MTU, pointer, or the new gateway of a redirect (network order)
 */
struct probe_error {
	uint8_t type;
	uint8_t code;
	uint32_t info;
};

/**
 * verdict_text - the sentence for an error, as ping users know it
 * @error:  the error
 * @family: whose ICMP
 * @text:   VERDICT_TEXT bytes
 *
 * Return: @text.
 */
const char *verdict_text(const struct probe_error *error, const struct probe_family *family,
			 char *text);

/** verdict_is_closed - does it say that nothing listens on the port? */
bool verdict_is_closed(const struct probe_error *error, const struct probe_family *family);

/** verdict_is_too_big - does it say that the path is narrower than the packet? */
bool verdict_is_too_big(const struct probe_error *error, const struct probe_family *family);

#define VERDICT_MARK 16

/**
 * verdict_mark - the mark of an error, as traceroute users know it
 * @error:  the error
 * @family: whose ICMP
 * @text:   VERDICT_MARK bytes; empty for a port that is not reachable, and in transit
 *
 * Return: does the path end there? It goes on where a time to live has ended.
 */
bool verdict_mark(const struct probe_error *error, const struct probe_family *family, char *text);

#endif
