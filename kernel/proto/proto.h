/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_PROTO_PROTO_H
#define LVS_PROTO_PROTO_H

#include "../base/config.h"

#include <linux/types.h>

/* Which way a packet goes. In request-only, the director never sees replies (DR, tunnel). */
enum lvs_dir {
	LVS_DIR_REQUEST,
	LVS_DIR_REPLY,
	LVS_DIR_REQUEST_ONLY,
	LVS_DIRS,
};

/**
 * struct lvs_proto - what a transport protocol means to a director
 * @name: as listings print it
 * @number: IP protocol number
 * @slot: index into per-protocol arrays
 * @states: number of states; state 0 is "just created"
 * @state_names: as listings print them
 * @timeouts: default idle time of each state in seconds
 * @active: bit per state: does the connection count as active?
 * @established: state of one that both ends agree on; 0 for none
 * @closed: bit per state: is it over, so that its client may begin anew?
 * @half_open: bit per state: has only one end been heard so far?
 */
struct lvs_proto {
	const char *name;
	u8 number;
	u8 slot;
	u8 states;
	const char *const *state_names;
	const u16 *timeouts;
	u32 active;
	u8 established;
	u32 closed;
	u32 half_open;
};

const struct lvs_proto *lvs_proto_find(u8 number);
const struct lvs_proto *lvs_proto_of_slot(enum lvs_proto_slot slot);

/* Set every timeout to its protocol's default, in units of @hz per second. */
void lvs_proto_timeouts_init(struct lvs_config *config, unsigned int hz);

#endif
