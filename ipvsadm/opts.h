/* SPDX-License-Identifier: GPL-2.0 */
#ifndef IPVSADM_OPTS_H
#define IPVSADM_OPTS_H

#include "model.h"

enum command {
	CMD_NONE,
	CMD_ADD_SERVICE,
	CMD_EDIT_SERVICE,
	CMD_DELETE_SERVICE,
	CMD_FLUSH,
	CMD_LIST,
	CMD_ADD_SERVER,
	CMD_DELETE_SERVER,
	CMD_EDIT_SERVER,
	CMD_SET,
	CMD_START_DAEMON,
	CMD_STOP_DAEMON,
	CMD_RESTORE,
	CMD_SAVE,
	CMD_ZERO,
	CMD_HELP,
	CMD_VERSION,
	COMMANDS,
};

/* Options as bits; several letters may share one, as all ways to name a service do. */
enum option {
	OPT_NUMERIC,
	OPT_CONNECTION,
	OPT_SERVICE,
	OPT_SCHEDULER,
	OPT_PERSISTENT,
	OPT_NETMASK,
	OPT_SERVER,
	OPT_METHOD,
	OPT_WEIGHT,
	OPT_UPPER,
	OPT_LOWER,
	OPT_MCAST_INTERFACE,
	OPT_TIMEOUT,
	OPT_DAEMON,
	OPT_STATS,
	OPT_RATE,
	OPT_THRESHOLDS,
	OPT_PERSISTENT_CONN,
	OPT_NOSORT,
	OPT_SYNCID,
	OPT_EXACT,
	OPT_OPS,
	OPT_PE,
	OPT_SCHED_FLAGS,
	OPT_MCAST_GROUP,
	OPT_MCAST_PORT,
	OPT_MCAST_TTL,
	OPT_SYNC_MAXLEN,
	OPT_TUN_INFO,
	OPT_TUN_TYPE,
	OPT_TUN_PORT,
	OPT_TUN_NOCSUM,
	OPT_TUN_CSUM,
	OPT_TUN_REMCSUM,
	OPT_EXPLAIN,
	OPT_JSON,
	OPTIONS,
};

#define OPT(option) (1ULL << (option))

/* A command line, understood. */
struct request {
	enum command command;
	uint64_t given;
	struct service service;
	struct server server;
	struct timeouts timeouts;
	struct daemon daemon;
};

/* Exit codes of the contract. */
#define EXIT_USAGE  2
#define EXIT_PARSER 255
#define EXIT_KERNEL 255

/**
 * opts_parse() - understand a command line
 * @argc: words
 * @argv: words, the program's name first
 * @request: result
 * @error: a message where it cannot be understood
 * @size: room in @error
 *
 * Return: 0 or an exit code.
 */
int opts_parse(int argc, const char **argv, struct request *request, char *error, size_t size);

/* The table of options for people. */
void opts_help(void);

#endif
