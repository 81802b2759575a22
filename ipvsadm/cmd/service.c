// SPDX-License-Identifier: GPL-2.0
#include "cmd.h"

#include "../fail.h"
#include "../table.h"

int cmd_service(const struct request *request)
{
	int command = IPVS_CMD_NEW_SERVICE;

	if (request->command == CMD_EDIT_SERVICE)
		command = IPVS_CMD_SET_SERVICE;
	else if (request->command == CMD_DELETE_SERVICE)
		command = IPVS_CMD_DEL_SERVICE;
	return fail_report(request->command, table_change_service(command, &request->service));
}
