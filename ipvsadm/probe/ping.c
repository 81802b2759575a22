// SPDX-License-Identifier: GPL-2.0
#include "ping.h"
#include "cohort.h"
#include "jail.h"
#include "passage.h"
#include "ping_voice.h"
#include "ping_take.h"
#include "ping_target.h"
#include "scope.h"
#include "watch.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define SECOND 1000000000ULL
#define MS     1000000ULL

/* A flood goes on without replies, and a full queue is tried again. */
#define FLOOD_INTERVAL (10 * MS)
#define FULL_WAIT      (10 * MS)
/* The least that users without privilege may have between probes. */
#define USER_INTERVAL (2 * MS)
/* A probe without an answer is lost for the statistics of losses after that. */
#define LOST_AFTER (2 * SECOND)

static void settle(struct ping *ping, struct ping_target *target, bool all)
{
	uint64_t linger = ping->options.linger;
	uint64_t lost_after = linger && linger < LOST_AFTER ? linger : LOST_AFTER;
	uint64_t now = ping->read_at;
	struct flight_probe *probe;

	for (; target->settled < target->flight.sent; target->settled++) {
		probe = flight_find(&target->flight, (uint16_t)(target->settled + 1));
		if (!probe || probe->number != target->settled + 1)
			continue;
		if (!all && probe->fate == FLIGHT_UNDERWAY && now < probe->clock_at + lost_after)
			return;
		stats_settle(&target->stats, probe->number, probe->sent_at,
			     probe->fate == FLIGHT_ANSWERED);
		if (probe->fate != FLIGHT_ANSWERED) {
			until_lost(&target->run);
			target->lost++;
		}
		if (probe->fate == FLIGHT_UNDERWAY)
			ping->voice->lost(ping, target, probe);
	}
}

/* Return: did it go, or was it refused? Else there is no room for it now. */
static bool send_one(struct ping *ping, struct ping_target *target)
{
	struct flight_probe *last = flight_find(&target->flight, (uint16_t)target->flight.sent);
	int ret = target_send(target);

	if (ret == -EAGAIN)
		return false;
	if (ping->options.outstanding && last && last->fate == FLIGHT_UNDERWAY)
		ping->voice->missing(ping, target, last->number);
	ping->voice->sent(ping, target);
	if (!ret)
		return true;
	target->stats.errors++;
	/* The error queue tells of some, with the MTU. */
	if (ret == -EMSGSIZE)
		ping_take(ping, target);
	else
		ping->voice->local(ping, target, -ret, 0);
	return true;
}

static bool is_met(const struct ping *ping)
{
	const struct until *until = &ping->options.until;
	size_t met = 0;
	size_t i;

	if (until->what == UNTIL_NOTHING)
		return false;
	for (i = 0; i < ping->count; i++)
		met += until_met(until, &ping->targets[i].run);
	return until->what == UNTIL_REPLY ? met == ping->count : met;
}

static bool is_answered(const struct ping *ping)
{
	const struct ping_options *options = &ping->options;
	const struct stats *stats;
	size_t i;

	if (!options->count)
		return false;
	for (i = 0; i < ping->count; i++) {
		stats = &ping->targets[i].stats;
		if (stats->received + (options->deadline ? 0 : stats->errors) < options->count)
			return false;
	}
	return true;
}

/* When waiting for the last replies ends: soon, where they use to come soon. */
static uint64_t lingers_until(const struct ping *ping)
{
	const struct ping_options *options = &ping->options;
	uint64_t until = 0;
	uint64_t wait;
	size_t i;

	for (i = 0; i < ping->count; i++) {
		const struct ping_target *target = &ping->targets[i];

		wait = options->linger;
		if (target->stats.received) {
			wait = 2 * target->slowest;
			wait = wait < options->interval ? options->interval : wait;
		} else if (!wait) {
			return SCHEDULE_NEVER;
		}
		if (target->last_at + wait > until)
			until = target->last_at + wait;
	}
	return until < ping->schedule.deadline ? until : ping->schedule.deadline;
}

static void tell_status(struct ping *ping)
{
	size_t i;

	ping->loop.status = false;
	for (i = 0; i < ping->count; i++)
		ping->voice->status(ping, &ping->targets[i]);
}

static void send_all(struct ping *ping)
{
	bool went = false;
	size_t i;

	for (i = 0; i < ping->count; i++)
		settle(ping, &ping->targets[i], false);
	/* What is lost by now may be what the run waits for: then none is sent in vain. */
	if (is_met(ping))
		return;
	for (i = 0; i < ping->count; i++)
		went |= send_one(ping, &ping->targets[i]);
	if (went)
		schedule_sent(&ping->schedule, probe_clock());
	else
		schedule_wait(&ping->schedule, probe_clock(), FULL_WAIT);
}

/* When there is something to do, if nothing comes; 0 when there is no more. */
static uint64_t next_time(const struct ping *ping, uint64_t now)
{
	uint64_t until = schedule_due(&ping->schedule);

	if (until == SCHEDULE_NEVER) {
		until = ping->options.deadline ? ping->schedule.deadline : lingers_until(ping);
		if (until <= now)
			return 0;
	}
	return until < ping->report_at ? until : ping->report_at;
}

static void take_all(struct ping *ping, struct pollfd *fds)
{
	uint64_t every = ping->options.report_every;
	size_t i;

	for (i = 0; i < ping->count; i++) {
		if (fds[i].revents)
			ping_take(ping, &ping->targets[i]);
	}
	resolver_take(&ping->resolver);
	fds[ping->count].fd = ping->resolver.fd;
	if (ping->report_at <= probe_clock()) {
		ping->report_at += every;
		ping->loop.status = true;
	}
	if (ping->loop.status)
		tell_status(ping);
}

/*
 * All that came by some time is read before a probe is held lost at that time, or the run
 * over: this process may have been stopped, or had to wait for its turn.
 */
static void run(struct ping *ping, struct pollfd *fds)
{
	uint64_t every = ping->options.report_every;
	uint64_t now;

	schedule_start(&ping->schedule, probe_clock());
	ping->report_at = every ? probe_clock() + every : SCHEDULE_NEVER;
	/* Nobody hears any more what cannot be written. */
	while (!ping->loop.stop && !ferror(stdout) && !is_answered(ping) && !is_met(ping)) {
		now = probe_clock();
		ping->read_at = now;
		loop_wait(&ping->loop, fds, ping->count + 1, next_time(ping, now));
		take_all(ping, fds);
		if (ping->options.watch)
			cohort_tell_changes(ping);
		if (schedule_due(&ping->schedule) <= now) {
			if (!ping->loop.stop && !is_answered(ping))
				send_all(ping);
		} else if (!next_time(ping, now)) {
			break;
		}
	}
}

/* Answered as often as it was to be; a closed port answers, and is none that serves. */
static bool is_ok(const struct ping *ping, const struct ping_target *target)
{
	const struct ping_options *options = &ping->options;

	return target->open >= (options->count && options->deadline ? options->count : 1);
}

/* Those that may get connections have to be able to serve them. */
static int finish_cohort(const struct ping *ping)
{
	const struct ping_options *options = &ping->options;

	size_t wanted = options->min_ok ? options->min_ok : cohort_wanted(ping);

	if (options->json)
		cohort_tell_json(ping, wanted);
	return cohort_usable(ping) < wanted;
}

static int finish(struct ping *ping)
{
	size_t wanted = ping->options.min_ok ? ping->options.min_ok : ping->count;
	bool met = is_met(ping);
	size_t ok = 0;
	size_t i;

	for (i = 0; i < ping->count; i++) {
		settle(ping, &ping->targets[i], true);
		stats_settle(&ping->targets[i].stats, 0, 0, true);
		ping->voice->summary(ping, &ping->targets[i]);
		ok += is_ok(ping, &ping->targets[i]);
	}
	passage_tell(ping);
	if (ping->options.until.what != UNTIL_NOTHING)
		return !met;
	if (ping->cohort)
		return finish_cohort(ping);
	return ok < wanted;
}

static void plan(struct ping *ping)
{
	const struct ping_options *options = &ping->options;
	struct schedule *schedule = &ping->schedule;

	schedule->interval = options->interval ? options->interval : FLOOD_INTERVAL;
	schedule->burst = options->preload;
	schedule->limit = options->deadline ? 0 : options->count;
	schedule->deadline = SCHEDULE_NEVER;
	/* The ceiling is one of packets, and replies may hurry what follows them. */
	schedule->gap = getuid() ? USER_INTERVAL : ping->count * SECOND / SCHEDULE_CEILING;
	if (options->deadline)
		schedule->deadline = probe_clock() + options->deadline;
}

static int check_privilege(const struct ping_options *options)
{
	if (options->ident == 0)
		fputs("ping: WARNING: ident 0 => forcing raw socket\n", stderr);
	if (!getuid())
		return 0;
	if (options->interval < USER_INTERVAL) {
		fputs("ping: cannot flood, minimal interval for user must be >= 2 ms, use -i 0.002 (or higher)\n",
		      stderr);
		return 2;
	}
	if (options->preload > 3) {
		fputs("ping: cannot set preload to value greater than 3: operation not permitted\n",
		      stderr);
		return 2;
	}
	return 0;
}

const struct ping_method *ping_method_of(int protocol)
{
	switch (protocol) {
	case IPPROTO_TCP:
		return &ping_tcp;
	case IPPROTO_UDP:
		return &ping_udp;
	case IPPROTO_SCTP:
		return &ping_sctp;
	default:
		return NULL;
	}
}

static const struct ping_method *method_of(const struct ping_options *options)
{
	return ping_method_of(ping_asks_port(options)) ?: &ping_echo;
}

/* Who is asked, by the words of the command line. Of ports one at most is given. */
static size_t plan_words(const struct ping_options *options, struct ping_ask *asks)
{
	size_t count = options->enumerate ? options->enumerate : options->target_count;
	size_t i;

	for (i = 0; i < count; i++) {
		asks[i].word = options->targets[options->enumerate ? 0 : i];
		asks[i].port = (uint16_t)(options->tcp + options->udp + options->sctp);
		asks[i].method = method_of(options);
	}
	return count;
}

static int open_targets(struct ping *ping)
{
	const struct ping_options *options = &ping->options;
	size_t room = ping->cohort	   ? 2 * ping->cohort->count
		      : options->enumerate ? options->enumerate
					   : options->target_count;
	struct ping_ask *asks = calloc(room, sizeof(*asks));
	size_t count = 0;
	int ret = 0;

	ping->targets = calloc(room, sizeof(*ping->targets));
	if (!ping->targets || !asks) {
		perror("ping");
		ret = 2;
	} else if (ping->cohort) {
		count = cohort_plan(ping->cohort, asks);
	} else {
		count = plan_words(&ping->options, asks);
	}
	while (!ret && ping->count < count) {
		ping->count++;
		ret = target_open(ping, &ping->targets[ping->count - 1], &asks[ping->count - 1],
				  ping->count - 1);
	}
	free(asks);
	return ret;
}

static int find_servers(struct ping *ping)
{
	if (!ping_asks_servers(&ping->options))
		return 0;
	ping->cohort = calloc(1, sizeof(*ping->cohort));
	if (!ping->cohort) {
		perror("ping");
		return 2;
	}
	return cohort_read(ping->cohort, &ping->options);
}

static int prepare(struct ping *ping)
{
	const struct ping_options *options = &ping->options;

	if (check_privilege(options))
		return 2;
	ping->resolver.fd = -1;
	if (!options->numeric && resolver_start(&ping->resolver)) {
		perror("ping: resolver");
		return 2;
	}
	ping->event = malloc(sizeof(*ping->event));
	if (!ping->event) {
		perror("ping");
		return 2;
	}
	probe_socket_many();
	if (open_targets(ping) || passage_open(ping))
		return 2;
	passage_note(ping);
	scope_load();
	plan(ping);
	if (loop_init(&ping->loop) || jail_drop() || jail_enter()) {
		perror("ping: cannot drop privileges");
		return 2;
	}
	return 0;
}

static int prepare_and_run(struct ping *ping)
{
	struct pollfd *fds;
	size_t i;

	if (prepare(ping))
		return 2;
	/* One for the resolver, one for the loop. */
	fds = calloc(ping->count + 2, sizeof(*fds));
	if (!fds)
		return 2;
	for (i = 0; i < ping->count; i++) {
		fds[i].fd = ping->targets[i].sock.fd;
		fds[i].events = POLLIN;
		ping->voice->start(ping, &ping->targets[i]);
	}
	fds[i].fd = ping->resolver.fd;
	fds[i].events = POLLIN;
	run(ping, fds);
	free(fds);
	return finish(ping);
}

static const struct ping_voice *voice_of(const struct ping_options *options)
{
	bool plain = options->lines || options->flood || options->quiet;

	if (options->json)
		return &ping_json;
	if (options->table || options->enumerate || ping_asks_servers(options) ||
	    (options->target_count > 1 && !plain && isatty(STDOUT_FILENO)))
		return &ping_table;
	return &ping_lines;
}

static int run_once(struct ping *ping)
{
	int ret = prepare_and_run(ping);
	size_t i;

	for (i = 0; i < ping->count; i++)
		target_close(&ping->targets[i]);
	resolver_stop(&ping->resolver);
	passage_close(ping);
	free(ping->targets);
	free(ping->event);
	/* Whoever ended us by a signal sees that it did. */
	loop_die(&ping->loop);
	return ret;
}

int ping_main(int argc, const char **argv)
{
	static struct ping ping;
	int ret;

	switch (ping_options_parse(&ping.options, argc, argv)) {
	case ROWS_DONE:
		return 0;
	case ROWS_WRONG:
		return 2;
	default:
		break;
	}
	ping.voice = voice_of(&ping.options);
	ret = find_servers(&ping);
	if (!ret)
		ret = ping.options.watch ? watch_run(&ping, run_once) : run_once(&ping);
	if (ping.cohort)
		cohort_free(ping.cohort);
	free(ping.cohort);
	return ret;
}
