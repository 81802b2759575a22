// SPDX-License-Identifier: GPL-2.0
#include "trace_tree.h"
#include "trace_print.h"
#include "trace_servers.h"
#include "tree.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#define MS 1000000.0

/* The deepest tree that is drawn: three columns for each fork. */
#define INDENT_MAX (255 * 3 + 1)
/* Of a target that was not reached. */
#define TTL_UNKNOWN 0

/* The first answer of a flow at a hop, ROUTE_NONE for silence. */
static size_t answer_of(const struct trace *trace, unsigned int ttl, unsigned int flow)
{
	size_t first = route_slot(&trace->route, ttl) + flow * trace->options.queries;
	size_t at;

	for (at = first; at < first + trace->options.queries; at++) {
		if (trace->route.slots[at].state == ROUTE_ANSWERED)
			return at;
	}
	return ROUTE_NONE;
}

static uint32_t add_answer(const struct trace *trace, struct tree *tree, uint32_t node, size_t at)
{
	const struct route_slot *slot = &trace->route.slots[at];

	return tree_add(tree, node, slot->ttl, &trace->answers[at].from, slot->rtt);
}

static void grow_flow(const struct trace *trace, struct tree *tree, unsigned int flow)
{
	static const union probe_addr nobody;
	uint32_t node = TREE_NONE;
	unsigned int ttl;
	size_t at;

	for (ttl = trace->route.plan.first; ttl <= trace->route.ends[flow] && ttl < trace->next;
	     ttl++) {
		at = answer_of(trace, ttl, flow);
		if (at == ROUTE_NONE)
			node = tree_add(tree, node, ttl, &nobody, 0);
		else
			node = add_answer(trace, tree, node, at);
	}
}

static void print_node(struct trace *trace, const struct tree *tree, uint32_t at)
{
	const struct tree_node *node = &tree->nodes[at];
	char indent[INDENT_MAX];

	if (node->ttl == TTL_UNKNOWN)
		fputs(" - ", stdout);
	else
		printf("%2u ", node->ttl);
	fputs(tree_indent(tree, at, indent, sizeof(indent)), stdout);
	if (node->addr.any.sa_family)
		trace_print_address(trace, &node->addr);
	else
		fputs(" *", stdout);
	if (node->rtt)
		printf("  %.3f ms", (double)node->rtt / MS);
}

void trace_tree_flows(struct trace *trace)
{
	struct tree tree;
	unsigned int flow;
	uint32_t at;

	if (tree_init(&tree, (uint32_t)(trace->options.flows * trace->next)))
		return;
	for (flow = 0; flow < trace->options.flows; flow++)
		grow_flow(trace, &tree, flow);
	for (at = tree.root; at != TREE_NONE; at = tree_next(&tree, at)) {
		print_node(trace, &tree, at);
		if (tree.nodes[at].flows < trace->options.flows)
			printf("  [%u of %" PRIu64 " flows]", tree.nodes[at].flows,
			       trace->options.flows);
		putchar('\n');
	}
	printf("%u %s\n", tree_paths(&tree), tree_paths(&tree) == 1 ? "path" : "paths");
	tree_exit(&tree);
}

/* The farthest hop of the way that has answered: silence behind it is no path. */
static unsigned int farthest(const struct trace *trace)
{
	unsigned int ttl = trace->route.ends[0];

	if (ttl > trace->route.plan.last)
		ttl = trace->route.plan.last;
	while (ttl >= trace->route.plan.first && answer_of(trace, ttl, 0) == ROUTE_NONE)
		ttl--;
	return ttl;
}

static bool knows_all(const struct trace *trace)
{
	unsigned int last = farthest(trace);
	unsigned int ttl;

	for (ttl = trace->route.plan.first; ttl < last; ttl++) {
		if (answer_of(trace, ttl, 0) == ROUTE_NONE)
			return false;
	}
	return true;
}

/* Return: the leaf that stands for the target. */
static uint32_t grow_server(const struct trace *trace, struct tree *tree)
{
	unsigned int last = farthest(trace);
	uint32_t node = TREE_NONE;
	unsigned int ttl;
	size_t at;

	for (ttl = trace->route.plan.first; ttl <= last; ttl++) {
		at = answer_of(trace, ttl, 0);
		if (at == ROUTE_NONE)
			node = tree_pass_silent(tree, node, ttl);
		else
			node = add_answer(trace, tree, node, at);
	}
	return trace->reached ? node : tree_add(tree, node, TTL_UNKNOWN, &trace->target, 0);
}

/* Those that say what a silent router is on the way of others first. */
static void grow_servers(const struct trace_run *run, struct tree *tree, uint32_t *leaves)
{
	size_t i;

	for (i = 0; i < run->count; i++) {
		if (knows_all(&run->traces[i]))
			leaves[i] = grow_server(&run->traces[i], tree);
	}
	for (i = 0; i < run->count; i++) {
		if (!knows_all(&run->traces[i]))
			leaves[i] = grow_server(&run->traces[i], tree);
	}
}

static void print_share(const struct trace_run *run, const struct tree_node *node)
{
	if (node->child == TREE_NONE || (node->flows == run->count && !node->silent))
		return;
	printf("  [%u of %zu servers", node->flows, run->count);
	if (node->silent)
		printf(", silent to %u", node->silent);
	putchar(']');
}

static void print_leaf(const struct trace_run *run, size_t number)
{
	const struct trace *trace = &run->traces[number];
	char reason[256];

	if (!trace->reached)
		printf("  not reached: %s", trace_print_reason(trace, reason, sizeof(reason)));
	trace_servers_tell_leaf(run->servers, number);
}

static void print_server_node(struct trace_run *run, const struct tree *tree, uint32_t at,
			      const uint32_t *leaves)
{
	size_t i;

	print_node(&run->traces[0], tree, at);
	print_share(run, &tree->nodes[at]);
	for (i = 0; i < run->count; i++) {
		if (leaves[i] == at)
			print_leaf(run, i);
	}
	putchar('\n');
}

void trace_tree_servers(struct trace_run *run)
{
	size_t hops = run->options.last - run->options.first + 2;
	uint32_t *leaves = calloc(run->count, sizeof(*leaves));
	struct tree tree = { 0 };
	uint32_t at;

	if (leaves && !tree_init(&tree, (uint32_t)(run->count * hops))) {
		grow_servers(run, &tree, leaves);
		for (at = tree.root; at != TREE_NONE; at = tree_next(&tree, at))
			print_server_node(run, &tree, at, leaves);
	}
	tree_exit(&tree);
	free(leaves);
}
