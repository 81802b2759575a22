// SPDX-License-Identifier: GPL-2.0
#include "health.h"

#include <stdlib.h>

/* So many times what is usual is far slower, */
#define SLOW_FACTOR 3
/* where the difference is more than what a busy machine or a switch adds. */
#define SLOW_LEAST 1000000
/* Percent of lost probes that are no accident. */
#define LOSS_LEAST 20

static enum health judge_silent(const struct health_signs *signs)
{
	if (signs->host == HEALTH_ERROR || signs->port == HEALTH_ERROR)
		return HEALTH_UNREACHABLE;
	if (signs->host != HEALTH_ANSWER)
		return HEALTH_DOWN;
	return signs->silent_port_is_fine ? HEALTH_QUIET : HEALTH_SILENT;
}

enum health health_judge(const struct health_signs *signs, uint64_t usual)
{
	enum health_answer asked = signs->port == HEALTH_NOT_ASKED ? signs->host : signs->port;

	if (asked == HEALTH_CLOSED)
		return HEALTH_REFUSED;
	if (asked != HEALTH_ANSWER)
		return judge_silent(signs);
	if (signs->loss >= LOSS_LEAST)
		return HEALTH_LOSSY;
	if (usual && signs->typical > SLOW_FACTOR * usual && signs->typical - usual > SLOW_LEAST)
		return HEALTH_SLOW;
	return HEALTH_OK;
}

bool health_is_usable(enum health health)
{
	return health >= HEALTH_LOSSY;
}

const char *health_text(enum health health)
{
	static const char *const texts[] = {
		[HEALTH_DOWN] = "down",	      [HEALTH_UNREACHABLE] = "unreachable",
		[HEALTH_REFUSED] = "refused", [HEALTH_SILENT] = "silent",
		[HEALTH_LOSSY] = "lossy",     [HEALTH_SLOW] = "slow",
		[HEALTH_QUIET] = "quiet",     [HEALTH_OK] = "ok",
	};

	return texts[health];
}

static int compare(const void *a, const void *b)
{
	const uint64_t *x = a;
	const uint64_t *y = b;

	return (*x > *y) - (*x < *y);
}

uint64_t health_usual(uint64_t *times, size_t count)
{
	size_t none = 0;

	if (!count)
		return 0;
	qsort(times, count, sizeof(*times), compare);
	while (none < count && !times[none])
		none++;
	return none < count ? times[none + (count - none - 1) / 2] : 0;
}
