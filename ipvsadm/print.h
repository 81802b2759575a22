/* SPDX-License-Identifier: GPL-2.0 */
#ifndef IPVSADM_PRINT_H
#define IPVSADM_PRINT_H

#include "opts.h"

/* What a listing shows of each service and server. */
enum print_form {
	PRINT_DEFAULT,
	PRINT_STATS,
	PRINT_RATE,
	PRINT_THRESHOLDS,
	PRINT_PERSISTENT,
	PRINT_TUNNEL,
};

/* Listings on standard output; @given are the options of the command line. */
enum print_form print_form(uint64_t given);
void print_title(const struct info *info);
void print_header(uint64_t given);
void print_service(uint64_t given, const struct service *service);
void print_server(uint64_t given, const struct service *service, const struct server *server);

/* One JSON object for a service with its servers. */
void print_json(const struct service *service, const struct server *servers, size_t count);

/* The lines that restore a service and a server. */
void print_rule_service(const struct service *service, bool numeric);
void print_rule_server(const struct service *service, const struct server *server, bool numeric);

#endif
