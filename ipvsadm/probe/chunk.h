/* SPDX-License-Identifier: GPL-2.0 */
/* What SCTP answers to an INIT, taken apart. Pure: every length is checked. */
#ifndef IPVSADM_PROBE_CHUNK_H
#define IPVSADM_PROBE_CHUNK_H

#include <stddef.h>
#include <stdint.h>

/** enum chunk_answer - in a word */
enum chunk_answer {
	CHUNK_NONE,  /* no answer to that INIT */
	CHUNK_ACK,   /* it would be associated */
	CHUNK_ABORT, /* it will not: nothing listens */
};

/**
 * chunk_parse - read a packet's first chunk
 * @bytes: from the header of SCTP on
 * @port:  that it has to be for
 * @tag:   that it has to bear
 */
enum chunk_answer chunk_parse(const uint8_t *bytes, size_t size, uint16_t port, uint32_t tag);

#endif
