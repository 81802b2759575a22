// SPDX-License-Identifier: GPL-2.0
/*
 * What ties a service to its scheduler.
 *
 * LOCKING
 *  guards    namespace mutex: everything.
 *  readers   RCU: lvs_binding_pick().
 *  lifetime  binding: until a grace period after service->binding was
 *            replaced. set: likewise, after binding->set was; see server_set.c.
 */
#include "binding.h"
#include "dest.h"
#include "sched.h"
#include "server_set.h"

#include "../base/object.h"

#include <linux/slab.h>

static int lvs_binding_init(struct lvs_binding *binding, const char *name,
			    const struct lvs_server_set *set, struct netlink_ext_ack *extack)
{
	int ret = 0;

	if (!strcmp(name, "none"))
		return 0;
	binding->sched = lvs_sched_get(name);
	if (!binding->sched) {
		NL_SET_ERR_MSG(extack, "no such scheduler: its module lvs_<name> cannot be loaded");
		return -ENOENT;
	}
	if (binding->sched->init)
		ret = binding->sched->init(&binding->service, set);
	if (ret) {
		if (ret != -ENOMEM)
			NL_SET_ERR_MSG(extack, "the scheduler refuses this service");
		lvs_sched_put(binding->sched);
	}
	return ret;
}

struct lvs_binding *lvs_binding_create(struct lvs_net *lnet, struct lvs_service *service,
				       const char *name, u32 flags, struct netlink_ext_ack *extack)
{
	struct lvs_server_set *set;
	struct lvs_binding *binding;
	int ret = -ENOMEM;

	lockdep_assert_held(&lnet->mutex);
	binding = kzalloc(sizeof(*binding), GFP_KERNEL_ACCOUNT);
	if (!binding)
		return ERR_PTR(-ENOMEM);
	set = lvs_server_set_create(service);
	if (!set)
		goto err_free_binding;
	RCU_INIT_POINTER(binding->set, set);
	binding->service.net = lnet->net;
	binding->service.flags = flags;
	binding->service.family = service->key.family;
	ret = lvs_binding_init(binding, name, set, extack);
	if (ret)
		goto err_free_set;
	lvs_object_created("binding", binding);
	return binding;

err_free_set:
	lvs_server_set_free(set, NULL);
err_free_binding:
	kfree(binding);
	return ERR_PTR(ret);
}

struct lvs_binding *lvs_binding_replace(struct lvs_net *lnet, struct lvs_service *service,
					struct lvs_binding *binding)
{
	lockdep_assert_held(&lnet->mutex);
	lvs_server_set_watch(
		rcu_dereference_protected(binding->set, lockdep_is_held(&lnet->mutex)));
	return rcu_replace_pointer(service->binding, binding, lockdep_is_held(&lnet->mutex));
}

void lvs_binding_destroy(struct lvs_binding *binding)
{
	if (binding->sched) {
		if (binding->sched->fini)
			binding->sched->fini(&binding->service);
		lvs_sched_put(binding->sched);
	}
	lvs_server_set_free(rcu_access_pointer(binding->set), NULL);
	lvs_object_destroyed("binding", binding);
	kfree(binding);
}

static int lvs_binding_notify(struct lvs_binding *binding, const struct lvs_server_set *set,
			      struct lvs_server *server, enum lvs_binding_event event)
{
	const struct lvs_sched *sched = binding->sched;

	if (!sched)
		return 0;
	if (event == LVS_BINDING_ADDED && sched->dest_added)
		return sched->dest_added(&binding->service, set, server);
	if (event == LVS_BINDING_REMOVED && sched->dest_removed)
		return sched->dest_removed(&binding->service, set, server);
	if (event == LVS_BINDING_CHANGED && sched->dest_changed)
		return sched->dest_changed(&binding->service, set, server);
	return 0;
}

int lvs_binding_update(struct lvs_net *lnet, struct lvs_service *service, struct lvs_server *server,
		       enum lvs_binding_event event)
{
	struct lvs_binding *binding =
		rcu_dereference_protected(service->binding, lockdep_is_held(&lnet->mutex));
	struct lvs_server_set *old =
		rcu_dereference_protected(binding->set, lockdep_is_held(&lnet->mutex));
	struct lvs_server_set *new;
	int ret;

	if (event == LVS_BINDING_CHANGED)
		return lvs_binding_notify(binding, old, server, event);
	new = event == LVS_BINDING_ADDED ? lvs_server_set_grow(service, old)
					 : lvs_server_set_create(service);
	if (!new)
		return -ENOMEM;
	/* Before the scheduler is told, so that a pick under way remembers it no more. */
	WRITE_ONCE(server->leaving, event == LVS_BINDING_REMOVED);
	ret = lvs_binding_notify(binding, new, server, event);
	if (ret) {
		WRITE_ONCE(server->leaving, event != LVS_BINDING_REMOVED);
		lvs_server_set_free(new, old);
		return ret;
	}
	if (event == LVS_BINDING_REMOVED)
		lvs_dest_watch(lvs_dest_of(server), NULL);
	lvs_server_set_watch(new);
	rcu_assign_pointer(binding->set, new);
	lvs_server_set_retire(old, new);
	return 0;
}

const char *lvs_binding_name(const struct lvs_service *service)
{
	const struct lvs_binding *binding = rcu_dereference(service->binding);

	return binding->sched ? binding->sched->name : "none";
}

struct lvs_server *lvs_binding_pick(struct lvs_service *service, const struct lvs_request *request)
{
	struct lvs_binding *binding = rcu_dereference(service->binding);

	if (!binding->sched)
		return NULL;
	return binding->sched->pick(&binding->service, rcu_dereference(binding->set), request);
}
