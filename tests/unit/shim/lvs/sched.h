/* SPDX-License-Identifier: GPL-2.0 */
/* What the schedulers' maths needs of the real header, in user space. */
#ifndef SHIM_LVS_SCHED_H
#define SHIM_LVS_SCHED_H

#include <linux/types.h>

typedef struct {
	int counter;
} atomic_t;

static inline int atomic_read(const atomic_t *value)
{
	return value->counter;
}

struct lvs_server {
	int weight;
	atomic_t active;
	atomic_t inactive;
	bool overloaded;
};

struct lvs_server_set {
	unsigned int count;
	struct lvs_server *server[];
};

static inline bool lvs_server_usable(const struct lvs_server *server)
{
	return server->weight > 0 && !server->overloaded;
}

#endif
