// SPDX-License-Identifier: GPL-2.0
#include "text.h"

#include <inttypes.h>
#include <stdio.h>

char *text_clean(char *to, size_t size, const char *from)
{
	size_t i;

	for (i = 0; i + 1 < size && from[i]; i++)
		to[i] = from[i] > ' ' && from[i] < 127 ? from[i] : '?';
	to[i] = '\0';
	return to;
}

char *text_rtt(char *text, uint64_t ns, int full)
{
	uint64_t us = ns / 1000;

	if (full || us < 1000)
		snprintf(text, 32, "%" PRIu64 ".%03" PRIu64, us / 1000, us % 1000);
	else if (us < 10000)
		snprintf(text, 32, "%" PRIu64 ".%02" PRIu64, us / 1000, us % 1000 / 10);
	else if (us < 100000)
		snprintf(text, 32, "%" PRIu64 ".%01" PRIu64, us / 1000, us % 1000 / 100);
	else
		snprintf(text, 32, "%" PRIu64, us / 1000);
	return text;
}
