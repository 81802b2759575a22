// SPDX-License-Identifier: GPL-2.0
#include "chunk.h"

#include <arpa/inet.h>
#include <string.h>

#define PORT_AT	 2
#define TAG_AT	 4
#define TYPE_AT	 12
#define LEAST	 16
#define INIT_ACK 2
#define ABORT	 6

/* The checksum may be left to a device that never saw the packet: the tag tells what is ours. */
enum chunk_answer chunk_parse(const uint8_t *bytes, size_t size, uint16_t port, uint32_t tag)
{
	uint16_t to;
	uint32_t borne;

	if (size < LEAST)
		return CHUNK_NONE;
	memcpy(&to, bytes + PORT_AT, sizeof(to));
	memcpy(&borne, bytes + TAG_AT, sizeof(borne));
	if (ntohs(to) != port || ntohl(borne) != tag)
		return CHUNK_NONE;
	switch (bytes[TYPE_AT]) {
	case INIT_ACK:
		return CHUNK_ACK;
	case ABORT:
		return CHUNK_ABORT;
	default:
		return CHUNK_NONE;
	}
}
