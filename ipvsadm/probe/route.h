/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A trace: which probe to send next, when one is given up, where the path
 * ends. Pure: the caller says what time it is (nanoseconds, a clock that never
 * jumps).
 *
 * Each hop gets so many probes of each flow. A silent one is repeated once,
 * apart from others to the same hop: routers limit how many errors they send,
 * and a star should not be of our making. The path of a flow ends at the
 * nearest hop that gave a final answer, whatever came first.
 */
#ifndef IPVSADM_PROBE_ROUTE_H
#define IPVSADM_PROBE_ROUTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ROUTE_NONE SIZE_MAX

/** enum route_state - of a probe */
enum route_state {
	ROUTE_WAITING,	/* not sent yet */
	ROUTE_UNDERWAY, /* for the first time */
	ROUTE_RESTING,	/* silent; it will be repeated */
	ROUTE_REPEATED, /* underway for the second time */
	ROUTE_LOST,	/* silent for good */
	ROUTE_ANSWERED,
};

/**
 * struct route_slot - one probe
 * @ttl:     how far it may go
 * @flow:    from 0
 * @state:   of it
 * @sent_at: when it was sent last
 * @due:     when it will be repeated
 * @rtt:     how long the answer took
 * @final:   the answer says that the path ends here
 */
struct route_slot {
	unsigned int ttl;
	unsigned int flow;
	enum route_state state;
	uint64_t sent_at;
	uint64_t due;
	uint64_t rtt;
	bool final;
};

/**
 * struct route_plan - how to go about it; times are nanoseconds
 * @first:   nearest hop
 * @last:    farthest hop, up to 255
 * @flows:   how many
 * @queries: probes for each hop and flow
 * @window:  probes that may be underway at once
 * @pause:   between two probes
 * @wait:    for an answer, at most
 * @here:    a probe waits no longer than so many times the round trip time of
 *           another of its hop; 0 for no such limit
 * @near:    likewise of a hop behind it
 * @repeat:  are silent probes repeated
 * @gap:     a path ends behind so many silent hops in a row; 0 for no such end
 */
struct route_plan {
	unsigned int first;
	unsigned int last;
	unsigned int flows;
	unsigned int queries;
	unsigned int window;
	uint64_t pause;
	uint64_t wait;
	double here;
	double near;
	bool repeat;
	unsigned int gap;
};

/**
 * struct route - a trace under way
 * @plan:    of it
 * @slots:   all probes: hop by hop, in a hop flow by flow
 * @count:   of them
 * @ends:    of each flow: the nearest hop with a final answer, or that of a gap,
 *           or beyond the last
 * @rest_at: of each hop: when the next repetition may be sent to it
 * @next_at: when the next probe may be sent at all
 */
struct route {
	struct route_plan plan;
	struct route_slot *slots;
	size_t count;
	unsigned int *ends;
	uint64_t *rest_at;
	uint64_t next_at;
};

/** route_init - plan a trace. Return: 0 or -ENOMEM. */
int route_init(struct route *route, const struct route_plan *plan);

/** route_exit - give it back */
void route_exit(struct route *route);

/** route_slot - the number of the first probe of a hop; those of its flows follow */
size_t route_slot(const struct route *route, unsigned int ttl);

/** route_counts - is the probe on its flow's path, or behind its end? */
bool route_counts(const struct route *route, const struct route_slot *slot);

/** route_next - the probe to send now, ROUTE_NONE for none. Gives up those that are due. */
size_t route_next(struct route *route, uint64_t now);

/** route_sent - it went */
void route_sent(struct route *route, size_t slot, uint64_t now);

/**
 * route_answered - its answer came, to whichever time it was sent
 * Return: false if it had one already.
 */
bool route_answered(struct route *route, size_t slot, uint64_t rtt, bool final);

/** route_wake - when there is something to do, UINT64_MAX for never */
uint64_t route_wake(const struct route *route, uint64_t now);

/** route_settled - is the fate of all probes of a hop known? */
bool route_settled(const struct route *route, unsigned int ttl);

/** route_end - the farthest hop that is on the path of any flow */
unsigned int route_end(const struct route *route);

#endif
