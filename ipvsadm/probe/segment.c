// SPDX-License-Identifier: GPL-2.0
#include "segment.h"
#include "bytes.h"

#include <netinet/tcp.h>
#include <string.h>

#define HEADER	 20
#define MSS_AT	 2
#define FLAGS_AT 13

static uint16_t find_mss(const uint8_t *options, size_t size)
{
	size_t at = 0;
	size_t length;

	while (at < size && options[at] != TCPOPT_EOL) {
		length = 1;
		if (options[at] != TCPOPT_NOP) {
			if (size - at < 2 || options[at + 1] < 2 || options[at + 1] > size - at)
				return 0;
			length = options[at + 1];
		}
		if (options[at] == TCPOPT_MAXSEG && length == TCPOLEN_MAXSEG)
			return be16_at(options + at + MSS_AT);
		at += length;
	}
	return 0;
}

bool segment_parse(struct segment *segment, const uint8_t *bytes, size_t size)
{
	size_t header;

	memset(segment, 0, sizeof(*segment));
	if (size < HEADER)
		return false;
	header = (bytes[12] >> 4) * 4U;
	if (header < HEADER || header > size)
		return false;
	segment->from = be16_at(bytes);
	segment->to = be16_at(bytes + 2);
	segment->seq = be32_at(bytes + 4);
	segment->ack = be32_at(bytes + 8);
	segment->syn = bytes[FLAGS_AT] & TH_SYN;
	segment->rst = bytes[FLAGS_AT] & TH_RST;
	segment->has_ack = bytes[FLAGS_AT] & TH_ACK;
	segment->window = be16_at(bytes + 14);
	segment->mss = find_mss(bytes + HEADER, header - HEADER);
	return true;
}
