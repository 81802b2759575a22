// SPDX-License-Identifier: GPL-2.0
#include "sysctl.h"

#include "../base/compat.h"

#include <linux/slab.h>
#include <linux/sysctl.h>
#include <linux/user_namespace.h>

/* A row for each setting: its name, where it stands in struct lvs_config, its range. */
#define LVS_SYSCTL_ROW(field, low, high)                                                   \
	{                                                                                  \
		.procname = #field, .data = (void *)offsetof(struct lvs_config, field),    \
		.maxlen = sizeof(int), .mode = 0644, .proc_handler = proc_dointvec_minmax, \
		.extra1 = low, .extra2 = high,                                             \
	}

static const struct ctl_table lvs_sysctl_rows[] = {
	LVS_SYSCTL_ROW(am_droprate, SYSCTL_ONE, SYSCTL_INT_MAX),
	LVS_SYSCTL_ROW(amemthresh, SYSCTL_ZERO, SYSCTL_INT_MAX),
	LVS_SYSCTL_ROW(cache_bypass, SYSCTL_ZERO, SYSCTL_ONE),
	LVS_SYSCTL_ROW(conn_max, SYSCTL_ONE, SYSCTL_INT_MAX),
	LVS_SYSCTL_ROW(conn_reuse_mode, SYSCTL_ZERO, SYSCTL_THREE),
	LVS_SYSCTL_ROW(conntrack, SYSCTL_ZERO, SYSCTL_ONE),
	LVS_SYSCTL_ROW(drop_entry, SYSCTL_ZERO, SYSCTL_THREE),
	LVS_SYSCTL_ROW(drop_packet, SYSCTL_ZERO, SYSCTL_THREE),
	LVS_SYSCTL_ROW(expire_nodest_conn, SYSCTL_ZERO, SYSCTL_ONE),
	LVS_SYSCTL_ROW(expire_quiescent_template, SYSCTL_ZERO, SYSCTL_ONE),
	LVS_SYSCTL_ROW(ignore_tunneled, SYSCTL_ZERO, SYSCTL_ONE),
	LVS_SYSCTL_ROW(nat_icmp_send, SYSCTL_ZERO, SYSCTL_ONE),
	LVS_SYSCTL_ROW(pmtu_disc, SYSCTL_ZERO, SYSCTL_ONE),
	LVS_SYSCTL_ROW(run_estimation, SYSCTL_ZERO, SYSCTL_ONE),
	LVS_SYSCTL_ROW(schedule_icmp, SYSCTL_ZERO, SYSCTL_ONE),
	LVS_SYSCTL_ROW(secure_tcp, SYSCTL_ZERO, SYSCTL_THREE),
	LVS_SYSCTL_ROW(sloppy_sctp, SYSCTL_ZERO, SYSCTL_ONE),
	LVS_SYSCTL_ROW(sloppy_tcp, SYSCTL_ZERO, SYSCTL_ONE),
	LVS_SYSCTL_ROW(snat_reroute, SYSCTL_ZERO, SYSCTL_ONE),
};

/*
 * Who is root of a namespace alone may have as many connections there as the first
 * namespace may at most: their memory is charged to nobody.
 */
static void lvs_sysctl_bound(struct lvs_net *lnet, struct ctl_table *row)
{
	u32 *bound = &lvs_net(&init_net)->config.conn_max;

	if (lnet->net->user_ns == &init_user_ns || row->data != &lnet->config.conn_max)
		return;
	lnet->config.conn_max = min(lnet->config.conn_max, READ_ONCE(*bound));
	row->extra2 = bound;
}

int lvs_sysctl_net_init(struct lvs_net *lnet)
{
	struct ctl_table *table;
	unsigned int i;

	/* One more for the empty row that ends a table in older kernels. */
	table = kcalloc(ARRAY_SIZE(lvs_sysctl_rows) + 1, sizeof(*table), GFP_KERNEL);
	if (!table)
		return -ENOMEM;
	memcpy(table, lvs_sysctl_rows, sizeof(lvs_sysctl_rows));
	for (i = 0; i < ARRAY_SIZE(lvs_sysctl_rows); i++) {
		table[i].data = (void *)&lnet->config + (unsigned long)table[i].data;
		lvs_sysctl_bound(lnet, &table[i]);
	}
	lnet->sysctl_header = lvs_compat_register_net_sysctl(lnet->net, "net/ipv4/vs", table,
							     ARRAY_SIZE(lvs_sysctl_rows));
	if (!lnet->sysctl_header) {
		kfree(table);
		return -ENOMEM;
	}
	lnet->sysctl_table = table;
	return 0;
}

void lvs_sysctl_net_exit(struct lvs_net *lnet)
{
	unregister_net_sysctl_table(lnet->sysctl_header);
	kfree(lnet->sysctl_table);
}
