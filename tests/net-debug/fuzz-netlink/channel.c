// SPDX-License-Identifier: GPL-2.0
#include "channel.h"

#include <errno.h>
#include <linux/genetlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>

int failures;
unsigned long answers[256];
int channel;

void fail(const char *what, long got, long want)
{
	printf("request %u: %s: got %ld, want %ld\n", sequence, what, got, want);
	failures++;
}

int open_channel(void)
{
	struct timeval patience = { .tv_sec = 20 };
	int fd = socket(AF_NETLINK, SOCK_RAW, NETLINK_GENERIC);

	if (fd < 0) {
		perror("netlink");
		exit(2);
	}
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	return fd;
}

/* What the family may answer; the contract knows no other. */
void judge(int error)
{
	static const int known[] = { 0,	     EINVAL, ENOENT,	ESRCH, EEXIST, EAFNOSUPPORT,
				     ERANGE, EBUSY,  EOPNOTSUPP };
	size_t i;

	answers[error & 255]++;
	for (i = 0; i < COUNT(known); i++) {
		if (error == known[i])
			return;
	}
	fail("an error that is none of the contract's", error, 0);
}

static int error_of(const struct nlmsghdr *header)
{
	const struct nlmsgerr *error = NLMSG_DATA(header);

	return -error->error;
}

/* Hand each message of the answer to @each. Return: the errno that it ends with. */
static int hear(int fd, uint32_t wanted, see_t each, void *data)
{
	static _Alignas(8) uint8_t bytes[70000];
	const struct nlmsghdr *header;
	long size;

	for (;;) {
		size = recv(fd, bytes, sizeof(bytes), 0);
		if (size < 0) {
			fail("no answer", errno, 0);
			return errno;
		}
		header = (const struct nlmsghdr *)bytes;
		for (; NLMSG_OK(header, size); header = NLMSG_NEXT(header, size)) {
			if (header->nlmsg_seq != wanted)
				continue;
			if (header->nlmsg_type == NLMSG_DONE)
				return 0;
			if (header->nlmsg_type == NLMSG_ERROR)
				return error_of(header);
			if (each)
				each(header, data);
		}
	}
}

int ask(const struct request *request, see_t each, void *data)
{
	if (send(channel, request->bytes, request->size, 0) < 0) {
		fail("not sent", errno, 0);
		return errno;
	}
	return hear(channel, sequence, each, data);
}

/* A list can find no room for more answers: that is the reader's doing. */
void drain(int fd)
{
	static _Alignas(8) uint8_t bytes[70000];
	const struct nlmsghdr *header;
	long size;

	for (;;) {
		size = recv(fd, bytes, sizeof(bytes), MSG_DONTWAIT);
		if (size < 0 && errno != ENOBUFS)
			return;
		header = (const struct nlmsghdr *)bytes;
		for (; NLMSG_OK(header, size); header = NLMSG_NEXT(header, size)) {
			if (header->nlmsg_type == NLMSG_ERROR && error_of(header) != ENOBUFS)
				judge(error_of(header));
		}
	}
}

static void learn_family(const struct nlmsghdr *header, void *data)
{
	const struct nlattr *attr =
		(const void *)((const uint8_t *)NLMSG_DATA(header) + GENL_HDRLEN);
	const uint8_t *end = (const uint8_t *)header + header->nlmsg_len;

	while ((const uint8_t *)attr < end && attr->nla_len >= NLA_HDRLEN) {
		if (attr->nla_type == CTRL_ATTR_FAMILY_ID)
			memcpy(data, attr + 1, sizeof(uint16_t));
		attr = (const void *)((const uint8_t *)attr + NLA_ALIGN(attr->nla_len));
	}
}

uint16_t family_of(const char *name)
{
	static struct request request;
	uint16_t family = 0;
	size_t at;

	request.size = 0;
	at = begin_request(&request, GENL_ID_CTRL, CTRL_CMD_GETFAMILY, NLM_F_ACK);
	put_attr(&request, CTRL_ATTR_FAMILY_NAME, name, strlen(name) + 1);
	end_request(&request, at);
	/* The answer comes before the acknowledgement. */
	if (ask(&request, learn_family, &family) || !family) {
		fprintf(stderr, "no family %s\n", name);
		exit(2);
	}
	return family;
}
