// SPDX-License-Identifier: GPL-2.0
/*
 * When connections and templates expire whose time is long: stamps are words of 32 bits,
 * which half of the jiffies that fit into one, a month or three, must not confuse.
 */
#include "../proto/tcp.h"
#include "../tables/conn.h"
#include "selftest.h"

#include <linux/jiffies.h>
#include <linux/slab.h>

#define LVS_EXPIRY_HALF (1U << 31)

/**
 * struct lvs_expiry - a connection of TCP, without a namespace around it
 * @lnet: timeouts alone
 * @object: two flows and the connection
 * @conn: in @object
 */
struct lvs_expiry {
	struct lvs_net lnet;
	u8 object[2 * LVS_FLOW_LINE + sizeof(struct lvs_conn)] __aligned(LVS_FLOW_LINE);
	struct lvs_conn *conn;
};

/* Jiffies that are left to one whose directions were seen so long ago. */
static u32 lvs_expiry_left(struct lvs_expiry *expiry, u32 request, u32 reply)
{
	lvs_conn_flow(expiry->conn, LVS_DIR_REQUEST)->stamp = (u32)jiffies - request;
	lvs_conn_flow(expiry->conn, LVS_DIR_REPLY)->stamp = (u32)jiffies - reply;
	return lvs_conn_expires(&expiry->lnet, expiry->conn);
}

static void lvs_expiry_conns(struct lvs_selftest *test, struct lvs_expiry *expiry)
{
	u32 *timeout = &expiry->lnet.config.timeout[LVS_PROTO_TCP][LVS_TCP_ESTABLISHED];

	*timeout = 900 * HZ;
	LVS_EXPECT(test, lvs_expiry_left(expiry, 0, 0) > 899 * HZ);
	LVS_EXPECT(test, lvs_expiry_left(expiry, -1, 900 * HZ) > 899 * HZ);
	LVS_EXPECT(test, !lvs_expiry_left(expiry, 900 * HZ, 900 * HZ));
	/* Replies that pass us by: theirs is the stamp of the first request. */
	LVS_EXPECT(test, lvs_expiry_left(expiry, 0, LVS_EXPIRY_HALF + 1000 * HZ) > 899 * HZ);
	LVS_EXPECT(test, !lvs_expiry_left(expiry, 900 * HZ, LVS_EXPIRY_HALF + 1000 * HZ));
	*timeout = INT_MAX;
	LVS_EXPECT(test, lvs_expiry_left(expiry, INT_MAX - HZ, INT_MAX) > 0);
	LVS_EXPECT(test, !lvs_expiry_left(expiry, LVS_EXPIRY_HALF + HZ, LVS_EXPIRY_HALF + HZ));
}

static void lvs_expiry_templates(struct lvs_selftest *test)
{
	struct lvs_template template = { .users = ATOMIC_INIT(1) };

	LVS_EXPECT(test, lvs_template_follow(&template, LVS_EXPIRY_HALF + HZ));
	LVS_EXPECT(test,
		   lvs_template_expires(&template) > LVS_EXPIRY_HALF || !IS_ENABLED(CONFIG_64BIT));
	LVS_EXPECT(test, lvs_template_expires(&template) > LVS_EXPIRY_HALF - HZ);
	LVS_EXPECT(test, lvs_template_follow(&template, 0));
	LVS_EXPECT(test, !lvs_template_expires(&template));
}

void lvs_selftest_expiry(struct lvs_selftest *test)
{
	struct lvs_expiry *expiry = kzalloc(sizeof(*expiry), GFP_KERNEL);

	LVS_EXPECT(test, expiry);
	if (!expiry)
		return;
	expiry->conn = (void *)expiry->object + 2 * LVS_FLOW_LINE;
	expiry->conn->family = AF_INET;
	expiry->conn->proto = LVS_PROTO_TCP;
	expiry->conn->state = LVS_TCP_ESTABLISHED;
	lvs_expiry_conns(test, expiry);
	lvs_expiry_templates(test);
	kfree(expiry);
}
