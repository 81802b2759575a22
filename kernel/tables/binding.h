/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_TABLES_BINDING_H
#define LVS_TABLES_BINDING_H

#include "service.h"

/**
 * struct lvs_binding - a service's scheduler in use, with the servers it sees
 * @sched: scheduler, its module held; NULL for "none"
 * @service: the service as the scheduler sees it
 * @set: servers, newest first (RCU); replaced whole, under the namespace mutex
 */
struct lvs_binding {
	const struct lvs_sched *sched;
	struct lvs_sched_service service;
	struct lvs_server_set __rcu *set;
};

/**
 * lvs_binding_create() - bind a scheduler to a service's present servers
 * @lnet: namespace
 * @service: supplies the servers
 * @name: scheduler, "none" for none
 * @flags: of the service
 * @extack: gets a sentence on failure
 *
 * Context: process, namespace mutex held; may load a module.
 * Return: the binding, -ENOENT, -ENOMEM or what the scheduler says.
 */
struct lvs_binding *lvs_binding_create(struct lvs_net *lnet, struct lvs_service *service,
				       const char *name, u32 flags, struct netlink_ext_ack *extack);

/**
 * lvs_binding_replace() - picks go by another binding from here on
 * @lnet: namespace
 * @service: has a binding
 * @binding: of the same servers
 *
 * Context: process, namespace mutex held. Return: the old one, for the caller to destroy
 * after a grace period.
 */
struct lvs_binding *lvs_binding_replace(struct lvs_net *lnet, struct lvs_service *service,
					struct lvs_binding *binding);

/* Free; unpublished a grace period ago. Context: process, namespace mutex held. */
void lvs_binding_destroy(struct lvs_binding *binding);

/**
 * lvs_binding_update() - show the scheduler the service's present servers
 * @lnet: namespace
 * @service: its binding and its servers
 * @server: that is new, gone or changed
 * @event: what has happened to it
 *
 * Context: process, namespace mutex held. Return: 0, or -ENOMEM or what the
 * scheduler says, with nothing changed.
 */
enum lvs_binding_event {
	LVS_BINDING_ADDED,
	LVS_BINDING_REMOVED,
	LVS_BINDING_CHANGED,
};

int lvs_binding_update(struct lvs_net *lnet, struct lvs_service *service, struct lvs_server *server,
		       enum lvs_binding_event event);

/* Name of the scheduler in use. Context: RCU read side. */
const char *lvs_binding_name(const struct lvs_service *service);

/* The server for a new connection, NULL for none. Context: softirq, RCU read side. */
struct lvs_server *lvs_binding_pick(struct lvs_service *service, const struct lvs_request *request);

#endif
