/* SPDX-License-Identifier: GPL-2.0 */
/* Addresses of both families, in user space. */
#ifndef SHIM_LINUX_NETFILTER_H
#define SHIM_LINUX_NETFILTER_H

#include <linux/types.h>

#include <netinet/in.h>

union nf_inet_addr {
	__be32 all[4];
	__be32 ip;
	__be32 ip6[4];
};

#endif
