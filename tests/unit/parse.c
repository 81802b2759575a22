// SPDX-License-Identifier: GPL-2.0
#include "run.h"

#include "../../ipvsadm/opts.h"
#include "../../ipvsadm/parse.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <string.h>

static struct request request;
static char error[256];

/* All names are of an address of each family. */
struct hostent *gethostbyname2(const char *name, int family)
{
	static char address[sizeof(struct in6_addr)];
	static char *list[] = { address, NULL };
	static struct hostent host = { .h_addr_list = list };

	inet_pton(family, family == AF_INET ? "10.0.0.7" : "fd00::7", address);
	host.h_addrtype = family;
	host.h_length = family == AF_INET ? sizeof(struct in_addr) : sizeof(struct in6_addr);
	return &host;
}

static int parse(const char *line)
{
	const char *argv[32] = { "ipvsadm" };
	static char copy[512];
	int argc = 1;
	char *word;

	strcpy(copy, line);
	for (word = strtok(copy, " "); word; word = strtok(NULL, " "))
		argv[argc++] = word;
	return opts_parse(argc, argv, &request, error, sizeof(error));
}

START_TEST(endpoints)
{
	union address address;
	uint16_t family = 0;
	uint16_t port;

	ck_assert(parse_endpoint("10.0.0.1:80", "tcp", &family, &address, &port));
	ck_assert_int_eq(port, 80);
	ck_assert(parse_endpoint("[fd00::1]:443", "tcp", &family, &address, &port));
	ck_assert_int_eq(family, AF_INET6);
	ck_assert_int_eq(port, 443);
	ck_assert(parse_endpoint("fd00::1:80", "tcp", &family, &address, &port));
	ck_assert_int_eq(port, 0);
	ck_assert(!parse_endpoint("[fd00::1]", "tcp", &family, &address, &port));
	ck_assert(!parse_endpoint("10.0.0.1:65536", "tcp", &family, &address, &port));
	ck_assert(!parse_endpoint("10.0.0.256:1", "tcp", &family, &address, &port));
	ck_assert(!parse_endpoint("", "tcp", &family, &address, &port));
}
END_TEST

/* As the stock command has it, and so that what -S prints by name is what it was. */
START_TEST(a_name_is_of_the_family_that_is_meant)
{
	ck_assert_int_eq(parse("-A -t two:80"), 0);
	ck_assert_int_eq(request.service.family, AF_INET);
	ck_assert_int_eq(request.service.address.ip.s_addr, inet_addr("10.0.0.7"));
	ck_assert_int_eq(parse("-A -t [two]:80"), 0);
	ck_assert_int_eq(request.service.family, AF_INET6);
	ck_assert_int_eq(request.service.address.bytes[15], 7);
	ck_assert_int_eq(parse("-a -t [fd00::1]:80 -r two -m"), 0);
	ck_assert_int_eq(request.server.family, AF_INET6);
	ck_assert_int_eq(parse("-a -t [fd00::1]:80 -r two -i"), 0);
	ck_assert_int_eq(request.server.family, AF_INET);
	ck_assert_int_eq(parse("-a -t 10.0.0.1:80 -r [two]:80 -i"), 0);
	ck_assert_int_eq(request.server.family, AF_INET6);
	ck_assert_int_eq(parse("-a -t 10.0.0.1:80 -r two:80 -m"), 0);
	ck_assert_int_eq(request.server.family, AF_INET);
}
END_TEST

START_TEST(numbers_have_no_signs_blanks_or_tails)
{
	uint64_t value = 7;

	ck_assert(parse_number("4294967295", 1, UINT32_MAX, &value));
	ck_assert(!parse_number("4294967296", 1, UINT32_MAX, &value));
	ck_assert(!parse_number("-1", 0, 10, &value));
	ck_assert(!parse_number(" 1", 0, 10, &value));
	ck_assert(!parse_number("1x", 0, 10, &value));
	ck_assert(!parse_number("", 0, 10, &value));
}
END_TEST

START_TEST(a_service_has_its_defaults)
{
	ck_assert_int_eq(parse("-A -t 10.0.0.1:80"), 0);
	ck_assert_str_eq(request.service.scheduler, "wlc");
	ck_assert_uint_eq(request.service.netmask, 0xffffffff);
	ck_assert_int_eq(parse("-A -t [fd00::1]:80 -p"), 0);
	ck_assert_uint_eq(request.service.timeout, 360);
	ck_assert_uint_eq(request.service.netmask, 128);
}
END_TEST

START_TEST(a_server_has_its_defaults)
{
	ck_assert_int_eq(parse("-a -t 10.0.0.1:80 -r 10.0.0.2:8080"), 0);
	ck_assert_uint_eq(request.server.method, IP_VS_CONN_F_DROUTE);
	ck_assert_int_eq(request.server.weight, 1);
	ck_assert_uint_eq(request.server.port, 80);
	ck_assert_int_eq(parse("-a -t 10.0.0.1:80 -r 10.0.0.2:8080 -m"), 0);
	ck_assert_uint_eq(request.server.port, 8080);
	ck_assert_int_eq(parse("-a -t 10.0.0.1:80 -r 10.0.0.2 -m"), 0);
	ck_assert_uint_eq(request.server.port, 80);
}
END_TEST

START_TEST(bundled_letters)
{
	ck_assert_int_eq(parse("-Lnc"), 0);
	ck_assert(request.given == (OPT(OPT_NUMERIC) | OPT(OPT_CONNECTION)));
	ck_assert_int_eq(parse("-At 10.0.0.1:80 -s rr"), 0);
	ck_assert_int_eq(request.command, CMD_ADD_SERVICE);
}
END_TEST

START_TEST(three_timeouts)
{
	ck_assert_int_eq(parse("--set 1 2 3"), 0);
	ck_assert_uint_eq(request.timeouts.udp, 3);
	ck_assert_int_eq(parse("--set 1 2"), 2);
	ck_assert_str_eq(error, "--set option requires 3 timeout values");
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("parse");

	tcase_add_test(tests, endpoints);
	tcase_add_test(tests, a_name_is_of_the_family_that_is_meant);
	tcase_add_test(tests, numbers_have_no_signs_blanks_or_tails);
	tcase_add_test(tests, a_service_has_its_defaults);
	tcase_add_test(tests, a_server_has_its_defaults);
	tcase_add_test(tests, bundled_letters);
	tcase_add_test(tests, three_timeouts);
	return run_case("parse", tests);
}
