/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Why a hop did not answer: a router that is told to say nothing, one that
 * says little, and a path that ends look alike in stars alone. Pure.
 */
#ifndef IPVSADM_PROBE_SILENCE_H
#define IPVSADM_PROBE_SILENCE_H

#include <stddef.h>
#include <stdint.h>

/** enum silence - what the stars of a hop mean */
enum silence {
	SILENCE_NONE,	 /* it answered each probe */
	SILENCE_ROUTER,	 /* it answers none, and lets all pass */
	SILENCE_LIMITED, /* it answers some, and lets all pass: it limits its errors */
	SILENCE_LOSS,	 /* it and what is behind it miss some: limits, or lost packets */
	SILENCE_END,	 /* nothing behind it has answered either */
};

/** struct silence_hop - what one hop has shown */
struct silence_hop {
	unsigned int sent;
	unsigned int answered;
};

/**
 * silence_of - what the stars of a hop mean
 * @hops:  all of them, the first one first
 * @count: of them
 * @hop:   which one
 */
enum silence silence_of(const struct silence_hop *hops, size_t count, size_t hop);

/** silence_text - the words for it; "" for SILENCE_NONE */
const char *silence_text(enum silence silence);

#endif
