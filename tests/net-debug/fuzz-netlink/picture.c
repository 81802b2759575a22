// SPDX-License-Identifier: GPL-2.0
#include "picture.h"

#include "channel.h"
#include "ipvs.h"

#include <linux/genetlink.h>
#include <linux/ip_vs.h>

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

uint64_t picture_of_table(void)
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
