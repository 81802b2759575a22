// SPDX-License-Identifier: GPL-2.0
/*
 * The ports that a real server sees in place of a client's own: of the same kind, and all of
 * that kind.
 */
#include "../run.h"

#include "../../../kernel/base/port.h"

#include <stdbool.h>
#include <string.h>

#define PORTS 65536

/* How many ports there are in place of this one; each must be of its kind. */
static unsigned int count(uint16_t like)
{
	static bool seen[PORTS];
	unsigned int found = 0;
	unsigned int port;
	uint32_t dice;

	memset(seen, 0, sizeof(seen));
	for (dice = 0; dice < 2 * PORTS; dice++) {
		port = lvs_port_like(like, dice);
		ck_assert_uint_ne(port, 0);
		ck_assert_int_eq(port < 1024, like < 1024);
		ck_assert_uint_eq(port % 2, like % 2);
		found += !seen[port];
		seen[port] = true;
	}
	return found;
}

START_TEST(a_port_is_replaced_by_any_of_its_kind)
{
	ck_assert_uint_eq(count(123), 511);
	ck_assert_uint_eq(count(500), 511);
	ck_assert_uint_eq(count(1024), 32256);
	ck_assert_uint_eq(count(65535), 32256);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("kernel-ports");

	tcase_add_test(tests, a_port_is_replaced_by_any_of_its_kind);
	return run_case("kernel-ports", tests);
}
