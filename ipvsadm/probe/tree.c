// SPDX-License-Identifier: GPL-2.0
#include "tree.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

int tree_init(struct tree *tree, uint32_t size)
{
	*tree = (struct tree){ .size = size, .root = TREE_NONE };
	tree->nodes = calloc(size ? size : 1, sizeof(*tree->nodes));
	return tree->nodes ? 0 : -ENOMEM;
}

void tree_exit(struct tree *tree)
{
	free(tree->nodes);
	tree->nodes = NULL;
}

static bool same_host(const union probe_addr *a, const union probe_addr *b)
{
	if (!a->any.sa_family || !b->any.sa_family)
		return a->any.sa_family == b->any.sa_family;
	return probe_addr_same(a, b);
}

uint32_t tree_add(struct tree *tree, uint32_t parent, unsigned int ttl,
		  const union probe_addr *addr, uint64_t rtt)
{
	uint32_t *link = parent == TREE_NONE ? &tree->root : &tree->nodes[parent].child;
	struct tree_node *node;

	for (; *link != TREE_NONE; link = &tree->nodes[*link].sibling) {
		if (same_host(&tree->nodes[*link].addr, addr))
			break;
	}
	if (*link == TREE_NONE) {
		if (tree->count == tree->size)
			return TREE_NONE;
		*link = tree->count++;
		tree->nodes[*link] = (struct tree_node){ .addr = *addr,
							 .ttl = ttl,
							 .parent = parent,
							 .child = TREE_NONE,
							 .sibling = TREE_NONE };
	}
	node = &tree->nodes[*link];
	node->flows++;
	if (rtt && (!node->rtt || rtt < node->rtt))
		node->rtt = rtt;
	return *link;
}

/* The only hop behind that answered and has others behind it, TREE_NONE for none or several. */
static uint32_t only_router(const struct tree *tree, uint32_t parent)
{
	uint32_t at = parent == TREE_NONE ? tree->root : tree->nodes[parent].child;
	uint32_t found = TREE_NONE;

	for (; at != TREE_NONE; at = tree->nodes[at].sibling) {
		if (!tree->nodes[at].addr.any.sa_family || tree->nodes[at].child == TREE_NONE)
			continue;
		if (found != TREE_NONE)
			return TREE_NONE;
		found = at;
	}
	return found;
}

uint32_t tree_pass_silent(struct tree *tree, uint32_t parent, unsigned int ttl)
{
	static const union probe_addr nobody;
	uint32_t router = only_router(tree, parent);

	if (router == TREE_NONE)
		return tree_add(tree, parent, ttl, &nobody, 0);
	tree->nodes[router].flows++;
	tree->nodes[router].silent++;
	return router;
}

uint32_t tree_next(const struct tree *tree, uint32_t node)
{
	if (tree->nodes[node].child != TREE_NONE)
		return tree->nodes[node].child;
	while (node != TREE_NONE && tree->nodes[node].sibling == TREE_NONE)
		node = tree->nodes[node].parent;
	return node == TREE_NONE ? TREE_NONE : tree->nodes[node].sibling;
}

static uint32_t first_of(const struct tree *tree, uint32_t node)
{
	uint32_t parent = tree->nodes[node].parent;

	return parent == TREE_NONE ? tree->root : tree->nodes[parent].child;
}

/* A hop is at a fork if it has others beside it. */
static bool forks(const struct tree *tree, uint32_t node)
{
	return tree->nodes[first_of(tree, node)].sibling != TREE_NONE;
}

/* Written from the right end, for a hop knows its way back only. */
char *tree_indent(const struct tree *tree, uint32_t node, char *text, size_t size)
{
	const char *mark;
	size_t at = size - 1;
	uint32_t i;

	text[at] = '\0';
	for (i = node; i != TREE_NONE && at >= 3; i = tree->nodes[i].parent) {
		if (!forks(tree, i))
			continue;
		if (i == node)
			mark = tree->nodes[i].sibling == TREE_NONE ? " `-" : " |-";
		else
			mark = tree->nodes[i].sibling == TREE_NONE ? "   " : " | ";
		at -= 3;
		memcpy(text + at, mark, 3);
	}
	memmove(text, text + at, size - at);
	return text;
}

unsigned int tree_paths(const struct tree *tree)
{
	unsigned int paths = 0;
	uint32_t i;

	for (i = 0; i < tree->count; i++)
		paths += tree->nodes[i].child == TREE_NONE;
	return paths;
}
