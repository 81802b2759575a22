/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Which real server a scheduler gives a client, by the kernel's own
 * arithmetic: placement.c is built from the headers that the scheduler
 * modules are built from. Pure.
 */
#ifndef IPVSADM_PREDICT_PLACEMENT_H
#define IPVSADM_PREDICT_PLACEMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Slots or entries that a hash leads to, for shares of it. */
#define PLACEMENT_NONE (-1)

/** struct placement_server - a real server as schedulers see it; order as the kernel lists them */
struct placement_server {
	uint16_t family;
	uint8_t address[16];
	uint16_t port;
	int weight;
	uint32_t active;
	uint32_t inactive;
	bool overloaded;
};

/** struct placement_request - a client's first packet; ports in host order */
struct placement_request {
	uint16_t family;
	uint8_t protocol;
	uint8_t client[16];
	uint8_t virtual[16];
	uint16_t client_port;
};

/** enum placement_kind - what a scheduler's choice depends on */
enum placement_kind {
	PLACEMENT_BY_HASH, /* on the client (dh: on the virtual address) alone */
	PLACEMENT_BY_LOAD, /* on counters: true for the next connection of anybody */
	PLACEMENT_UNKNOWN, /* on what nobody but the scheduler knows */
};

/** placement_kind_of - the kind of a scheduler, by its name */
enum placement_kind placement_kind_of(const char *scheduler);

/**
 * placement_pick - the server of a client
 * @scheduler: its name, of a kind that is known
 * @with_port: sh-port, mh-port
 * @fallback:  sh-fallback, mh-fallback
 * @servers:   as the kernel lists them, newest first
 * @count:     how many
 * @request:   the client's
 *
 * Return: index of the server; PLACEMENT_NONE where the client is refused, or
 * memory is short.
 */
int placement_pick(const char *scheduler, bool with_port, bool fallback,
		   const struct placement_server *servers, size_t count,
		   const struct placement_request *request);

/**
 * placement_dead_share - percent of sh's clients whose server takes no connections
 */
double placement_dead_share(const struct placement_server *servers, size_t count);

#endif
