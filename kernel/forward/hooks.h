/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_FORWARD_HOOKS_H
#define LVS_FORWARD_HOOKS_H

#include "../base/net.h"

/**
 * lvs_hooks_get() - one more service with packets of a family: they come to us
 * @lnet: namespace
 * @family: AF_INET or AF_INET6
 *
 * The first one publishes the hooks. Context: process, namespace mutex held.
 * Return: 0 or a negative errno, in which case nothing was published.
 */
int lvs_hooks_get(struct lvs_net *lnet, u16 family);

/* One service less; the last one withdraws the hooks. Process, mutex; sleeps. */
void lvs_hooks_put(struct lvs_net *lnet, u16 family);

/* Withdraw all hooks of a namespace that ends. Context: process; sleeps. */
void lvs_hooks_net_exit(struct lvs_net *lnet);

#endif
