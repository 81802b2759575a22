/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_TABLES_TEMPLATE_H
#define LVS_TABLES_TEMPLATE_H

#include "dest.h"
#include "flow.h"
#include "service.h"

/**
 * struct lvs_template - where the connections of a persistent client go
 * @dest: its real server; valid as long as the template is
 * @users: the table and the connections that follow it; freed at 0
 * @deadline: jiffies at which it ends if no connection follows it
 * @flags: bits, LVS_TEMPLATE_*
 * @rcu: for freeing
 * @flow: its key: masked client, port 0; service's address (or its mark) and port
 */
struct lvs_template {
	struct lvs_dest *dest;
	atomic_t users;
	unsigned long deadline;
	unsigned long flags;
	struct rcu_head rcu;
	struct lvs_flow flow;
};

/* Bits of @flags: out of the table; one of its connections was answered. */
#define LVS_TEMPLATE_DEAD    0
#define LVS_TEMPLATE_ASSURED 1

static inline struct lvs_template *lvs_template_of(struct lvs_flow *flow)
{
	return container_of(flow, struct lvs_template, flow);
}

/* The template of a packet's client, NULL for none. Context: softirq, RCU read side. */
struct lvs_template *lvs_template_lookup(struct lvs_net *lnet, const struct lvs_service *service,
					 const struct lvs_packet *packet);

/**
 * lvs_template_create() - bind a client to a real server
 * @lnet: namespace
 * @service: persistent
 * @packet: the client's
 * @dest: real server of @service
 *
 * The caller has made room for it. If another CPU has just bound the same client, that
 * one's template is the result. Context: softirq, RCU read side. Return: NULL where memory is short.
 */
struct lvs_template *lvs_template_create(struct lvs_net *lnet, const struct lvs_service *service,
					 const struct lvs_packet *packet, struct lvs_dest *dest);

/* A connection begins to follow it, for so many jiffies at least. False if it has just ended. */
bool lvs_template_follow(struct lvs_template *template, u32 timeout);

/* A connection follows it no more. */
void lvs_template_leave(struct lvs_template *template);

/* One of its connections was answered. Context: RCU read side. */
static inline void lvs_template_assure(struct lvs_template *template)
{
	set_bit(LVS_TEMPLATE_ASSURED, &template->flags);
}

/* End it; its connections go on. Softirq or bottom halves off, RCU read side. False if it had ended. */
bool lvs_template_kill(struct lvs_net *lnet, struct lvs_template *template);

/* End some idle one, to make room. Softirq, RCU read side. False if none was found soon. */
bool lvs_template_evict(struct lvs_net *lnet);

/* End it if its time is over. Context: as lvs_template_kill(). Return: was it? */
bool lvs_template_expire(struct lvs_net *lnet, struct lvs_template *template);

/* Does no connection follow it, and was none of them ever answered? */
static inline bool lvs_template_is_idle(const struct lvs_template *template)
{
	return atomic_read(&template->users) == 1 &&
	       !test_bit(LVS_TEMPLATE_ASSURED, &template->flags);
}

/* Jiffies until it expires. */
static inline u32 lvs_template_expires(const struct lvs_template *template)
{
	long left = READ_ONCE(template->deadline) - jiffies;

	return left > 0 ? left : 0;
}

#endif
