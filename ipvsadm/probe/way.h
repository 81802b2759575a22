/* SPDX-License-Identifier: GPL-2.0 */
/* The way to an address as the kernel would go: interface, next hop, and who that is on the link. */
#ifndef IPVSADM_PROBE_WAY_H
#define IPVSADM_PROBE_WAY_H

#include "family.h"

#define WAY_LINK 8

/**
 * struct way - to one address
 * @local:   it is this host's own
 * @device:  index of the interface
 * @name:    of it
 * @mtu:     of the route, or of the interface
 * @source:  address of ours that the kernel would take
 * @hop:     next hop; the address itself where it is on the link
 * @on_link: it is
 * @neighbourly: the link has addresses, which the next hop is asked for
 * @set:     its link address was set by hand
 * @absent:  the next hop has been asked and does not answer
 * @link:    link address of the next hop
 * @link_size: bytes of it, 0 where links have none
 */
struct way {
	bool local;
	int device;
	char name[IF_NAMESIZE];
	unsigned int mtu;
	union probe_addr source;
	union probe_addr hop;
	bool on_link;
	bool neighbourly;
	bool set;
	bool absent;
	uint8_t link[WAY_LINK];
	unsigned int link_size;
};

/**
 * way_start - ask the kernel, which asks the next hop for its link address meanwhile
 * @way: the result, but for that link address
 * @to:  address
 *
 * Return: 0; -ENETUNREACH without a route; another negative errno where the kernel cannot
 * be asked.
 */
int way_start(struct way *way, const union probe_addr *to);

/** way_finish - wait for the link address. Return: 0; -EHOSTUNREACH where it does not come. */
int way_finish(struct way *way);

#endif
