// SPDX-License-Identifier: GPL-2.0
#include "model.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void *vector_add(struct vector *vector, size_t size)
{
	void *item;

	if (vector->count == vector->room) {
		vector->room = vector->room ? 2 * vector->room : 16;
		vector->items = realloc(vector->items, vector->room * size);
		if (!vector->items) {
			fprintf(stderr, "ipvsadm: out of memory\n");
			exit(2);
		}
	}
	item = (char *)vector->items + vector->count++ * size;
	return memset(item, 0, size);
}

void vector_free(struct vector *vector)
{
	free(vector->items);
	memset(vector, 0, sizeof(*vector));
}

static int compare(uint32_t a, uint32_t b)
{
	return a < b ? -1 : a > b;
}

/* Network order, so that bytes compare as numbers do. */
static int address_compare(const union address *a, const union address *b)
{
	return memcmp(a, b, sizeof(*a));
}

int service_compare(const void *first, const void *second)
{
	const struct service *a = first;
	const struct service *b = second;
	int order = compare(a->fwmark, b->fwmark);

	if (!order)
		order = compare(a->family, b->family);
	if (!order)
		order = compare(a->protocol, b->protocol);
	if (!order)
		order = address_compare(&a->address, &b->address);
	return order ? order : compare(a->port, b->port);
}

int server_compare(const void *first, const void *second)
{
	const struct server *a = first;
	const struct server *b = second;
	int order = compare(a->family, b->family);

	if (!order)
		order = address_compare(&a->address, &b->address);
	return order ? order : compare(a->port, b->port);
}

bool server_is_overloaded(const struct server *server)
{
	return server->upper && server->active + server->inactive >= server->upper;
}
