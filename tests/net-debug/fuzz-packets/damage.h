/* SPDX-License-Identifier: GPL-2.0 */
/* What happens to a packet that makes sense. */
#ifndef TESTS_NET_DEBUG_FUZZ_PACKETS_DAMAGE_H
#define TESTS_NET_DEBUG_FUZZ_PACKETS_DAMAGE_H

#include "packet.h"

/* Two of three are broken; the link's header stays, so that it arrives. */
void damage(struct packet *packet);

#endif
