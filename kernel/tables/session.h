/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_TABLES_SESSION_H
#define LVS_TABLES_SESSION_H

#include "../base/packet.h"
#include "../proto/edits.h"

#include <linux/refcount.h>
#include <linux/spinlock.h>

struct lvs_conns;

/* Ports that module parameter ftp_ports can name. */
#define LVS_FTP_PORTS_MAX 8

/* Data connections that a session may wait for: one, but for clients that think ahead. */
#define LVS_SESSION_WAITS 8

/* The ports of a data connection that has not begun, network order; one is 0. */
struct lvs_session_wait {
	__be16 cport;
	__be16 vport;
};

/**
 * struct lvs_session - a control connection and its data connections
 * @conns: whose count of sessions it is in
 * @users: the control connection and each of its data connections; freed at 0
 * @left: jiffies at which a data connection ended last
 * @slot: of its port in ftp_ports
 * @vport: port of the virtual service, network order
 * @dport: port of the real server, network order
 * @lock: guards what follows
 * @first: what the server said first has this sequence number
 * @next: what the server will say next has this sequence number
 * @known: are these known?
 * @midline: has the server begun a line and not ended it?
 * @asked: has the client asked where to call, and was not answered yet?
 * @edits: of what the server says
 * @waits: for what data connections it has waited last; some have begun, or waited too long
 * @waits_next: place in @waits of the next, where the oldest stands
 */
struct lvs_session {
	struct lvs_conns *conns;
	refcount_t users;
	u32 left;
	u8 slot;
	__be16 vport;
	__be16 dport;
	spinlock_t lock;
	u32 first;
	u32 next;
	bool known;
	bool midline;
	bool asked;
	struct lvs_edits edits;
	struct lvs_session_wait waits[LVS_SESSION_WAITS];
	u8 waits_next;
};

/* Is this the first packet of a control connection? Context: any. */
bool lvs_session_is_control(const struct lvs_packet *packet);

/* Of a control connection that begins, with one user. Context: softirq. NULL where memory is short. */
struct lvs_session *lvs_session_create(struct lvs_conns *conns, const struct lvs_packet *packet,
				       __be16 dport);

/* One more user; the caller has it from one. Context: any. */
struct lvs_session *lvs_session_get(struct lvs_session *session);

/* A user less. After a grace period in which packets could find the user. Context: any. */
void lvs_session_put(struct lvs_session *session);

/* Does a data connection belong to it? Then the control connection must not expire. */
static inline bool lvs_session_is_busy(const struct lvs_session *session)
{
	return refcount_read(&session->users) > 1;
}

/* A port of ftp_ports by its slot, 0 for none. Context: any. */
u16 lvs_session_port(unsigned int slot);

#endif
