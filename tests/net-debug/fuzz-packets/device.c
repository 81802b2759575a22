// SPDX-License-Identifier: GPL-2.0
#define _GNU_SOURCE
#include "device.h"

#include <linux/if_packet.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

int open_device(const char *name)
{
	struct sockaddr_ll link = { .sll_family = AF_PACKET,
				    .sll_ifindex = (int)if_nametoindex(name) };
	int fd = socket(AF_PACKET, SOCK_RAW, 0);
	int on = 1;

	if (fd < 0 || bind(fd, (struct sockaddr *)&link, sizeof(link)) ||
	    setsockopt(fd, SOL_PACKET, PACKET_VNET_HDR, &on, sizeof(on))) {
		perror(name);
		exit(2);
	}
	return fd;
}

/* What the device refuses (too short, too long) is as good as sent. */
void send_all(int fd, struct packet *packets, unsigned int count)
{
	struct mmsghdr messages[BATCH] = { 0 };
	struct iovec data[BATCH][2];
	unsigned int i;
	int sent;

	for (i = 0; i < count; i++) {
		data[i][0].iov_base = &packets[i].offload;
		data[i][0].iov_len = sizeof(packets[i].offload);
		data[i][1].iov_base = packets[i].bytes;
		data[i][1].iov_len = packets[i].size;
		messages[i].msg_hdr.msg_iov = data[i];
		messages[i].msg_hdr.msg_iovlen = 2;
	}
	for (i = 0; i < count; i += (unsigned int)sent) {
		sent = sendmmsg(fd, messages + i, count - i, 0);
		if (sent <= 0)
			sent = 1;
	}
}
