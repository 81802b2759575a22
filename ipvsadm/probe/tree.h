/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The paths of several flows to one host, as a tree: what they share is told
 * once. Pure.
 */
#ifndef IPVSADM_PROBE_TREE_H
#define IPVSADM_PROBE_TREE_H

#include "family.h"

#define TREE_NONE UINT32_MAX

/**
 * struct tree_node - a hop that some flows have in common
 * @addr:    who answered there, family 0 for nobody
 * @ttl:     its distance
 * @rtt:     the shortest time of an answer, nanoseconds, 0 without one
 * @flows:   how many flows pass
 * @silent:  to how many of them it said nothing: tree_pass_silent()
 * @parent:  the hop before, TREE_NONE at the start
 * @child:   the first hop behind
 * @sibling: the next hop at the same fork
 */
struct tree_node {
	union probe_addr addr;
	unsigned int ttl;
	uint64_t rtt;
	unsigned int flows;
	unsigned int silent;
	uint32_t parent;
	uint32_t child;
	uint32_t sibling;
};

/** struct tree - all of them */
struct tree {
	struct tree_node *nodes;
	uint32_t count;
	uint32_t size;
	uint32_t root;
};

/**
 * tree_init - an empty tree
 * @size: hops that it can have
 *
 * Return: 0 or -ENOMEM.
 */
int tree_init(struct tree *tree, uint32_t size);

/** tree_exit - give it back */
void tree_exit(struct tree *tree);

/**
 * tree_add - one flow goes on by a hop
 * @parent: where it has come to, TREE_NONE at the start
 * @ttl:    of the hop
 * @addr:   who answered, family 0 for nobody
 * @rtt:    how soon
 *
 * Return: the hop, TREE_NONE if the tree is full.
 */
uint32_t tree_add(struct tree *tree, uint32_t parent, unsigned int ttl,
		  const union probe_addr *addr, uint64_t rtt);

/**
 * tree_pass_silent - one flow goes on by a hop that said nothing
 *
 * Where others went on from here by one router alone, that is taken for it: for flows of
 * which nothing but the destination differs, once those that know all their hops are there.
 *
 * Return: as of tree_add().
 */
uint32_t tree_pass_silent(struct tree *tree, uint32_t parent, unsigned int ttl);

/** tree_next - the hop to be told after this one, TREE_NONE after the last; begin with @root */
uint32_t tree_next(const struct tree *tree, uint32_t node);

/**
 * tree_indent - what stands before a hop, so that forks can be seen
 * @text: where to
 * @size: bytes of it
 *
 * Only forks move to the right: a path without any is a straight list.
 *
 * Return: @text.
 */
char *tree_indent(const struct tree *tree, uint32_t node, char *text, size_t size);

/** tree_paths - how many different paths there are */
unsigned int tree_paths(const struct tree *tree);

#endif
