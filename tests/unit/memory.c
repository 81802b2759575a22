// SPDX-License-Identifier: GPL-2.0
/* What the list of connections says of a client. */
#include "run.h"

#include "../../ipvsadm/memory.h"

#include <arpa/inet.h>
#include <string.h>

static const char list[] =
	"Pro FromIP   FPrt ToIP     TPrt DestIP   DPrt State       Expires PEName PEData\n"
	"TCP 0A000102 1388 0A000163 0050 0A000211 0050 ESTABLISHED     800\n"
	"TCP 0A000102 0000 0A000163 0050 0A000211 0050 ASSURED         300\n"
	"IP  0A000102 0000 00000007 0000 0A000212 0000 ASSURED         200\n"
	"TCP 0A000102 1389 0A000164 0050 0A000213 0050 ESTABLISHED     700\n";

static const struct service asked = {
	.family = AF_INET,
	.protocol = IPPROTO_TCP,
	.address.ip.s_addr = 0x6401000a,
	.port = 80,
};

static struct memory look_up(uint32_t fwmark, uint16_t port)
{
	const struct service service = { .family = AF_INET,
					 .fwmark = fwmark,
					 .flags = IP_VS_SVC_F_PERSISTENT,
					 .netmask = 0xffffffff };
	const struct memory_client client = { .service = fwmark ? &service : &asked,
					      .asked = &asked,
					      .address.ip.s_addr = 0x0201000a,
					      .port = port };
	FILE *file = fmemopen((void *)list, sizeof(list) - 1, "r");
	struct memory memory;

	memory_search(file, &client, &memory);
	fclose(file);
	return memory;
}

START_TEST(a_connection_is_of_the_address_and_port_that_are_asked)
{
	ck_assert_int_eq(look_up(0, 0x1388).kind, MEMORY_NONE);
	ck_assert_int_eq(look_up(0, 0x1389).kind, MEMORY_CONNECTION);
	ck_assert_int_eq(look_up(7, 0x1389).kind, MEMORY_CONNECTION);
	ck_assert_int_eq(look_up(8, 0x1388).kind, MEMORY_NONE);
}
END_TEST

START_TEST(a_template_is_of_its_mark)
{
	struct memory memory = look_up(7, 0);

	ck_assert_int_eq(memory.kind, MEMORY_TEMPLATE);
	ck_assert_uint_eq(memory.expires, 200);
	ck_assert_int_eq(look_up(7, 0x1388).kind, MEMORY_TEMPLATE);
	ck_assert_int_eq(look_up(8, 0).kind, MEMORY_NONE);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("memory");

	tcase_add_test(tests, a_connection_is_of_the_address_and_port_that_are_asked);
	tcase_add_test(tests, a_template_is_of_its_mark);
	return run_case("memory", tests);
}
