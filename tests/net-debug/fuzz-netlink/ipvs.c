// SPDX-License-Identifier: GPL-2.0
#include "ipvs.h"

#include <arpa/inet.h>
#include <linux/genetlink.h>
#include <linux/ip_vs.h>
#include <linux/netlink.h>
#include <string.h>

uint16_t ipvs;
uint16_t lvs;
bool spare;

const char *a_scheduler(void)
{
	static const char *const names[] = { "rr", "wrr", "lc",	 "wlc",	 "sed",
					     "nq", "fo",  "ovf", "lblc", "lblcr",
					     "dh", "sh",  "mh",	 "twos", "none" };
	/* Each that is not there is asked of modprobe. */
	static const char *const wrong[] = { "",	 "x",	"lvs_rr", "fifteen-letters",
					     "../../rr", "%s%n" };

	return break_one_in(150) ? wrong[draw(COUNT(wrong))] : names[draw(COUNT(names))];
}

void put_address(struct request *request, uint16_t type, uint16_t family, uint8_t net, uint8_t host)
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

/* Mostly what is usual, else where numbers change their sign or wrap when they are multiplied. */
static uint32_t extreme(uint32_t usual)
{
	static const uint32_t values[] = { 0, 1, 128, 129, 0x7fffffff, 0x80000000, 0xffffffff };
	uint32_t which = draw(12 * (COUNT(values) + 1));

	if (which < COUNT(values))
		return values[which];
	return which == COUNT(values) ? draw(0xffffffff) : usual;
}

static uint16_t a_family(void)
{
	return break_one_in(60) ? (uint16_t)draw(40) : one_in(2) ? AF_INET : AF_INET6;
}

void put_service(struct request *request, bool full)
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
		put_attr32(request, IPVS_SVC_ATTR_TIMEOUT, extreme(draw(400)));
		put_attr32(request, IPVS_SVC_ATTR_NETMASK,
			   extreme(family == AF_INET ? 0xffffffff : 128));
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
		put_attr32(request, IPVS_DEST_ATTR_WEIGHT, extreme(draw(10)));
		put_attr32(request, IPVS_DEST_ATTR_U_THRESH, extreme(one_in(3) ? draw(10) : 0));
		put_attr32(request, IPVS_DEST_ATTR_L_THRESH, extreme(one_in(6) ? draw(10) : 0));
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
	put_attr32(request, IPVS_CMD_ATTR_TIMEOUT_TCP, extreme(1 + draw(1000)));
	put_attr32(request, IPVS_CMD_ATTR_TIMEOUT_TCP_FIN, extreme(1 + draw(1000)));
	put_attr32(request, IPVS_CMD_ATTR_TIMEOUT_UDP, extreme(1 + draw(1000)));
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

void put_request(struct request *request)
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
