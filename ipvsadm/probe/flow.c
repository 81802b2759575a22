// SPDX-License-Identifier: GPL-2.0
#include "flow.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/in6.h>
#include <string.h>
#include <sys/socket.h>

int flow_take(int fd, union probe_addr *to, uint32_t *label)
{
	struct in6_flowlabel_req request = {
		.flr_label = htonl(*label),
		.flr_action = IPV6_FL_A_GET,
		.flr_share = IPV6_FL_S_USER,
		.flr_flags = IPV6_FL_F_CREATE,
	};
	int on = 1;

	memcpy(&request.flr_dst, probe_addr_bytes(to), sizeof(request.flr_dst));
	if (setsockopt(fd, IPPROTO_IPV6, IPV6_FLOWLABEL_MGR, &request, sizeof(request)) ||
	    setsockopt(fd, IPPROTO_IPV6, IPV6_FLOWINFO_SEND, &on, sizeof(on)))
		return -errno;
	/* The kernel has put its choice where ours was. */
	*label = ntohl(request.flr_label);
	to->in6.sin6_flowinfo = request.flr_label;
	return 0;
}
