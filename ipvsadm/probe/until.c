// SPDX-License-Identifier: GPL-2.0
#include "until.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

bool until_parse(struct until *until, const char *text)
{
	static const char *const words[] = { [UNTIL_REPLY] = "reply", [UNTIL_LOSS] = "loss" };
	size_t length = strcspn(text, "=");
	char *end;
	int what;

	until->what = UNTIL_NOTHING;
	until->count = 1;
	for (what = UNTIL_REPLY; what <= UNTIL_LOSS; what++) {
		if (strlen(words[what]) == length && !strncmp(words[what], text, length))
			until->what = (enum until_what)what;
	}
	if (until->what == UNTIL_NOTHING || !text[length])
		return until->what != UNTIL_NOTHING;
	if (!isdigit((unsigned char)text[length + 1]))
		return false;
	errno = 0;
	until->count = strtoull(text + length + 1, &end, 10);
	return !errno && !*end && until->count;
}

void until_answered(struct until_run *run)
{
	run->replies++;
	run->losses = 0;
}

void until_lost(struct until_run *run)
{
	run->losses++;
	run->replies = 0;
}

bool until_met(const struct until *until, const struct until_run *run)
{
	return (until->what == UNTIL_REPLY ? run->replies : run->losses) >= until->count;
}
