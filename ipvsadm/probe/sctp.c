// SPDX-License-Identifier: GPL-2.0
#include "sctp.h"
#include "bytes.h"

#include <string.h>

/* Castagnoli's polynomial, reflected. */
#define POLYNOMIAL 0x82f63b78

#define HEADER	     12
#define TAG_AT	     4
#define CHECKSUM_AT  8
#define CHUNK	     4
#define INIT_CHUNK   20
#define INITIATE_AT  (HEADER + CHUNK)
#define WINDOW_AT    (HEADER + 8)
#define STREAMS_AT   (HEADER + 12)
#define FIRST_TSN_AT (HEADER + 16)

/* The least that RFC 9260 lets a receiver have. */
#define OUR_WINDOW 1500

#define CHUNK_INIT     1
#define CHUNK_INIT_ACK 2
#define CHUNK_ABORT    6

static uint32_t crc_add(uint32_t crc, const uint8_t *bytes, size_t size)
{
	size_t i;
	int bit;

	for (i = 0; i < size; i++) {
		crc ^= bytes[i];
		for (bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? POLYNOMIAL : 0);
	}
	return crc;
}

uint32_t sctp_crc32c(const uint8_t *bytes, size_t size)
{
	return ~crc_add(UINT32_MAX, bytes, size);
}

/* Of a packet, as if its checksum were 0. */
static uint32_t checksum_of(const uint8_t *packet, size_t size)
{
	static const uint8_t nothing[4];
	uint32_t crc = crc_add(UINT32_MAX, packet, CHECKSUM_AT);

	crc = crc_add(crc, nothing, sizeof(nothing));
	return ~crc_add(crc, packet + HEADER, size - HEADER);
}

/* RFC 9260 A: the first byte is the lowest. */
static uint32_t le32_at(const uint8_t *bytes)
{
	return (uint32_t)bytes[3] << 24 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[1] << 8 |
	       bytes[0];
}

size_t sctp_init(uint8_t *packet, uint16_t from, uint16_t to, uint32_t tag)
{
	uint32_t crc;
	int i;

	memset(packet, 0, SCTP_INIT_SIZE);
	put_be16(packet, from);
	put_be16(packet + 2, to);
	packet[HEADER] = CHUNK_INIT;
	put_be16(packet + HEADER + 2, INIT_CHUNK);
	put_be32(packet + INITIATE_AT, tag);
	put_be32(packet + WINDOW_AT, OUR_WINDOW);
	put_be16(packet + STREAMS_AT, 1);
	put_be16(packet + STREAMS_AT + 2, 1);
	put_be32(packet + FIRST_TSN_AT, tag);
	crc = checksum_of(packet, SCTP_INIT_SIZE);
	for (i = 0; i < 4; i++)
		packet[CHECKSUM_AT + i] = (uint8_t)(crc >> 8 * i);
	return SCTP_INIT_SIZE;
}

static enum sctp_kind kind_of(uint8_t type, size_t length)
{
	switch (type) {
	case CHUNK_INIT:
		return length < INIT_CHUNK ? SCTP_OTHER : SCTP_INIT;
	case CHUNK_INIT_ACK:
		return length < INIT_CHUNK ? SCTP_OTHER : SCTP_INIT_ACK;
	case CHUNK_ABORT:
		return SCTP_ABORT;
	default:
		return SCTP_OTHER;
	}
}

bool sctp_parse(struct sctp_packet *packet, const uint8_t *bytes, size_t size)
{
	size_t length;
	uint32_t sum;

	memset(packet, 0, sizeof(*packet));
	if (size < HEADER + CHUNK)
		return false;
	length = be16_at(bytes + HEADER + 2);
	if (length < CHUNK || length > size - HEADER)
		return false;
	packet->from = be16_at(bytes);
	packet->to = be16_at(bytes + 2);
	packet->tag = be32_at(bytes + TAG_AT);
	packet->kind = kind_of(bytes[HEADER], length);
	if (packet->kind == SCTP_INIT || packet->kind == SCTP_INIT_ACK)
		packet->initiate = be32_at(bytes + INITIATE_AT);
	sum = le32_at(bytes + CHECKSUM_AT);
	packet->bad_checksum = sum && sum != checksum_of(bytes, size);
	return true;
}
