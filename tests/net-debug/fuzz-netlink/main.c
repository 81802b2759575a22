// SPDX-License-Identifier: GPL-2.0
/*
 * fuzz-netlink SEED COUNT all|spare: requests that nobody in his right mind
 * sends to the IPVS family, and to LVS.
 *
 * Each begins as a request that makes sense and is then broken at random: its
 * attributes left out, doubled, of the wrong type or length, nested in
 * themselves; its header; its end. Some come many to a datagram, some ask for
 * lists that nobody reads to their end.
 *
 * "all" sends every command, and now and then looks at the whole table before
 * and after one: what was refused has changed nothing. "spare" leaves out the
 * commands that spoil all services alike, and sends a stream of right requests
 * in between: each is answered as it should be, and at the end the table has
 * what they made. The same seed sends the same requests.
 */
#define _GNU_SOURCE
#include "channel.h"
#include "ipvs.h"
#include "model.h"
#include "picture.h"

#include <errno.h>
#include <linux/genetlink.h>
#include <linux/ip_vs.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define READERS 8

static int readers[READERS];

/* One request, whose header is whole: it is answered, and what is refused changes nothing. */
static void send_one(struct request *request)
{
	bool compare = !spare && one_in(2);
	uint64_t before = compare ? picture_of_table() : 0;
	int error;

	request->size = 0;
	put_request(request);
	error = ask(request, NULL, NULL);
	judge(error);
	if (compare && error && picture_of_table() != before)
		fail("refused, and yet something changed", error, error);
}

/* Many at once, their headers as wrong as the rest. */
static void send_batch(struct request *request)
{
	static const uint16_t wrong_flags[] = { NLM_F_ECHO, NLM_F_ROOT, NLM_F_MATCH,
						NLM_F_EXCL, NLM_F_DUMP, NLM_F_REQUEST };
	int count = 1 + (int)draw(12);
	struct nlmsghdr header;
	size_t at;

	request->size = 0;
	while (count--) {
		at = request->size;
		put_request(request);
		memcpy(&header, request->bytes + at, sizeof(header));
		if (one_in(10))
			header.nlmsg_flags ^= wrong_flags[draw(COUNT(wrong_flags))];
		if (one_in(30))
			header.nlmsg_len = draw(2) ? draw(64) : header.nlmsg_len + draw(64) - 32;
		memcpy(request->bytes + at, &header, sizeof(header));
	}
	if (one_in(10))
		put_noise(request, draw(64));
	if (send(channel, request->bytes, request->size, 0) < 0 && errno != EINVAL)
		fail("not sent", errno, 0);
	drain(channel);
}

/* A list begun, read a little and left; the table changes before it is read on. */
static void send_reader(struct request *request)
{
	static uint8_t bytes[70000];
	int *reader = &readers[draw(READERS)];
	int small = 2048;

	if (*reader && one_in(2)) {
		if (one_in(4))
			drain(*reader);
		close(*reader);
		*reader = 0;
	}
	if (!*reader) {
		*reader = open_channel();
		if (one_in(2))
			setsockopt(*reader, SOL_SOCKET, SO_RCVBUF, &small, sizeof(small));
	}
	if (one_in(3)) {
		recv(*reader, bytes, 1 + draw(sizeof(bytes) - 1), MSG_DONTWAIT);
		return;
	}
	request->size = 0;
	if (one_in(4)) {
		put_request(request);
	} else {
		size_t at = begin_request(request, one_in(8) ? lvs : ipvs,
					  one_in(2) ? IPVS_CMD_GET_SERVICE : IPVS_CMD_GET_DEST,
					  NLM_F_DUMP);

		put_service(request, false);
		end_request(request, at);
	}
	send(*reader, request->bytes, request->size, MSG_DONTWAIT);
}

int main(int argc, char **argv)
{
	static struct request request;
	unsigned long left;
	size_t i;

	if (argc != 4) {
		fputs("usage: fuzz-netlink SEED COUNT all|spare\n", stderr);
		return 2;
	}
	dice_seed(argv[1]);
	spare = !strcmp(argv[3], "spare");
	channel = open_channel();
	tame = true;
	ipvs = family_of(IPVS_GENL_NAME);
	lvs = family_of("LVS");
	tame = false;
	for (left = strtoul(argv[2], NULL, 0); left && failures < 10; left--) {
		if (one_in(8))
			send_reader(&request);
		else if (one_in(4))
			send_batch(&request);
		else if (spare && one_in(3))
			send_right(&request);
		else
			send_one(&request);
	}
	if (spare)
		compare_models();
	for (i = 0; i < COUNT(answers); i++) {
		if (answers[i])
			printf("%lu %s\n", answers[i], i ? strerrorname_np((int)i) : "done");
	}
	return failures > 0;
}
