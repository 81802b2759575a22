// SPDX-License-Identifier: GPL-2.0
#include "cmd.h"

#include "../fail.h"
#include "../table.h"

int cmd_daemon(const struct request *request)
{
	int command =
		request->command == CMD_START_DAEMON ? IPVS_CMD_NEW_DAEMON : IPVS_CMD_DEL_DAEMON;

	return fail_report(request->command, table_change_daemon(command, &request->daemon));
}
