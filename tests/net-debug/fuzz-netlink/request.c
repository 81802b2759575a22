// SPDX-License-Identifier: GPL-2.0
#include "request.h"

#include <linux/genetlink.h>
#include <linux/ip_vs.h>
#include <linux/netlink.h>
#include <string.h>

bool tame;
uint32_t sequence;

bool break_one_in(uint32_t n)
{
	return !tame && one_in(n);
}

void put(struct request *request, const void *bytes, size_t size)
{
	if (size > ROOM - request->size)
		return;
	if (size)
		memcpy(request->bytes + request->size, bytes, size);
	request->size += size;
}

void put_noise(struct request *request, size_t size)
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

size_t begin_attr(struct request *request, uint16_t type)
{
	struct nlattr attr = { .nla_type = type };
	size_t at = request->size;

	put(request, &attr, sizeof(attr));
	return at;
}

void end_attr(struct request *request, size_t at)
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

void put_garbage(struct request *request, int depth)
{
	size_t at = begin_attr(request, (uint16_t)draw(20) | (one_in(2) ? NLA_F_NESTED : 0));

	if (depth > 0)
		put_garbage(request, depth - 1 - (int)draw(2));
	if (depth > 0 && one_in(4))
		put_garbage(request, depth / 2);
	put_noise(request, draw(24));
	end_attr(request, at);
}

void put_attr(struct request *request, uint16_t type, const void *value, size_t size)
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

void put_attr16(struct request *request, uint16_t type, uint16_t value)
{
	put_attr(request, type, &value, sizeof(value));
}

/* Half of what is wrong with a number is that it lies at an end. */
void put_attr32(struct request *request, uint16_t type, uint32_t value)
{
	static const uint32_t ends[] = { 0,	     1,		 2,	     127,
					 128,	     129,	 0x7fffffff, 0x80000000,
					 0xfffffffe, 0xffffffff, 0x20000000, 8589934 };

	if (break_one_in(25))
		value = one_in(2) ? ends[draw(COUNT(ends))] : draw(0xffffffff);
	put_attr(request, type, &value, sizeof(value));
}

size_t begin_request(struct request *request, uint16_t family, uint8_t command, uint16_t flags)
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

void end_request(struct request *request, size_t at)
{
	uint32_t length = (uint32_t)(request->size - at);

	memcpy(request->bytes + at, &length, sizeof(length));
	pad(request);
}
