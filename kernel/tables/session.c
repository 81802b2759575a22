// SPDX-License-Identifier: GPL-2.0
/*
 * FTP sessions: what a control connection and its data connections share.
 *
 * LOCKING
 *  guards    session->lock: what both have said, and its changes.
 *  readers   none without the lock, but for what is fixed for life.
 *  lifetime  reference counts: the control connection's, and one of each data
 *            connection, given up when those are freed.
 *  contexts  softirq, and process with bottom halves off.
 *  order     session->lock is taken without any other lock of ours; below it
 *            none but those of creating and of ending a connection.
 */
#include "session.h"

#include "conns.h"

#include "../base/object.h"

#include <linux/moduleparam.h>
#include <linux/slab.h>

/* FTP's own, and others that an operator names; 0 is none. */
static ushort lvs_session_ports[LVS_FTP_PORTS_MAX] = { LVS_PORT_FTP };
module_param_array_named(ftp_ports, lvs_session_ports, ushort, NULL, 0444);
MODULE_PARM_DESC(ftp_ports, "ports of FTP services behind NAT, up to 8; 0: none (default 21)");

u16 lvs_session_port(unsigned int slot)
{
	return lvs_session_ports[slot];
}

static int lvs_session_slot(__be16 vport)
{
	unsigned int slot;

	for (slot = 0; slot < LVS_FTP_PORTS_MAX && lvs_session_ports[slot]; slot++) {
		if (vport == htons(lvs_session_ports[slot]))
			return slot;
	}
	return -1;
}

bool lvs_session_is_control(const struct lvs_packet *packet)
{
	return packet->protocol == IPPROTO_TCP && lvs_session_slot(packet->dport) >= 0;
}

struct lvs_session *lvs_session_create(struct lvs_conns *conns, const struct lvs_packet *packet,
				       __be16 dport)
{
	struct lvs_session *session = kzalloc(sizeof(*session), GFP_ATOMIC | __GFP_NOWARN);

	if (!session)
		return NULL;
	lvs_object_created("session", session);
	session->conns = conns;
	refcount_set(&session->users, 1);
	session->left = (u32)jiffies;
	session->slot = lvs_session_slot(packet->dport);
	session->vport = packet->dport;
	session->dport = dport;
	spin_lock_init(&session->lock);
	atomic_inc(&conns->sessions[session->slot]);
	return session;
}

struct lvs_session *lvs_session_get(struct lvs_session *session)
{
	refcount_inc(&session->users);
	return session;
}

void lvs_session_put(struct lvs_session *session)
{
	WRITE_ONCE(session->left, (u32)jiffies);
	if (!refcount_dec_and_test(&session->users))
		return;
	atomic_dec(&session->conns->sessions[session->slot]);
	lvs_object_destroyed("session", session);
	kfree(session);
}
