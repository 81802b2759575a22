/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_BASE_COMPAT_H
#define LVS_BASE_COMPAT_H

#include <linux/skbuff.h>
#include <linux/sysctl.h>
#include <linux/version.h>
#include <net/net_namespace.h>

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 1, 0)
#error "lvs needs Linux 6.1 or newer"
#endif

/* skb_gso_*() have a header of their own since 6.6; dies with 6.1 */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 6, 0)
#include <net/gso.h>
#endif

/* get_unaligned_*() have moved in 6.12; dies with 6.11 */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)
#include <linux/unaligned.h>
#else
#include <asm/unaligned.h>
#endif

/* Tables of sysctls have a length instead of an empty last row since 6.6; dies with 6.1 */
static inline struct ctl_table_header *lvs_compat_register_net_sysctl(struct net *net,
								      const char *path,
								      struct ctl_table *table,
								      size_t rows)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 6, 0)
	return register_net_sysctl_sz(net, path, table, rows);
#else
	return register_net_sysctl(net, path, table);
#endif
}

#endif
