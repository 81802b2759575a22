/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_SCHED_EXPIRATION_H
#define LVS_SCHED_EXPIRATION_H

#include <lvs/sched.h>

#include <linux/sysctl.h>
#include <net/net_namespace.h>

#define LVS_EXPIRATION_DEFAULT (24 * 60 * 60)

/**
 * struct lvs_expiration - a scheduler's setting in a namespace
 * @seconds: READ_ONCE()
 * @header: of the registered row
 * @row: net.ipv4.vs.<name>
 * @end: empty; older kernels look for such a one behind the last
 */
struct lvs_expiration {
	int seconds;
	struct ctl_table_header *header;
	struct ctl_table row[1];
	struct ctl_table end;
};

/* In jiffies these are an int. */
static int lvs_expiration_max = INT_MAX / HZ;

/* Process. 0 or -ENOMEM. */
static inline int lvs_expiration_init(struct lvs_expiration *own, struct net *net, const char *name)
{
	own->seconds = LVS_EXPIRATION_DEFAULT;
	own->row[0] = (struct ctl_table){
		.procname = name,
		.data = &own->seconds,
		.maxlen = sizeof(own->seconds),
		.mode = 0644,
		.proc_handler = proc_dointvec_minmax,
		.extra1 = SYSCTL_ONE,
		.extra2 = &lvs_expiration_max,
	};
	own->header = register_net_sysctl(net, "net/ipv4/vs", own->row);
	return own->header ? 0 : -ENOMEM;
}

static inline void lvs_expiration_exit(struct lvs_expiration *own)
{
	unregister_net_sysctl_table(own->header);
}

static inline unsigned long lvs_expiration_read(const struct lvs_expiration *own)
{
	return (unsigned long)READ_ONCE(own->seconds) * HZ;
}

#endif
