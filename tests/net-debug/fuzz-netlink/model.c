// SPDX-License-Identifier: GPL-2.0
#include "model.h"

#include "channel.h"
#include "ipvs.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/genetlink.h>
#include <linux/ip_vs.h>
#include <string.h>

#define MODEL	      48
#define MODEL_SERVERS 6

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

static struct model models[MODEL];

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

void send_right(struct request *request)
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

void compare_models(void)
{
	size_t i;

	tame = true;
	for (i = 0; i < MODEL; i++)
		compare_model(i);
}
