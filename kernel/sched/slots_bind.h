/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_SCHED_SLOTS_BIND_H
#define LVS_SCHED_SLOTS_BIND_H

#include "slots.h"

#include <linux/slab.h>

/**
 * struct lvs_slots_service - what sh and dh keep for a service
 * @slots: read under RCU; replaced whole, by one at a time: the namespace
 *	mutex is held in all of the calls that do
 */
struct lvs_slots_service {
	struct lvs_slots __rcu *slots;
};

/* New slots for these servers. Process context; sleeps. 0, or -ENOMEM and the old ones stay. */
static inline int lvs_slots_replace(struct lvs_slots_service *own, const struct lvs_server_set *set,
				    bool weighted)
{
	struct lvs_slots *slots = kmalloc(sizeof(*slots), GFP_KERNEL_ACCOUNT);

	if (!slots)
		return -ENOMEM;
	lvs_slots_fill(slots, set, weighted);
	slots = unrcu_pointer(xchg(&own->slots, RCU_INITIALIZER(slots)));
	if (slots)
		kfree_rcu(slots, rcu);
	return 0;
}

static inline int lvs_slots_bind(struct lvs_sched_service *service,
				 const struct lvs_server_set *set, bool weighted)
{
	struct lvs_slots_service *own = kzalloc(sizeof(*own), GFP_KERNEL_ACCOUNT);

	if (!own)
		return -ENOMEM;
	if (lvs_slots_replace(own, set, weighted)) {
		kfree(own);
		return -ENOMEM;
	}
	service->priv = own;
	return 0;
}

static inline void lvs_slots_unbind(struct lvs_sched_service *service)
{
	struct lvs_slots_service *own = service->priv;

	kfree(rcu_access_pointer(own->slots));
	kfree(own);
}

static inline const struct lvs_slots *lvs_slots_of(const struct lvs_sched_service *service)
{
	const struct lvs_slots_service *own = service->priv;

	return rcu_dereference(own->slots);
}

#endif
