/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Names of addresses, looked up by a process of its own: a slow or hostile
 * name server delays no probe, and what parses its answers has no raw socket.
 */
#ifndef IPVSADM_PROBE_RESOLVER_H
#define IPVSADM_PROBE_RESOLVER_H

#include "family.h"

#include <netdb.h>
#include <sys/types.h>

#define RESOLVER_NAME  256
#define RESOLVER_CACHE 256

/** struct resolver_entry - an address that was asked for */
struct resolver_entry {
	union probe_addr addr;
	bool answered;
	char name[RESOLVER_NAME]; /* empty if it has none */
};

/**
 * struct resolver - a run's names
 * @fd:      to the process, -1 if there is none: then no address has a name
 * @child:   the process
 * @count:   entries in use; the oldest makes room
 */
struct resolver {
	int fd;
	pid_t child;
	size_t count;
	struct resolver_entry cache[RESOLVER_CACHE];
};

/** resolver_start - before sockets are opened. Return: 0 or a negative errno. */
int resolver_start(struct resolver *resolver);

/** resolver_stop - end the process */
void resolver_stop(struct resolver *resolver);

/**
 * resolver_name - the name of an address, as far as it is known
 *
 * Asks for it the first time. Return: the name, made fit for a terminal; ""
 * if it has none; NULL if that is not known yet.
 */
const char *resolver_name(struct resolver *resolver, const union probe_addr *addr);

/** resolver_take - read the answers that are there, if any */
void resolver_take(struct resolver *resolver);

/**
 * resolver_forward - the address of a name, or of numbers
 * @family: AF_INET, AF_INET6 or AF_UNSPEC
 * @addr:   the first address that has it
 * @name:   RESOLVER_NAME bytes for its canonical name
 *
 * Waits as long as it takes: only for the time before the first probe.
 *
 * Return: 0 or an EAI_ code, for gai_strerror().
 */
int resolver_forward(const char *word, int family, union probe_addr *addr, char *name);

#endif
