/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_BASE_PORT_H
#define LVS_BASE_PORT_H

#include <linux/types.h>

#define LVS_PORT_UNPRIVILEGED 1024

/**
 * lvs_port_like() - a port that a client might have had instead
 * @like: its own
 * @dice: anything
 *
 * Privileged or not, and even or odd, as its own (RFC 4787, 4.2.1 and 4.2.2). Context: any.
 */
static inline u16 lvs_port_like(u16 like, u32 dice)
{
	bool is_privileged = like < LVS_PORT_UNPRIVILEGED;
	u32 first = is_privileged ? 2 : LVS_PORT_UNPRIVILEGED;
	u32 end = is_privileged ? LVS_PORT_UNPRIVILEGED : 1 << 16;
	u32 port = first + dice % (end - first);

	return (port & ~1U) | (like & 1);
}

#endif
