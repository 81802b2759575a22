/* SPDX-License-Identifier: GPL-2.0 */
#ifndef IPVSADM_TABLE_H
#define IPVSADM_TABLE_H

#include "model.h"

struct nl_msg;

/*
 * The kernel's table, an operation each. Functions return 0 or an errno; the
 * kernel's sentence for it is transport_sentence()'s.
 */
struct nl_msg *table_service_message(int command, const struct service *service);
struct nl_msg *table_server_message(int command, const struct service *service,
				    const struct server *server);
struct nl_msg *table_flush_message(void);
struct nl_msg *table_zero_message(const struct service *service);
struct nl_msg *table_timeouts_message(const struct timeouts *timeouts);
struct nl_msg *table_daemon_message(int command, const struct daemon *daemon);
int table_info(struct info *info);
int table_services(struct vector *services);
int table_service(struct service *service);
int table_servers(const struct service *service, struct vector *servers);
int table_change_service(int command, const struct service *service);
/* Load the module of a service's scheduler. Return: was there one? */
bool table_load_scheduler(const struct service *service);
int table_change_server(int command, const struct service *service, const struct server *server);
int table_flush(void);
int table_zero(const struct service *service);
int table_get_timeouts(struct timeouts *timeouts);
int table_set_timeouts(const struct timeouts *timeouts);
int table_daemons(struct vector *daemons);
int table_change_daemon(int command, const struct daemon *daemon);

#endif
