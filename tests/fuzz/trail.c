// SPDX-License-Identifier: GPL-2.0
/* Options of an IPv4 header that came from anybody. */
#include "../../ipvsadm/probe/trail.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	uint32_t sum = 0;
	struct trail trail;
	size_t i;

	if (trail_find(&trail, bytes, size) == TRAIL_NONE)
		return 0;
	for (i = 0; i < trail.count; i++)
		sum += trail_entry(&trail, i).time;
	/* No input is to be left out of a corpus; the sum keeps the reads from being so. */
	return sum == UINT32_MAX && size == SIZE_MAX;
}
