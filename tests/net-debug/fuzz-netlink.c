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
#include "dice.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/genetlink.h>
#include <linux/ip_vs.h>
#include <linux/netlink.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#define ROOM	      60000
#define READERS	      8
#define MODEL	      48
#define MODEL_SERVERS 6
#define COUNT(array)  (sizeof(array) / sizeof((array)[0]))

/* Behind the room, a header that did not fit may still be written over. */
struct request {
	uint8_t bytes[ROOM + 64];
	size_t size;
};

/* What the stream of right requests has made, by its number. */
struct model {
	bool there;
	const char *scheduler;
	uint32_t timeout;
	struct {
		bool there;
		uint32_t weight;
		uint32_t upper;
	} servers[MODEL_SERVERS];
};

static uint16_t ipvs;
static uint16_t lvs;
static uint32_t sequence;
static bool tame;
static bool spare;
static int failures;
static int channel;
static int readers[READERS];
static struct model models[MODEL];
static unsigned long answers[256];

/* Chances to break something, none while a right request is made. */
static bool break_one_in(uint32_t n)
{
	return !tame && one_in(n);
}

static void fail(const char *what, long got, long want)
{
	printf("request %u: %s: got %ld, want %ld\n", sequence, what, got, want);
	failures++;
}

static void put(struct request *request, const void *bytes, size_t size)
{
	if (size > ROOM - request->size)
		return;
	if (size)
		memcpy(request->bytes + request->size, bytes, size);
	request->size += size;
}

static void put_noise(struct request *request, size_t size)
{
	uint8_t byte;

	while (size--) {
		byte = (uint8_t)draw(256);
		put(request, &byte, 1);
	}
}

static void pad(struct request *request)
{
	static const uint8_t zeroes[4];

	put(request, zeroes, -request->size & 3);
}

static size_t begin_attr(struct request *request, uint16_t type)
{
	struct nlattr attr = { .nla_type = type };
	size_t at = request->size;

	put(request, &attr, sizeof(attr));
	return at;
}

static void end_attr(struct request *request, size_t at)
{
	static const uint16_t lengths[] = { 0, 1, 3, 4, 5, 0x7fff, 0xffff };
	uint16_t length = (uint16_t)(request->size - at);

	if (break_one_in(150))
		length = lengths[draw(COUNT(lengths))];
	else if (break_one_in(150))
		length = (uint16_t)(length + draw(9) - 4);
	if (at + 4 <= request->size)
		memcpy(request->bytes + at, &length, sizeof(length));
	pad(request);
}

static uint16_t a_type(uint16_t type)
{
	if (break_one_in(40))
		return type | (one_in(2) ? NLA_F_NESTED : NLA_F_NET_BYTEORDER);
	if (break_one_in(60))
		return (uint16_t)draw(20);
	return break_one_in(200) ? (uint16_t)draw(65536) : type;
}

/* Nests in nests, as deep as it comes. */
static void put_garbage(struct request *request, int depth)
{
	size_t at = begin_attr(request, (uint16_t)draw(20) | (one_in(2) ? NLA_F_NESTED : 0));

	if (depth > 0)
		put_garbage(request, depth - 1 - (int)draw(2));
	if (depth > 0 && one_in(4))
		put_garbage(request, depth / 2);
	put_noise(request, draw(24));
	end_attr(request, at);
}

static void put_attr(struct request *request, uint16_t type, const void *value, size_t size)
{
	int times = break_one_in(40) ? 0 : break_one_in(40) ? 2 : 1;
	size_t at;

	while (times--) {
		at = begin_attr(request, a_type(type));
		if (break_one_in(60))
			put_noise(request, draw(40));
		else if (break_one_in(60) && size)
			put(request, value, draw((uint32_t)size));
		else
			put(request, value, size);
		end_attr(request, at);
	}
	if (break_one_in(100))
		put_garbage(request, 12);
}

static void put_attr16(struct request *request, uint16_t type, uint16_t value)
{
	put_attr(request, type, &value, sizeof(value));
}

/* Half of what is wrong with a number is that it lies at an end. */
static void put_attr32(struct request *request, uint16_t type, uint32_t value)
{
	static const uint32_t ends[] = { 0,	     1,		 2,	     127,
					 128,	     129,	 0x7fffffff, 0x80000000,
					 0xfffffffe, 0xffffffff, 0x20000000, 8589934 };

	if (break_one_in(25))
		value = one_in(2) ? ends[draw(COUNT(ends))] : draw(0xffffffff);
	put_attr(request, type, &value, sizeof(value));
}

static const char *a_scheduler(void)
{
	static const char *const names[] = { "rr", "wrr", "lc",	 "wlc",	 "sed",
					     "nq", "fo",  "ovf", "lblc", "lblcr",
					     "dh", "sh",  "mh",	 "twos", "none" };
	/* Each that is not there is asked of modprobe. */
	static const char *const wrong[] = { "",	 "x",	"lvs_rr", "fifteen-letters",
					     "../../rr", "%s%n" };

	return break_one_in(150) ? wrong[draw(COUNT(wrong))] : names[draw(COUNT(names))];
}

static void put_address(struct request *request, uint16_t type, uint16_t family, uint8_t net,
			uint8_t host)
{
	uint8_t address[16] = { 10, net, 0, host };

	if (family == AF_INET6) {
		memset(address, 0, sizeof(address));
		address[0] = 0xfd;
		address[1] = net;
		address[15] = host;
	}
	put_attr(request, type, address, family == AF_INET && one_in(2) ? 4 : sizeof(address));
}

static uint16_t a_family(void)
{
	return break_one_in(60) ? (uint16_t)draw(40) : one_in(2) ? AF_INET : AF_INET6;
}

/* Few keys, so that requests meet the services of others. */
static void put_service(struct request *request, bool full)
{
	static const uint16_t protocols[] = { IPPROTO_TCP, IPPROTO_UDP, IPPROTO_SCTP, 0, 300 };
	uint32_t flags[2] = { draw(64), one_in(8) ? draw(0xffffffff) : 0x3f };
	size_t nest = begin_attr(request, IPVS_CMD_ATTR_SERVICE);
	uint16_t family = a_family();
	const char *name;

	put_attr16(request, IPVS_SVC_ATTR_AF, family);
	if (one_in(4)) {
		put_attr32(request, IPVS_SVC_ATTR_FWMARK, draw(6));
	} else {
		put_attr16(request, IPVS_SVC_ATTR_PROTOCOL,
			   protocols[draw(one_in(8) ? COUNT(protocols) : 3)]);
		put_address(request, IPVS_SVC_ATTR_ADDR, family, 66, 1);
		put_attr16(request, IPVS_SVC_ATTR_PORT, htons((uint16_t)draw(2)));
	}
	if (full || one_in(10)) {
		name = a_scheduler();
		put_attr(request, IPVS_SVC_ATTR_SCHED_NAME, name, strlen(name) + !break_one_in(40));
		if (break_one_in(20))
			put_attr(request, IPVS_SVC_ATTR_PE_NAME, "sip", 4);
		put_attr(request, IPVS_SVC_ATTR_FLAGS, flags, sizeof(flags));
		put_attr32(request, IPVS_SVC_ATTR_TIMEOUT, draw(400));
		put_attr32(request, IPVS_SVC_ATTR_NETMASK, family == AF_INET ? 0xffffffff : 128);
	}
	end_attr(request, nest);
}

static void put_server(struct request *request, bool full)
{
	size_t nest = begin_attr(request, IPVS_CMD_ATTR_DEST);
	uint16_t family = one_in(3) ? AF_INET6 : AF_INET;
	uint8_t type = (uint8_t)draw(5);

	put_address(request, IPVS_DEST_ATTR_ADDR, family, 66, (uint8_t)(1 + draw(2)));
	put_attr16(request, IPVS_DEST_ATTR_PORT, htons(one_in(8)));
	if (one_in(2))
		put_attr16(request, IPVS_DEST_ATTR_ADDR_FAMILY, one_in(8) ? a_family() : family);
	if (full || one_in(10)) {
		put_attr32(request, IPVS_DEST_ATTR_FWD_METHOD, one_in(2) ? 2 : draw(8));
		put_attr32(request, IPVS_DEST_ATTR_WEIGHT, draw(10));
		put_attr32(request, IPVS_DEST_ATTR_U_THRESH, one_in(3) ? draw(10) : 0);
		put_attr32(request, IPVS_DEST_ATTR_L_THRESH, one_in(6) ? draw(10) : 0);
	}
	if (one_in(3)) {
		put_attr(request, IPVS_DEST_ATTR_TUN_TYPE, &type, 1);
		put_attr16(request, IPVS_DEST_ATTR_TUN_PORT, (uint16_t)draw(65536));
		put_attr16(request, IPVS_DEST_ATTR_TUN_FLAGS, (uint16_t)draw(8));
	}
	end_attr(request, nest);
}

static void put_daemon(struct request *request)
{
	static const char name[] = "eth0";
	size_t nest = begin_attr(request, IPVS_CMD_ATTR_DAEMON);
	uint8_t group[16] = { 0xff, 2 };
	uint8_t ttl = 1;

	put_attr32(request, IPVS_DAEMON_ATTR_STATE, draw(4));
	put_attr(request, IPVS_DAEMON_ATTR_MCAST_IFN, name, sizeof(name));
	put_attr32(request, IPVS_DAEMON_ATTR_SYNC_ID, draw(300));
	put_attr16(request, IPVS_DAEMON_ATTR_SYNC_MAXLEN, (uint16_t)draw(65536));
	put_attr32(request, IPVS_DAEMON_ATTR_MCAST_GROUP, draw(0xffffffff));
	put_attr(request, IPVS_DAEMON_ATTR_MCAST_GROUP6, group, sizeof(group));
	put_attr16(request, IPVS_DAEMON_ATTR_MCAST_PORT, (uint16_t)draw(65536));
	put_attr(request, IPVS_DAEMON_ATTR_MCAST_TTL, &ttl, 1);
	end_attr(request, nest);
}

static void put_timeouts(struct request *request)
{
	put_attr32(request, IPVS_CMD_ATTR_TIMEOUT_TCP, 1 + draw(1000));
	put_attr32(request, IPVS_CMD_ATTR_TIMEOUT_TCP_FIN, 1 + draw(1000));
	put_attr32(request, IPVS_CMD_ATTR_TIMEOUT_UDP, 1 + draw(1000));
}

static size_t begin_request(struct request *request, uint16_t family, uint8_t command,
			    uint16_t flags)
{
	struct nlmsghdr header = { .nlmsg_type = family,
				   .nlmsg_flags = NLM_F_REQUEST | flags,
				   .nlmsg_seq = ++sequence };
	struct genlmsghdr genl = { .cmd = command, .version = IPVS_GENL_VERSION };
	size_t at = request->size;

	if (break_one_in(100))
		genl.version = (uint8_t)draw(256);
	put(request, &header, sizeof(header));
	put(request, &genl, sizeof(genl));
	return at;
}

static void end_request(struct request *request, size_t at)
{
	uint32_t length = (uint32_t)(request->size - at);

	memcpy(request->bytes + at, &length, sizeof(length));
	pad(request);
}

/* Bytes behind the netlink header, which stays: its answer is waited for. */
static void scratch(struct request *request, size_t at)
{
	size_t head = at + sizeof(struct nlmsghdr) + 1;
	int count = (int)draw(4);

	while (count-- && request->size > head)
		request->bytes[head + draw((uint32_t)(request->size - head))] = (uint8_t)draw(256);
}

static uint8_t a_command(void)
{
	static const uint8_t often[] = { IPVS_CMD_NEW_SERVICE, IPVS_CMD_NEW_SERVICE,
					 IPVS_CMD_SET_SERVICE, IPVS_CMD_SET_DEST,
					 IPVS_CMD_NEW_DEST,    IPVS_CMD_NEW_DEST,
					 IPVS_CMD_SET_DEST,    IPVS_CMD_DEL_DEST };
	uint8_t command = one_in(2) ? often[draw(COUNT(often))] : (uint8_t)draw(IPVS_CMD_MAX + 3);

	/* The whole table goes sometimes, but mostly it has something in it. */
	if (command == IPVS_CMD_FLUSH && !one_in(20))
		command = IPVS_CMD_SET_DEST;
	if (one_in(100))
		command = (uint8_t)draw(256);
	if (spare && (command == IPVS_CMD_FLUSH || command == IPVS_CMD_SET_CONFIG))
		command = IPVS_CMD_GET_CONFIG;
	return command;
}

static void put_request(struct request *request)
{
	uint8_t command = a_command();
	bool lists = command == IPVS_CMD_GET_DEST || command == IPVS_CMD_GET_DAEMON ||
		     (command == IPVS_CMD_GET_SERVICE && one_in(2));
	bool full = command == IPVS_CMD_NEW_SERVICE || command == IPVS_CMD_SET_SERVICE;
	size_t at;

	if (one_in(30))
		lists = !lists;
	at = begin_request(request, one_in(50) ? lvs : ipvs, command,
			   NLM_F_ACK | (lists ? NLM_F_DUMP : 0));
	if (command <= IPVS_CMD_GET_DEST || command == IPVS_CMD_ZERO || one_in(10))
		put_service(request, full);
	if ((command >= IPVS_CMD_NEW_DEST && command <= IPVS_CMD_GET_DEST) || one_in(20))
		put_server(request, command == IPVS_CMD_NEW_DEST || command == IPVS_CMD_SET_DEST);
	if (command == IPVS_CMD_NEW_DAEMON || command == IPVS_CMD_DEL_DAEMON || one_in(20))
		put_daemon(request);
	if (command == IPVS_CMD_SET_CONFIG || one_in(20))
		put_timeouts(request);
	if (one_in(20))
		put_garbage(request, 20);
	if (one_in(20))
		put_noise(request, draw(20));
	if (one_in(20) && request->size > at + 20)
		request->size = at + 20 + draw((uint32_t)(request->size - at - 20));
	if (one_in(5))
		scratch(request, at);
	end_request(request, at);
}

static int open_channel(void)
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
static void judge(int error)
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
static int hear(int fd, uint32_t wanted, void (*each)(const struct nlmsghdr *, void *), void *data)
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

static int ask(const struct request *request, void (*each)(const struct nlmsghdr *, void *),
	       void *data)
{
	if (send(channel, request->bytes, request->size, 0) < 0) {
		fail("not sent", errno, 0);
		return errno;
	}
	return hear(channel, sequence, each, data);
}

/* A list can find no room for more answers: that is the reader's doing. */
static void drain(int fd)
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

static uint16_t family_of(const char *name)
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

/* A table as a number, without what traffic counts. */
struct picture {
	uint64_t hash;
	bool servers;
	struct request services;
	size_t starts[256];
	size_t count;
};

static void add_hash(struct picture *picture, const uint8_t *bytes, size_t size)
{
	while (size--)
		picture->hash = (picture->hash ^ *bytes++) * 0x100000001b3ULL;
}

static bool counts(bool servers, uint16_t type)
{
	if (servers)
		return type == IPVS_DEST_ATTR_STATS || type == IPVS_DEST_ATTR_STATS64 ||
		       (type >= IPVS_DEST_ATTR_ACTIVE_CONNS &&
			type <= IPVS_DEST_ATTR_PERSIST_CONNS);
	return type == IPVS_SVC_ATTR_STATS || type == IPVS_SVC_ATTR_STATS64;
}

static void draw_picture(const struct nlmsghdr *header, void *data)
{
	const uint8_t *nest = (const uint8_t *)NLMSG_DATA(header) + GENL_HDRLEN;
	const uint8_t *end = nest + ((const struct nlattr *)nest)->nla_len;
	const uint8_t *at = nest + NLA_HDRLEN;
	struct picture *picture = data;
	const struct nlattr *attr;

	if (end > (const uint8_t *)header + header->nlmsg_len)
		fail("a nest beyond its message", end - (const uint8_t *)header, header->nlmsg_len);
	for (; at < end; at += NLA_ALIGN(attr->nla_len)) {
		attr = (const struct nlattr *)at;
		if (attr->nla_len < NLA_HDRLEN || at + attr->nla_len > end) {
			fail("an attribute beyond its nest", attr->nla_len, end - at);
			return;
		}
		if (!counts(picture->servers, attr->nla_type))
			add_hash(picture, at, attr->nla_len);
	}
	if (!picture->servers && picture->count < COUNT(picture->starts)) {
		picture->starts[picture->count++] = picture->services.size;
		put(&picture->services, nest, NLA_ALIGN(((const struct nlattr *)nest)->nla_len));
	}
}

/* All services, and the servers of as many as there is room for. */
static uint64_t picture_of_table(void)
{
	static struct picture picture;
	static struct request request;
	size_t size;
	size_t i;
	size_t at;

	picture = (struct picture){ .hash = 0xcbf29ce484222325ULL };
	request.size = 0;
	tame = true;
	at = begin_request(&request, ipvs, IPVS_CMD_GET_SERVICE, NLM_F_DUMP);
	end_request(&request, at);
	if (ask(&request, draw_picture, &picture))
		fail("no list of services", 1, 0);
	picture.servers = true;
	for (i = 0; i < picture.count; i++) {
		size = (i + 1 < picture.count ? picture.starts[i + 1] : picture.services.size) -
		       picture.starts[i];
		request.size = 0;
		at = begin_request(&request, ipvs, IPVS_CMD_GET_DEST, NLM_F_DUMP);
		put(&request, picture.services.bytes + picture.starts[i], size);
		end_request(&request, at);
		add_hash(&picture, (const uint8_t *)&i, sizeof(i));
		if (ask(&request, draw_picture, &picture))
			fail("no list of servers", 1, 0);
	}
	tame = false;
	return picture.hash;
}

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

static void put_model_service(struct request *request, size_t number, const struct model *config)
{
	uint32_t flags[2] = { 0, 0x3f };
	size_t nest = begin_attr(request, IPVS_CMD_ATTR_SERVICE);
	uint16_t family = number % 2 ? AF_INET : AF_INET6;

	put_attr16(request, IPVS_SVC_ATTR_AF, family);
	put_attr16(request, IPVS_SVC_ATTR_PROTOCOL, number % 3 ? IPPROTO_TCP : IPPROTO_UDP);
	put_address(request, IPVS_SVC_ATTR_ADDR, family, 99, (uint8_t)(number / 6));
	put_attr16(request, IPVS_SVC_ATTR_PORT, htons((uint16_t)(1000 + number)));
	if (config) {
		put_attr(request, IPVS_SVC_ATTR_SCHED_NAME, config->scheduler,
			 strlen(config->scheduler) + 1);
		put_attr(request, IPVS_SVC_ATTR_FLAGS, flags, sizeof(flags));
		put_attr32(request, IPVS_SVC_ATTR_TIMEOUT, config->timeout);
		put_attr32(request, IPVS_SVC_ATTR_NETMASK, family == AF_INET ? 0xffffffff : 128);
	}
	end_attr(request, nest);
}

static void put_model_server(struct request *request, size_t number, size_t server, uint32_t weight,
			     uint32_t upper)
{
	size_t nest = begin_attr(request, IPVS_CMD_ATTR_DEST);

	put_address(request, IPVS_DEST_ATTR_ADDR, number % 2 ? AF_INET : AF_INET6, 98,
		    (uint8_t)(1 + server));
	put_attr16(request, IPVS_DEST_ATTR_PORT, htons(80));
	put_attr32(request, IPVS_DEST_ATTR_FWD_METHOD, 0);
	put_attr32(request, IPVS_DEST_ATTR_WEIGHT, weight);
	put_attr32(request, IPVS_DEST_ATTR_U_THRESH, upper);
	put_attr32(request, IPVS_DEST_ATTR_L_THRESH, 0);
	end_attr(request, nest);
}

static int change_service(struct request *request, uint8_t command, size_t number)
{
	struct model *model = &models[number];
	struct model wanted = { .there = true, .scheduler = a_scheduler(), .timeout = draw(400) };
	size_t at = begin_request(request, ipvs, command, NLM_F_ACK);

	put_model_service(request, number, command == IPVS_CMD_DEL_SERVICE ? NULL : &wanted);
	end_request(request, at);
	if (command == IPVS_CMD_NEW_SERVICE && model->there)
		return EEXIST;
	if (command != IPVS_CMD_NEW_SERVICE && !model->there)
		return ESRCH;
	if (command == IPVS_CMD_SET_SERVICE)
		memcpy(wanted.servers, model->servers, sizeof(wanted.servers));
	if (command == IPVS_CMD_DEL_SERVICE)
		wanted = (struct model){ 0 };
	*model = wanted;
	return 0;
}

static int change_server(struct request *request, uint8_t command, size_t number)
{
	struct model *model = &models[number];
	size_t server = draw(MODEL_SERVERS);
	size_t at = begin_request(request, ipvs, command, NLM_F_ACK);
	uint32_t weight = draw(100);
	uint32_t upper = draw(100);

	put_model_service(request, number, NULL);
	put_model_server(request, number, server, weight, upper);
	end_request(request, at);
	if (!model->there)
		return ESRCH;
	if (command == IPVS_CMD_NEW_DEST && model->servers[server].there)
		return EEXIST;
	if (command != IPVS_CMD_NEW_DEST && !model->servers[server].there)
		return ENOENT;
	model->servers[server].there = command != IPVS_CMD_DEL_DEST;
	model->servers[server].weight = weight;
	model->servers[server].upper = upper;
	return 0;
}

/* The stream: a request that is right, and answered as the model says. */
static void send_right(struct request *request)
{
	static const uint8_t commands[] = { IPVS_CMD_NEW_SERVICE, IPVS_CMD_NEW_SERVICE,
					    IPVS_CMD_SET_SERVICE, IPVS_CMD_DEL_SERVICE,
					    IPVS_CMD_NEW_DEST,	  IPVS_CMD_NEW_DEST,
					    IPVS_CMD_NEW_DEST,	  IPVS_CMD_SET_DEST,
					    IPVS_CMD_DEL_DEST };
	uint8_t command = commands[draw(COUNT(commands))];
	size_t number = draw(MODEL);
	int want;
	int got;

	request->size = 0;
	tame = true;
	want = command <= IPVS_CMD_DEL_SERVICE ? change_service(request, command, number)
					       : change_server(request, command, number);
	got = ask(request, NULL, NULL);
	if (got != want)
		fail("a right request", got, want);
	tame = false;
}

struct seen {
	const struct model *model;
	int services;
	int servers;
};

static const void *attr_of(const struct nlmsghdr *header, uint16_t type)
{
	const uint8_t *nest = (const uint8_t *)NLMSG_DATA(header) + GENL_HDRLEN;
	const uint8_t *end = nest + ((const struct nlattr *)nest)->nla_len;
	const struct nlattr *attr = (const void *)(nest + NLA_HDRLEN);

	while ((const uint8_t *)attr < end) {
		if (attr->nla_type == type)
			return attr + 1;
		attr = (const void *)((const uint8_t *)attr + NLA_ALIGN(attr->nla_len));
	}
	return "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";
}

static uint32_t number_of(const struct nlmsghdr *header, uint16_t type)
{
	uint32_t number;

	memcpy(&number, attr_of(header, type), sizeof(number));
	return number;
}

static void see_service(const struct nlmsghdr *header, void *data)
{
	struct seen *seen = data;

	seen->services++;
	if (strcmp(attr_of(header, IPVS_SVC_ATTR_SCHED_NAME), seen->model->scheduler) != 0)
		fail("another scheduler", 1, 0);
	if (number_of(header, IPVS_SVC_ATTR_TIMEOUT) != seen->model->timeout)
		fail("timeout", number_of(header, IPVS_SVC_ATTR_TIMEOUT), seen->model->timeout);
}

static void see_server(const struct nlmsghdr *header, void *data)
{
	const uint8_t *address = attr_of(header, IPVS_DEST_ATTR_ADDR);
	size_t server = (size_t)(address[0] == 10 ? address[3] : address[15]) - 1;
	struct seen *seen = data;

	seen->servers++;
	if (server >= MODEL_SERVERS || !seen->model->servers[server].there) {
		fail("a server that nobody made", (long)server, -1);
		return;
	}
	if (number_of(header, IPVS_DEST_ATTR_WEIGHT) != seen->model->servers[server].weight)
		fail("weight", number_of(header, IPVS_DEST_ATTR_WEIGHT),
		     seen->model->servers[server].weight);
	if (number_of(header, IPVS_DEST_ATTR_U_THRESH) != seen->model->servers[server].upper)
		fail("threshold", number_of(header, IPVS_DEST_ATTR_U_THRESH),
		     seen->model->servers[server].upper);
}

static void compare_model(size_t number)
{
	static struct request request;
	const struct model *model = &models[number];
	struct seen seen = { .model = model };
	int servers = 0;
	size_t at;
	size_t i;

	request.size = 0;
	at = begin_request(&request, ipvs, IPVS_CMD_GET_SERVICE, NLM_F_ACK);
	put_model_service(&request, number, NULL);
	end_request(&request, at);
	if (ask(&request, see_service, &seen) != (model->there ? 0 : ESRCH) ||
	    seen.services != model->there)
		fail("is the service there", seen.services, model->there);
	request.size = 0;
	at = begin_request(&request, ipvs, IPVS_CMD_GET_DEST, NLM_F_DUMP);
	put_model_service(&request, number, NULL);
	end_request(&request, at);
	ask(&request, see_server, &seen);
	for (i = 0; i < MODEL_SERVERS; i++)
		servers += model->servers[i].there;
	if (seen.servers != servers)
		fail("servers", seen.servers, servers);
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
	tame = true;
	for (i = 0; spare && i < MODEL; i++)
		compare_model(i);
	for (i = 0; i < COUNT(answers); i++) {
		if (answers[i])
			printf("%lu %s\n", answers[i], i ? strerrorname_np((int)i) : "done");
	}
	return failures > 0;
}
