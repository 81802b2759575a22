/* SPDX-License-Identifier: GPL-2.0 */
/* A request under construction, with what breaks it at random. */
#ifndef TESTS_NET_DEBUG_FUZZ_NETLINK_REQUEST_H
#define TESTS_NET_DEBUG_FUZZ_NETLINK_REQUEST_H

#include "../dice.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ROOM	     60000
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Behind the room, a header that did not fit may still be written over. */
struct request {
	uint8_t bytes[ROOM + 64];
	size_t size;
};

/* Requests are made as they should be. */
extern bool tame;

/* The number of the last request. */
extern uint32_t sequence;

/* Chances to break something, none while a right request is made. */
bool break_one_in(uint32_t n);

void put(struct request *request, const void *bytes, size_t size);
void put_noise(struct request *request, size_t size);

/* Return: where it begins, for end_attr(). */
size_t begin_attr(struct request *request, uint16_t type);
void end_attr(struct request *request, size_t at);

/* Nests in nests, as deep as it comes. */
void put_garbage(struct request *request, int depth);

void put_attr(struct request *request, uint16_t type, const void *value, size_t size);
void put_attr16(struct request *request, uint16_t type, uint16_t value);
void put_attr32(struct request *request, uint16_t type, uint32_t value);

/* Return: where it begins, for end_request(). */
size_t begin_request(struct request *request, uint16_t family, uint8_t command, uint16_t flags);
void end_request(struct request *request, size_t at);

#endif
