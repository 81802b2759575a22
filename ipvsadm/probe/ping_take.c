// SPDX-License-Identifier: GPL-2.0
#include "ping_take.h"
#include "ping_target.h"
#include "ping_voice.h"

#define SECOND 1000000000ULL

/* A reply is told without the name that has not been found by then. */
#define NAME_WAIT SECOND

static bool follows_replies(const struct ping *ping)
{
	return ping->options.adaptive || !ping->options.interval;
}

/* Then many answer, once each: there are no duplicates. */
static bool asks_many(const struct ping_target *target)
{
	return target->broadcast || probe_addr_is_multicast(&target->addr);
}

/*
 * The name that a reply is told with. The kernel has stamped it: waiting
 * falsifies nothing, as long as no probe waits, and it is done once only.
 */
static const char *name_of(struct ping *ping, struct ping_target *target,
			   const union probe_addr *from)
{
	const struct ping_options *options = &ping->options;
	uint64_t until = probe_clock() + NAME_WAIT;
	uint64_t due = schedule_due(&ping->schedule);
	struct pollfd fds[2] = { { .fd = ping->resolver.fd, .events = POLLIN } };
	const char *name;

	if (options->numeric || (target->numeric && !options->names) || options->quiet)
		return "";
	until = due < until ? due : until;
	while (!(name = resolver_name(&ping->resolver, from))) {
		if (options->json || ping->loop.stop || target->unnamed)
			return "";
		if (probe_clock() >= until) {
			target->unnamed = true;
			return "";
		}
		loop_wait(&ping->loop, fds, 1, until);
		resolver_take(&ping->resolver);
		fds[0].fd = ping->resolver.fd;
	}
	return name;
}

static void take_left(struct ping_target *target, const struct probe_event *event)
{
	struct flight_probe *probe = target->ask.method->left(target, event);

	if (probe && !probe->stamped_at && event->at >= probe->sent_at)
		probe->stamped_at = event->at;
}

/* In the host's own queues, too: so much longer than on the wire may others take. */
static void note_slowest(struct ping_target *target, const struct flight_probe *probe, uint64_t at)
{
	uint64_t took = flight_time(probe->sent_at, at, probe_clock() - probe->clock_at);

	if (took > target->slowest)
		target->slowest = took;
}

/* Into the statistics. Return: was it the first answer to its probe? */
static bool count_answer(struct ping_target *target, const struct ping_hit *hit, uint64_t rtt)
{
	bool first = flight_end(&target->flight, hit->probe, FLIGHT_ANSWERED);

	stats_sample(&target->stats, rtt);
	target->state = hit->state;
	if (!first) {
		target->stats.duplicates += !asks_many(target);
		return false;
	}
	target->stats.received++;
	target->open += hit->state != PORT_CLOSED;
	until_answered(&target->run);
	target_ended(target, hit->probe);
	return true;
}

static void take_answer(struct ping *ping, struct ping_target *target, const struct ping_hit *hit)
{
	const struct probe_event *event = ping->event;
	struct ping_reply reply = { .event = event, .hit = hit };

	if (hit->bad_checksum) {
		target->stats.corrupted++;
	} else {
		reply.timed = true;
		reply.late = hit->probe->number <= target->settled;
		reply.rtt = flight_rtt(hit->probe, event->at, probe_clock());
		reply.duplicate = !count_answer(target, hit, reply.rtt);
		note_slowest(target, hit->probe, event->at);
	}
	reply.other_address = !asks_many(target) && !probe_addr_same(&event->from, &target->addr);
	if (follows_replies(ping) && target->flight.underway < ping->options.preload)
		schedule_hurry(&ping->schedule, probe_clock());
	if (reply.duplicate && asks_many(target) && !ping->options.verbose)
		return;
	reply.name = name_of(ping, target, &event->from);
	ping->voice->reply(ping, target, &reply);
}

static void take_error(struct ping *ping, struct ping_target *target)
{
	struct ping_hit hit = { 0 };

	if (!target->ask.method->error(target, ping->event, &hit))
		return;
	/* The host itself says that the port is closed: an answer as good as any. */
	if (hit.state != PORT_NONE) {
		take_answer(ping, target, &hit);
		return;
	}
	if (!flight_end(&target->flight, hit.probe, FLIGHT_FAILED))
		return;
	target->stats.errors++;
	target_ended(target, hit.probe);
	ping->voice->error(ping, target, ping->event, hit.probe->number);
}

static void take_arrived(struct ping *ping, struct ping_target *target)
{
	struct ping_hit hit = { 0 };

	if (ping->event->answer.kind == ANSWER_REDIRECT) {
		if (target->ask.method->error(target, ping->event, &hit))
			ping->voice->redirect(ping, target, ping->event);
	} else if (target->ask.method->answer(target, ping->event, &hit)) {
		take_answer(ping, target, &hit);
	}
}

void ping_take(struct ping *ping, struct ping_target *target)
{
	struct probe_event *event = ping->event;

	while (probe_socket_next(&target->sock, event) != EVENT_NONE) {
		if (ping->options.user_time)
			event->at = probe_now();
		if (event->kind == EVENT_LEFT && !ping->options.user_time)
			take_left(target, event);
		else if (event->kind == EVENT_LOCAL)
			ping->voice->local(ping, target, event->local, event->error.info);
		else if (event->kind == EVENT_ERROR)
			take_error(ping, target);
		else if (event->kind == EVENT_ANSWER)
			take_arrived(ping, target);
	}
}
