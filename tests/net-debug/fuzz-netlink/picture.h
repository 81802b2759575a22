/* SPDX-License-Identifier: GPL-2.0 */
/* A table as a number, without what traffic counts. */
#ifndef TESTS_NET_DEBUG_FUZZ_NETLINK_PICTURE_H
#define TESTS_NET_DEBUG_FUZZ_NETLINK_PICTURE_H

#include <stdint.h>

/* All services, and the servers of as many as there is room for. */
uint64_t picture_of_table(void);

#endif
