// SPDX-License-Identifier: GPL-2.0
#include "cmd.h"

#include "../fail.h"
#include "../table.h"

int cmd_server(const struct request *request)
{
	int command = IPVS_CMD_NEW_DEST;

	if (request->command == CMD_EDIT_SERVER)
		command = IPVS_CMD_SET_DEST;
	else if (request->command == CMD_DELETE_SERVER)
		command = IPVS_CMD_DEL_DEST;
	return fail_report(request->command,
			   table_change_server(command, &request->service, &request->server));
}
