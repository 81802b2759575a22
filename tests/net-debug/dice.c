// SPDX-License-Identifier: GPL-2.0
#include "dice.h"

#include <stdlib.h>

static uint64_t dice;

void dice_seed(const char *text)
{
	dice = strtoull(text, NULL, 0) * 0x9e3779b97f4a7c15ULL + 1;
}

/* xorshift64*. */
uint32_t draw(uint32_t below)
{
	dice ^= dice >> 12;
	dice ^= dice << 25;
	dice ^= dice >> 27;
	return (uint32_t)((dice * 0x2545f4914f6cdd1dULL) >> 32) % below;
}

bool one_in(uint32_t n)
{
	return !draw(n);
}
