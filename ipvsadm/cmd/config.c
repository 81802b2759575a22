// SPDX-License-Identifier: GPL-2.0
#include "cmd.h"

#include "../fail.h"
#include "../table.h"

int cmd_config(const struct request *request)
{
	bool one = request->given & OPT(OPT_SERVICE);
	int error;

	if (request->command == CMD_FLUSH)
		error = table_flush();
	else if (request->command == CMD_ZERO)
		error = table_zero(one ? &request->service : NULL);
	else
		error = table_set_timeouts(&request->timeouts);
	return fail_report(request->command, error);
}
