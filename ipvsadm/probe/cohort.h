/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The real servers of a service, asked all at once: each host by ICMP, each
 * port by what it speaks. Told as one table, or as changes.
 */
#ifndef IPVSADM_PROBE_COHORT_H
#define IPVSADM_PROBE_COHORT_H

#include "backend.h"
#include "health.h"
#include "ping.h"

#include "../name.h"

/**
 * struct cohort_member - a real server
 * @backend: what the table says of it
 * @name:    its address and port
 * @word:    its address
 * @host:    index of the target that is its host
 * @port:    likewise its port; PING_NO_TARGET where it cannot be asked
 * @told:    its health was told,
 * @health:  last as this
 */
struct cohort_member {
	struct backend backend;
	char name[NAME_MAX_LENGTH];
	char word[NAME_MAX_LENGTH];
	size_t host;
	size_t port;
	bool told;
	enum health health;
};

/**
 * struct cohort - all of them
 * @choice:  whose they are
 * @members: shared with processes that this one starts
 * @count:   of them
 */
struct cohort {
	struct backend_choice choice;
	struct cohort_member *members;
	size_t count;
};

/**
 * cohort_read - find the real servers that the options ask for
 *
 * Return: 0, or 2 with a message told.
 */
int cohort_read(struct cohort *cohort, const struct ping_options *options);

/** cohort_free - the reverse */
void cohort_free(struct cohort *cohort);

/**
 * cohort_follow - ask the kernel again, and tell what has changed
 *
 * What it says of members that stay is theirs at once.
 *
 * Return: are there others than before? Then the members are new ones, which know what was told.
 */
bool cohort_follow(struct cohort *cohort, bool json);

/**
 * cohort_plan - who is to be asked: a host once, and each port
 * @cohort: its members get their indices
 * @asks:   room for two for each member
 *
 * Return: how many there are.
 */
size_t cohort_plan(struct cohort *cohort, struct ping_ask *asks);

/**
 * cohort_draw - print the table
 * @clear: ends each line
 *
 * Return: lines printed.
 */
size_t cohort_draw(const struct ping *ping, const char *clear);

/** cohort_tell_changes - print who does otherwise than when it was told last */
void cohort_tell_changes(const struct ping *ping);

/** cohort_tell_json - print an object for each member, and one of all, @wanted of whom shall serve */
void cohort_tell_json(const struct ping *ping, size_t wanted);

/** cohort_usable - how many would serve a new connection, and may get one */
size_t cohort_usable(const struct ping *ping);

/** cohort_wanted - how many are not drained */
size_t cohort_wanted(const struct ping *ping);

#endif
