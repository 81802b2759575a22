/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_BASE_COMPAT_H
#define LVS_BASE_COMPAT_H

#include <linux/version.h>

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 1, 0)
#error "lvs needs Linux 6.1 or newer"
#endif

/* skb_gso_*() have a header of their own since 6.6; dies with 6.1 */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 6, 0)
#include <net/gso.h>
#else
#include <linux/skbuff.h>
#endif

#endif
