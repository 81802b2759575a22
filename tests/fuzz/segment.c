// SPDX-License-Identifier: GPL-2.0
/* A TCP header that came from anybody. */
#include "../../ipvsadm/probe/segment.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct segment segment;

	segment_parse(&segment, bytes, size);
	return 0;
}
