/* SPDX-License-Identifier: GPL-2.0 */
/* A packet in a packet. */
#ifndef TESTS_NET_DEBUG_FUZZ_PACKETS_TUNNEL_H
#define TESTS_NET_DEBUG_FUZZ_PACKETS_TUNNEL_H

#include "packet.h"

/* What a tunnel would bring. */
void put_tunnel(struct packet *packet);

/* The director has sent it to a real server: a client's packet, in a tunnel. */
void put_own_tunnel(struct packet *packet);

/* What follows an exchange of keys: there are no ports in it. */
void put_ipsec(struct packet *packet);

#endif
