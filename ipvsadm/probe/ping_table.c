// SPDX-License-Identifier: GPL-2.0
/*
 * A table of all targets. On a terminal it lives: it is drawn again in its
 * place, a few times a second. Elsewhere it is printed once, at the end.
 */
#include "cohort.h"
#include "ping_voice.h"
#include "text.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* Often enough for eyes, seldom enough for a slow line. */
#define REDRAW_EVERY 200000000ULL

#define NAME_WIDTH 28

/* What a terminal makes of lines longer than it is wide: a wrapped one has no place of its own. */
#define CUT_LINES  "\033[?7l"
#define WRAP_LINES "\033[?7h"

/* Of one process one run: what stands on its terminal. */
static struct {
	size_t lines;
	uint64_t drawn_at;
} screen;

static const char *state_of(const struct ping_target *target)
{
	if (target->state == PORT_CLOSED)
		return "closed";
	if (target->run.losses)
		return "lost";
	if (target->stats.received)
		return target->state == PORT_OPEN ? "open" : "up";
	return target->stats.errors ? "unreachable" : "-";
}

static void cell(const struct stats *stats, double ns)
{
	char text[32];

	if (stats->samples)
		printf(" %9s", text_rtt(text, (uint64_t)ns, 1));
	else
		printf(" %9s", "-");
}

static void draw_target(const struct ping_target *target)
{
	const struct stats *stats = &target->stats;
	char name[NAME_WIDTH + 1];

	text_clean(name, sizeof(name), target->ask.word);
	printf("%-*s %6" PRIu64 " %6" PRIu64 " %6.1f%%", NAME_WIDTH, name, stats->sent,
	       stats->received, stats_loss(stats));
	cell(stats, (double)stats->last);
	cell(stats, stats->mean);
	cell(stats, (double)stats_percentile(stats, 95));
	cell(stats, (double)stats->max);
	cell(stats, stats->jitter);
	printf(" %s", state_of(target));
}

static size_t draw_targets(const struct ping *ping, const char *clear)
{
	size_t i;

	printf("%-*s %6s %6s %7s %9s %9s %9s %9s %9s state%s\n", NAME_WIDTH, "target", "sent",
	       "recv", "loss", "last", "avg", "p95", "max", "jitter", clear);
	for (i = 0; i < ping->count; i++) {
		draw_target(&ping->targets[i]);
		printf("%s\n", clear);
	}
	return ping->count + 1;
}

/* Is there a terminal on which it stands whole, so that it can be drawn in its place again? */
static bool lives(const struct ping *ping)
{
	size_t lines = (ping->cohort ? ping->cohort->count : ping->count) + 1;
	struct winsize size = { 0 };

	if (ping->options.watch || !isatty(STDOUT_FILENO))
		return false;
	ioctl(STDOUT_FILENO, TIOCGWINSZ, &size);
	return !size.ws_row || lines < size.ws_row;
}

static void draw(const struct ping *ping, bool last)
{
	const char *clear = isatty(STDOUT_FILENO) ? "\033[K" : "";
	bool again = !last && lives(ping);
	size_t lines;

	/* So many flows to one target: what counts is told when they have passed. */
	if (ping->options.enumerate)
		return;
	if (screen.lines)
		printf("\033[%zuA\r", screen.lines);
	if (again)
		printf(CUT_LINES);
	lines = ping->cohort ? cohort_draw(ping, clear) : draw_targets(ping, clear);
	if (again)
		printf(WRAP_LINES);
	screen.lines = again ? lines : 0;
	screen.drawn_at = probe_clock();
	fflush(stdout);
}

static void redraw(const struct ping *ping)
{
	if (probe_clock() - screen.drawn_at >= REDRAW_EVERY && lives(ping))
		draw(ping, false);
}

static void table_start(const struct ping *ping, const struct ping_target *target)
{
	(void)target;
	redraw(ping);
}

static void table_reply(const struct ping *ping, struct ping_target *target,
			const struct ping_reply *reply)
{
	(void)target;
	(void)reply;
	redraw(ping);
}

static void table_error(const struct ping *ping, const struct ping_target *target,
			const struct probe_event *event, uint64_t number)
{
	(void)target;
	(void)event;
	(void)number;
	redraw(ping);
}

static void table_redirect(const struct ping *ping, const struct ping_target *target,
			   const struct probe_event *event)
{
	(void)target;
	(void)event;
	redraw(ping);
}

static void table_local(const struct ping *ping, const struct ping_target *target, int error,
			uint32_t mtu)
{
	(void)target;
	(void)error;
	(void)mtu;
	redraw(ping);
}

static void table_missing(const struct ping *ping, const struct ping_target *target,
			  uint64_t number)
{
	(void)target;
	(void)number;
	redraw(ping);
}

static void table_lost(const struct ping *ping, const struct ping_target *target,
		       const struct flight_probe *probe)
{
	(void)target;
	(void)probe;
	redraw(ping);
}

static void table_sent(const struct ping *ping, const struct ping_target *target)
{
	(void)target;
	redraw(ping);
}

static void table_status(const struct ping *ping, const struct ping_target *target)
{
	if (target == ping->targets)
		draw(ping, false);
}

/* All of them at once, when the last one's turn comes. */
static void table_summary(const struct ping *ping, const struct ping_target *target)
{
	if (target == &ping->targets[ping->count - 1])
		draw(ping, true);
}

const struct ping_voice ping_table = {
	.start = table_start,
	.reply = table_reply,
	.error = table_error,
	.redirect = table_redirect,
	.local = table_local,
	.missing = table_missing,
	.lost = table_lost,
	.sent = table_sent,
	.status = table_status,
	.summary = table_summary,
};
