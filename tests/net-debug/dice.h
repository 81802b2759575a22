/* SPDX-License-Identifier: GPL-2.0 */
/* Chance that a seed repeats: what a fuzzer draws is the same for the same seed, anywhere. */
#ifndef TESTS_NET_DEBUG_DICE_H
#define TESTS_NET_DEBUG_DICE_H

#include <stdbool.h>
#include <stdint.h>

void dice_seed(const char *text);

/* Return: a number below that. */
uint32_t draw(uint32_t below);

bool one_in(uint32_t n);

#endif
