/* SPDX-License-Identifier: GPL-2.0 */
/*
 * SCTP as far as a prober needs it (RFC 9260): an INIT that goes, and what
 * comes for it. Pure: bytes in, bytes out, every length is checked.
 */
#ifndef IPVSADM_PROBE_SCTP_H
#define IPVSADM_PROBE_SCTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes of a packet that is one INIT without parameters. */
#define SCTP_INIT_SIZE 32

/** enum sctp_kind - what a packet begins with, as its first chunk */
enum sctp_kind {
	SCTP_OTHER,
	SCTP_INIT,
	SCTP_INIT_ACK,
	SCTP_ABORT,
};

/**
 * struct sctp_packet - one, taken apart
 * @from:     source port
 * @to:       destination port
 * @tag:      verification tag: what the receiver has chosen
 * @kind:     its first chunk
 * @initiate: tag that the sender of an INIT or INIT ACK has chosen
 * @bad_checksum: the checksum is not that of these bytes
 */
struct sctp_packet {
	uint16_t from;
	uint16_t to;
	uint32_t tag;
	enum sctp_kind kind;
	uint32_t initiate;
	bool bad_checksum;
};

/** sctp_crc32c - the checksum of SCTP, over @size bytes */
uint32_t sctp_crc32c(const uint8_t *bytes, size_t size);

/**
 * sctp_init - write an INIT
 * @packet: SCTP_INIT_SIZE bytes
 * @from:   source port
 * @to:     destination port
 * @tag:    initiate tag, which comes back as what it is answered with; not 0
 *
 * Return: bytes of the packet.
 */
size_t sctp_init(uint8_t *packet, uint16_t from, uint16_t to, uint32_t tag);

/**
 * sctp_parse - take a packet apart
 *
 * A checksum of 0 counts as one that has not been filled in: packets that have
 * never left a machine, from one of its namespaces to another, have none.
 *
 * Return: false if it is shorter than it claims to be.
 */
bool sctp_parse(struct sctp_packet *packet, const uint8_t *bytes, size_t size);

#endif
