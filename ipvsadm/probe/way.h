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
	uint8_t link[WAY_LINK];
	unsigned int link_size;
};

/**
 * way_find - ask the kernel, which asks the next hop for its link address
 * @way: the result
 * @to:  address
 *
 * Return: 0; -ENETUNREACH without a route; -EHOSTUNREACH where the next hop
 * does not answer for its link address (then @way is filled but for that);
 * another negative errno where the kernel cannot be asked.
 */
int way_find(struct way *way, const union probe_addr *to);

#endif
