// SPDX-License-Identifier: GPL-2.0
#include "silence.h"

/* What reached any hop behind this one has passed it: the best of them shows most. */
static void best_behind(const struct silence_hop *hops, size_t count, size_t hop,
			struct silence_hop *best)
{
	size_t i;

	*best = (struct silence_hop){ 0 };
	for (i = hop + 1; i < count; i++) {
		/* Shares are compared without dividing. */
		if (!best->sent || (uint64_t)hops[i].answered * best->sent >
					   (uint64_t)best->answered * hops[i].sent)
			*best = hops[i];
	}
}

enum silence silence_of(const struct silence_hop *hops, size_t count, size_t hop)
{
	struct silence_hop behind;

	if (hops[hop].answered >= hops[hop].sent)
		return SILENCE_NONE;
	best_behind(hops, count, hop, &behind);
	if (!behind.answered)
		return hops[hop].answered ? SILENCE_LOSS : SILENCE_END;
	if (!hops[hop].answered)
		return SILENCE_ROUTER;
	return behind.answered == behind.sent ? SILENCE_LIMITED : SILENCE_LOSS;
}

const char *silence_text(enum silence silence)
{
	static const char *const texts[] = {
		[SILENCE_NONE] = "",
		[SILENCE_ROUTER] = "silent, but passes packets on",
		[SILENCE_LIMITED] = "limits its answers, but passes packets on",
		[SILENCE_LOSS] = "misses some answers: it limits them, or packets are lost",
		[SILENCE_END] = "silent, and nothing behind it answers",
	};

	return texts[silence];
}
