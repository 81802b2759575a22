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

static int __init lvs_first_init_module(void)
{
	return lvs_sched_register(&lvs_first_sched);
}

static void __exit lvs_first_exit_module(void)
{
	lvs_sched_unregister(&lvs_first_sched);
}

module_init(lvs_first_init_module);
module_exit(lvs_first_exit_module);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("LVS scheduler: the first usable server");
LVS_SCHED_MODULE("first");
