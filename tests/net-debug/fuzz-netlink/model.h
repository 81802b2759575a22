/* SPDX-License-Identifier: GPL-2.0 */
/* Right requests beside the broken ones: each is answered as a model of the table says. */
#ifndef TESTS_NET_DEBUG_FUZZ_NETLINK_MODEL_H
#define TESTS_NET_DEBUG_FUZZ_NETLINK_MODEL_H

#include "request.h"

void send_right(struct request *request);

/* At the end the table has what they made. */
void compare_models(void);

#endif
