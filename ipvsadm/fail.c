// SPDX-License-Identifier: GPL-2.0
#include "fail.h"

#include "transport.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define ANY COMMANDS

/* The first row that fits is what is said. */
static const struct {
	enum command command;
	int error;
	const char *text;
} fail_rows[] = {
	{ CMD_ADD_SERVICE, EEXIST, "Service already exists" },
	{ CMD_ADD_SERVICE, ENOENT, "Scheduler or persistence engine not found" },
	{ CMD_EDIT_SERVICE, ENOENT, "Scheduler or persistence engine not found" },
	{ CMD_EDIT_SERVICE, ESRCH, "No such service" },
	{ CMD_DELETE_SERVICE, ESRCH, "No such service" },
	{ CMD_ZERO, ESRCH, "No such service" },
	{ CMD_LIST, ESRCH, "No such service" },
	{ CMD_ADD_SERVER, EEXIST, "Destination already exists" },
	{ CMD_ADD_SERVER, ESRCH, "Service not defined" },
	{ CMD_EDIT_SERVER, ESRCH, "Service not defined" },
	{ CMD_EDIT_SERVER, ENOENT, "No such destination" },
	{ CMD_DELETE_SERVER, ESRCH, "Service not defined" },
	{ CMD_DELETE_SERVER, ENOENT, "No such destination" },
	{ CMD_START_DAEMON, EEXIST, "Daemon has already run" },
	{ CMD_STOP_DAEMON, ESRCH, "No daemon is running" },
	{ ANY, EPERM, "Permission denied (you must be root)" },
	{ ANY, EINVAL,
	  "Invalid operation.  Possibly wrong module version, address not unicast, ..." },
	{ ANY, ENOPROTOOPT, "Protocol not available" },
	{ ANY, ENOMEM, "Memory allocation problem" },
	{ ANY, EOPNOTSUPP, "Operation not supported" },
	{ ANY, EAFNOSUPPORT, "Operation not supported with specified address family" },
	{ ANY, EMSGSIZE, "Module is wrong version" },
};

const char *fail_text(enum command command, int error)
{
	size_t i;

	for (i = 0; i < sizeof(fail_rows) / sizeof(fail_rows[0]); i++) {
		if (fail_rows[i].error == error &&
		    (fail_rows[i].command == command || fail_rows[i].command == ANY))
			return fail_rows[i].text;
	}
	return strerror(error);
}

int fail_report(enum command command, int error)
{
	const char *sentence = transport_sentence();

	if (!error)
		return 0;
	fprintf(stderr, "%s\n", fail_text(command, error));
	if (sentence[0])
		fprintf(stderr, "kernel: %s\n", sentence);
	return command == CMD_LIST ? 1 : EXIT_KERNEL;
}

int fail_open(int error)
{
	if (!error)
		return 0;
	fprintf(stderr, "Can't initialize ipvs: %s\n", strerror(error));
	fprintf(stderr, "Are you sure that IP Virtual Server is built in the kernel or as module? "
			"Try 'modprobe lvs' as root.\n");
	return EXIT_USAGE;
}
