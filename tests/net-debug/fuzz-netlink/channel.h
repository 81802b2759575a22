/* SPDX-License-Identifier: GPL-2.0 */
/* The way to the kernel and back, and whether its answers are sane. */
#ifndef TESTS_NET_DEBUG_FUZZ_NETLINK_CHANNEL_H
#define TESTS_NET_DEBUG_FUZZ_NETLINK_CHANNEL_H

#include "request.h"

#include <linux/netlink.h>

typedef void (*see_t)(const struct nlmsghdr *header, void *data);

/* How often something was not as it should be; fail() tells and counts. */
extern int failures;
void fail(const char *what, long got, long want);

/* How often each errno was answered; judge() counts, and fails for one unknown. */
extern unsigned long answers[256];
void judge(int error);

/* open_channel() or exit: the first one is @channel. */
extern int channel;
int open_channel(void);

/* Send, and hand each message of the answer to @each. Return: the errno that it ends with. */
int ask(const struct request *request, see_t each, void *data);

/* Judge what has come, without waiting. */
void drain(int fd);

/* Return: the number of a family, which must be there. */
uint16_t family_of(const char *name);

#endif
