// SPDX-License-Identifier: GPL-2.0
/*
 * A scheduler from outside the tree: the first usable server takes all. It
 * includes what any other author has, and shows all that one has to write.
 */
#include <lvs/sched.h>

static struct lvs_server *lvs_first_pick(struct lvs_sched_service *service,
					 const struct lvs_server_set *set,
					 const struct lvs_request *request)
{
	unsigned int i;

	for (i = 0; i < set->count; i++) {
		if (lvs_server_usable(set->server[i]))
			return set->server[i];
	}
	return NULL;
}

static struct lvs_sched lvs_first_sched = {
	.name = "first",
	.owner = THIS_MODULE,
	.pick = lvs_first_pick,
};

module_driver(lvs_first_sched, lvs_sched_register, lvs_sched_unregister);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("LVS scheduler: the first usable server");
LVS_SCHED_MODULE("first");
