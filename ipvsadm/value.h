/* SPDX-License-Identifier: GPL-2.0 */
#ifndef IPVSADM_VALUE_H
#define IPVSADM_VALUE_H

#include "parser.h"

/*
 * What the argument at hand means to an option, into the request. Each returns
 * 0, or an exit code with a message that names the argument.
 */

int value_daemon(struct parser *parser, enum command command);
int value_set(struct parser *parser);
int value_set_rest(struct parser *parser);
int value_service(struct parser *parser, uint16_t protocol, const char *name);
int value_fwmark(struct parser *parser);
int value_ipv6(struct parser *parser);
int value_text(struct parser *parser, enum option option, char *result, size_t size);
int value_number(struct parser *parser, enum option option, uint64_t low, uint64_t high,
		 const char *what, uint64_t *result);
int value_persistent(struct parser *parser);
int value_method(struct parser *parser, uint32_t method);
int value_tunnel_type(struct parser *parser);
int value_tunnel_checksum(struct parser *parser, enum option option, uint16_t flags);
int value_group(struct parser *parser);

#endif
