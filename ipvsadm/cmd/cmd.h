/* SPDX-License-Identifier: GPL-2.0 */
#ifndef IPVSADM_CMD_CMD_H
#define IPVSADM_CMD_CMD_H

#include "../opts.h"

/*
 * Commands: each takes an understood command line and returns an exit code.
 * The kernel side is open. They use the layers below, never each other.
 */
int cmd_service(const struct request *request);
int cmd_server(const struct request *request);
int cmd_list(const struct request *request);
int cmd_save(const struct request *request);
int cmd_restore(const struct request *request);
int cmd_config(const struct request *request);
int cmd_daemon(const struct request *request);

/* As ipvsadm-restore does: clear first, once every line was understood. */
int cmd_replace(const struct request *request);

#endif
