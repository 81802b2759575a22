/* SPDX-License-Identifier: GPL-2.0 */
/* What is asked of the two families, right or broken. */
#ifndef TESTS_NET_DEBUG_FUZZ_NETLINK_IPVS_H
#define TESTS_NET_DEBUG_FUZZ_NETLINK_IPVS_H

#include "request.h"

/* Their numbers, found out by main(). */
extern uint16_t ipvs;
extern uint16_t lvs;

/* No command that spoils all services alike. */
extern bool spare;

const char *a_scheduler(void);
void put_address(struct request *request, uint16_t type, uint16_t family, uint8_t net,
		 uint8_t host);

/* Few keys, so that requests meet the services of others. */
void put_service(struct request *request, bool full);

/* A whole request of any command. */
void put_request(struct request *request);

#endif
