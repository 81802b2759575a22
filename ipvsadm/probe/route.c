// SPDX-License-Identifier: GPL-2.0
#include "route.h"

#include <errno.h>
#include <stdlib.h>

#define MS 1000000ULL

/* However fast others were: this is within what a busy router or host needs. */
#define WAIT_FLOOR (300 * MS)
/* Linux gives back one error a second to each host that it answers. */
#define REST (1000 * MS)
/* Between repetitions to one hop. */
#define REST_BETWEEN (350 * MS)
/* A probe that comes alone is not waited for as long. */
#define REPEATED_WAIT (1500 * MS)

int route_init(struct route *route, const struct route_plan *plan)
{
	size_t per_hop = (size_t)plan->flows * plan->queries;
	size_t i;

	*route = (struct route){ .plan = *plan };
	route->count = (plan->last - plan->first + 1) * per_hop;
	route->slots = calloc(route->count, sizeof(*route->slots));
	route->ends = calloc(plan->flows, sizeof(*route->ends));
	route->rest_at = calloc(plan->last + 1, sizeof(*route->rest_at));
	if (!route->slots || !route->ends || !route->rest_at) {
		route_exit(route);
		return -ENOMEM;
	}
	for (i = 0; i < route->count; i++) {
		route->slots[i].ttl = plan->first + (unsigned int)(i / per_hop);
		route->slots[i].flow = (unsigned int)(i % per_hop) / plan->queries;
	}
	for (i = 0; i < plan->flows; i++)
		route->ends[i] = plan->last + 1;
	return 0;
}

void route_exit(struct route *route)
{
	free(route->slots);
	free(route->ends);
	free(route->rest_at);
	*route = (struct route){ 0 };
}

size_t route_slot(const struct route *route, unsigned int ttl)
{
	return (size_t)(ttl - route->plan.first) * route->plan.flows * route->plan.queries;
}

bool route_counts(const struct route *route, const struct route_slot *slot)
{
	return slot->ttl <= route->ends[slot->flow];
}

static bool is_underway(const struct route_slot *slot)
{
	return slot->state == ROUTE_UNDERWAY || slot->state == ROUTE_REPEATED;
}

static bool is_open(const struct route *route, const struct route_slot *slot)
{
	return slot->state != ROUTE_LOST && slot->state != ROUTE_ANSWERED &&
	       route_counts(route, slot);
}

static uint64_t stretch(uint64_t rtt, double factor)
{
	return (uint64_t)((double)(rtt + MS) * factor);
}

/* The fastest answer of the same hop, else of the nearest hop behind it that has one. */
static uint64_t usual_wait(const struct route *route, size_t at)
{
	const struct route_slot *slot = &route->slots[at];
	const struct route_plan *plan = &route->plan;
	size_t i;

	for (i = route_slot(route, slot->ttl); i < route->count; i++) {
		if (route->slots[i].state != ROUTE_ANSWERED)
			continue;
		if (route->slots[i].ttl == slot->ttl && plan->here > 0)
			return stretch(route->slots[i].rtt, plan->here);
		if (route->slots[i].ttl > slot->ttl && plan->near > 0)
			return stretch(route->slots[i].rtt, plan->near);
	}
	return plan->wait;
}

static uint64_t ends_at(const struct route *route, size_t at)
{
	const struct route_slot *slot = &route->slots[at];
	uint64_t wait = usual_wait(route, at);

	if (slot->state == ROUTE_REPEATED && wait > REPEATED_WAIT)
		wait = REPEATED_WAIT;
	if (wait < WAIT_FLOOR)
		wait = WAIT_FLOOR;
	return slot->sent_at + (wait < route->plan.wait ? wait : route->plan.wait);
}

/* Nobody behind the farthest that has answered, for so long: there is nothing to be found. */
static void end_in_gap(struct route *route, unsigned int flow)
{
	unsigned int answered = route->plan.first - 1;
	unsigned int end;
	size_t i;

	for (i = 0; i < route->count; i++) {
		if (route->slots[i].flow == flow && route->slots[i].state == ROUTE_ANSWERED)
			answered = route->slots[i].ttl;
	}
	end = answered + route->plan.gap;
	for (i = 0; i < route->count; i++) {
		if (route->slots[i].flow == flow && route->slots[i].ttl > answered &&
		    route->slots[i].ttl <= end && route->slots[i].state != ROUTE_LOST)
			return;
	}
	if (end < route->ends[flow])
		route->ends[flow] = end;
}

static void give_up(struct route *route, struct route_slot *slot, uint64_t now)
{
	uint64_t *rest_at = &route->rest_at[slot->ttl];

	if (slot->state == ROUTE_REPEATED || !route->plan.repeat) {
		slot->state = ROUTE_LOST;
		if (route->plan.gap)
			end_in_gap(route, slot->flow);
		return;
	}
	slot->state = ROUTE_RESTING;
	slot->due = slot->sent_at + REST > now ? slot->sent_at + REST : now;
	if (slot->due < *rest_at)
		slot->due = *rest_at;
	*rest_at = slot->due + REST_BETWEEN;
}

static bool may_go(const struct route_slot *slot, uint64_t now)
{
	return slot->state == ROUTE_WAITING || (slot->state == ROUTE_RESTING && slot->due <= now);
}

size_t route_next(struct route *route, uint64_t now)
{
	size_t first = ROUTE_NONE;
	unsigned int underway = 0;
	size_t i;

	for (i = 0; i < route->count; i++) {
		if (is_underway(&route->slots[i]) && ends_at(route, i) <= now)
			give_up(route, &route->slots[i], now);
		underway += is_underway(&route->slots[i]) && route_counts(route, &route->slots[i]);
	}
	if (underway >= route->plan.window || now < route->next_at)
		return ROUTE_NONE;
	for (i = 0; i < route->count; i++) {
		if (!is_open(route, &route->slots[i]))
			continue;
		if (first == ROUTE_NONE)
			first = i;
		/* Not far ahead of what is not known yet: those might never be needed. */
		if (i - first >= route->plan.window)
			return ROUTE_NONE;
		if (may_go(&route->slots[i], now))
			return i;
	}
	return ROUTE_NONE;
}

void route_sent(struct route *route, size_t slot, uint64_t now)
{
	struct route_slot *sent = &route->slots[slot];

	sent->state = sent->state == ROUTE_RESTING ? ROUTE_REPEATED : ROUTE_UNDERWAY;
	sent->sent_at = now;
	route->next_at = now + route->plan.pause;
}

bool route_answered(struct route *route, size_t slot, uint64_t rtt, bool final)
{
	struct route_slot *answered = &route->slots[slot];

	if (answered->state == ROUTE_ANSWERED)
		return false;
	answered->state = ROUTE_ANSWERED;
	answered->rtt = rtt;
	answered->final = final;
	if (final && answered->ttl < route->ends[answered->flow])
		route->ends[answered->flow] = answered->ttl;
	return true;
}

uint64_t route_wake(const struct route *route, uint64_t now)
{
	uint64_t wake = route->next_at > now ? route->next_at : UINT64_MAX;
	const struct route_slot *slot;
	uint64_t at;
	size_t i;

	for (i = 0; i < route->count; i++) {
		slot = &route->slots[i];
		if (!is_open(route, slot) || slot->state == ROUTE_WAITING)
			continue;
		at = slot->state == ROUTE_RESTING ? slot->due : ends_at(route, i);
		if (at > now && at < wake)
			wake = at;
	}
	return wake;
}

bool route_settled(const struct route *route, unsigned int ttl)
{
	size_t per_hop = (size_t)route->plan.flows * route->plan.queries;
	size_t first = route_slot(route, ttl);
	size_t i;

	for (i = first; i < first + per_hop; i++) {
		if (is_open(route, &route->slots[i]))
			return false;
	}
	return true;
}

unsigned int route_end(const struct route *route)
{
	unsigned int end = 0;
	unsigned int i;

	for (i = 0; i < route->plan.flows; i++)
		end = route->ends[i] > end ? route->ends[i] : end;
	return end < route->plan.last ? end : route->plan.last;
}
