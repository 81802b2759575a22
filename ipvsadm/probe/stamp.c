// SPDX-License-Identifier: GPL-2.0
#include "stamp.h"

#include <linux/errqueue.h>
#include <linux/net_tstamp.h>
#include <string.h>
#include <time.h>

#define SECOND 1000000000ULL

bool stamp_enable(int fd)
{
	/*
	 * A stamp of what left comes with the packet itself: numbers that the
	 * kernel could give instead (OPT_ID) also count packets that failed.
	 */
	int both = SOF_TIMESTAMPING_TX_SOFTWARE | SOF_TIMESTAMPING_RX_SOFTWARE |
		   SOF_TIMESTAMPING_SOFTWARE;
	int on = 1;

	if (!setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPING, &both, sizeof(both)))
		return true;
	setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof(on));
	return false;
}

static bool stamp_read(const struct timespec *stamp, uint64_t *at)
{
	if (!stamp->tv_sec)
		return false;
	*at = (uint64_t)stamp->tv_sec * SECOND + (uint64_t)stamp->tv_nsec;
	return true;
}

bool stamp_of(struct cmsghdr *cmsg, uint64_t *at)
{
	struct scm_timestamping many;
	struct timespec one;

	if (cmsg->cmsg_level != SOL_SOCKET)
		return false;
	if (cmsg->cmsg_type == SCM_TIMESTAMPING && cmsg->cmsg_len >= CMSG_LEN(sizeof(many))) {
		memcpy(&many, CMSG_DATA(cmsg), sizeof(many));
		return stamp_read(&many.ts[0], at);
	}
	if (cmsg->cmsg_type == SCM_TIMESTAMPNS && cmsg->cmsg_len >= CMSG_LEN(sizeof(one))) {
		memcpy(&one, CMSG_DATA(cmsg), sizeof(one));
		return stamp_read(&one, at);
	}
	return false;
}
