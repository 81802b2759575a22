/* SPDX-License-Identifier: GPL-2.0 */
#ifndef IPVSADM_NAME_H
#define IPVSADM_NAME_H

#include "model.h"

/* Room for any name below. */
#define NAME_MAX_LENGTH 300

/* "address:port", "[v6]:port"; looked up unless @numeric. @protocol is the port's. */
char *name_endpoint(char *result, uint16_t family, const union address *address, uint16_t port,
		    uint16_t protocol, bool numeric);
char *name_address(char *result, uint16_t family, const union address *address);
const char *name_protocol(uint16_t protocol);
const char *name_method(uint32_t method);
/* "sh-fallback,sh-port"; empty for none. */
char *name_sched_flags(char *result, const struct service *service);
/* "gue:6080:-c" and the like, "n/a" for a server that is no tunnel. */
char *name_tunnel(char *result, const struct server *server);

#endif
