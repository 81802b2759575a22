// SPDX-License-Identifier: GPL-2.0
#include "asked.h"
#include "rows.h"

#include "../fail.h"
#include "../parse.h"
#include "../table.h"
#include "../transport.h"

#include <errno.h>
#include <stdio.h>

int asked_read(const char *tool, const char *const *words, bool udp, bool sctp,
	       struct service *service)
{
	if (!words || !words[0]) {
		fprintf(stderr, "%s: say which service, as VIP:PORT\n", tool);
		return 2;
	}
	if (words[1])
		return rows_wrong(tool, words[1], "one service only"), 2;
	if (udp && sctp) {
		fprintf(stderr, "%s: either -u or --sctp\n", tool);
		return 2;
	}
	service->protocol = udp ? IPPROTO_UDP : sctp ? IPPROTO_SCTP : IPPROTO_TCP;
	if (parse_endpoint(words[0], udp ? "udp" : "tcp", &service->family, &service->address,
			   &service->port))
		return 0;
	rows_wrong(tool, words[0], "not an address and port");
	return 2;
}

/* As packets find it: the service of that port, else that of all ports. */
static int find(const struct service *named, struct service *service)
{
	int error;

	*service = *named;
	error = table_service(service);
	if (error != ESRCH || !named->port)
		return error;
	*service = *named;
	service->port = 0;
	return table_service(service);
}

int asked_find(const struct service *named, uint32_t fwmark, struct service *service,
	       struct vector *servers)
{
	int error = transport_open();
	struct service wanted;

	if (error) {
		fail_open(error);
		return 2;
	}
	wanted = *named;
	if (fwmark)
		wanted = (struct service){ .family = named->family, .fwmark = fwmark };
	error = find(&wanted, service);
	if (!error)
		error = table_servers(service, servers);
	if (error)
		fail_report(CMD_LIST, error);
	transport_close();
	return error ? 2 : 0;
}
