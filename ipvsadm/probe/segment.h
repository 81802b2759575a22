/* SPDX-License-Identifier: GPL-2.0 */
/* A TCP segment that arrived, taken apart. Pure: every length is checked. */
#ifndef IPVSADM_PROBE_SEGMENT_H
#define IPVSADM_PROBE_SEGMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * struct segment - its header
 * @from:   source port
 * @to:     destination port
 * @seq:    sequence number
 * @ack:    what it acknowledges
 * @syn:    flags
 * @rst:    likewise
 * @has_ack: is @ack meant
 * @window: as it stands there
 * @mss:    largest segment its sender takes, 0 if it did not say
 */
struct segment {
	uint16_t from;
	uint16_t to;
	uint32_t seq;
	uint32_t ack;
	bool syn;
	bool rst;
	bool has_ack;
	uint16_t window;
	uint16_t mss;
};

/** segment_parse - read it. Return: false if it is shorter than it claims to be. */
bool segment_parse(struct segment *segment, const uint8_t *bytes, size_t size);

#endif
