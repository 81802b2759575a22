// SPDX-License-Identifier: GPL-2.0
#include "../run.h"

#include "../../../kernel/proto/ftp.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A line as a packet holds it: of its very size, so that the sanitizer sees a byte more. */
static enum lvs_ftp_word read_line(enum lvs_ftp_word (*parse)(const char *line, unsigned int length,
							      struct lvs_ftp_place *place),
				   const char *text, struct lvs_ftp_place *place)
{
	unsigned int length = strlen(text);
	enum lvs_ftp_word word;
	char *line = malloc(length ? length : 1);

	memcpy(line, text, length);
	memset(place, 0xaa, sizeof(*place));
	word = parse(line, length, place);
	free(line);
	return word;
}

struct waiting {
	const char *line;
	int family;
	const char *addr;
	unsigned int port;
	/* what in the line tells it */
	const char *text;
};

static void check_place(const struct waiting *want, const struct lvs_ftp_place *got)
{
	union nf_inet_addr addr = {};

	ck_assert_uint_eq(ntohs(got->port), want->port);
	ck_assert_int_eq(got->family, want->family);
	if (!want->family)
		return;
	inet_pton(want->family, want->addr, &addr);
	ck_assert_mem_eq(&got->addr, &addr, sizeof(addr));
}

static const struct waiting clients[] = {
	{ "PORT 10,0,1,2,156,65\r\n", AF_INET, "10.0.1.2", 40001, NULL },
	{ "port 10,0,1,2,0,1\n", AF_INET, "10.0.1.2", 1, NULL },
	{ "PoRt   255,255,255,255,255,255 \r\n", AF_INET, "255.255.255.255", 65535, NULL },
	{ "PORT 010,0,1,2,156,065\r\n", AF_INET, "10.0.1.2", 40001, NULL },
	{ "EPRT |1|10.0.1.2|40001|\r\n", AF_INET, "10.0.1.2", 40001, NULL },
	{ "EPRT |2|fd00:1::2|40001|\r\n", AF_INET6, "fd00:1::2", 40001, NULL },
	{ "eprt !2!::!65535!\r\n", AF_INET6, "::", 65535, NULL },
	{ "EPRT @2@2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff@1@\r\n", AF_INET6,
	  "2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff", 1, NULL },
};

START_TEST(a_client_says_where_it_waits)
{
	struct lvs_ftp_place place;

	ck_assert_int_eq(read_line(lvs_ftp_parse_command, clients[_i].line, &place),
			 LVS_FTP_CLIENT_WAITS);
	check_place(&clients[_i], &place);
}
END_TEST

static const char *const questions[] = {
	"PASV\r\n", "pasv\n", "PASV \r\n", "EPSV\r\n", "EPSV 1\r\n", "epsv ALL\r\n",
};

START_TEST(a_client_asks_where_to_call)
{
	struct lvs_ftp_place place;

	ck_assert_int_eq(read_line(lvs_ftp_parse_command, questions[_i], &place), LVS_FTP_ASKS);
}
END_TEST

static const char *const other_commands[] = {
	"",
	"\n",
	"\r\n",
	"P",
	"PORT",
	"PORT \r\n",
	"PORT 1,2,3,4,5\r\n",
	"PORT 1,2,3,4,5,6",
	"PORT 1,2,3,4,5,6,7\r\n",
	"PORT 1,2,3,4,0,0\r\n",
	"PORT 256,2,3,4,5,6\r\n",
	"PORT 1,2,3,4,5,256\r\n",
	"PORT 1,2,3,4,5,99999999999999999999\r\n",
	"PORT 4294967297,2,3,4,5,6\r\n",
	"PORT -1,2,3,4,5,6\r\n",
	"PORT 1,,3,4,5,6\r\n",
	"PORT 1, 2,3,4,5,6\r\n",
	"PORT 1,2,3,4,5,6 QUIT\r\n",
	"SITE PORT 1,2,3,4,5,6\r\n",
	"RETR 227 (1,2,3,4,5,6)\r\n",
	"EPRT |3|10.0.1.2|40001|\r\n",
	"EPRT |0|10.0.1.2|40001|\r\n",
	"EPRT |1|10.0.1|40001|\r\n",
	"EPRT |1|10.0.1.2|0|\r\n",
	"EPRT |1|10.0.1.2|65536|\r\n",
	"EPRT |1|10.0.1.2|40001\r\n",
	"EPRT |1|10.0.1.2!40001|\r\n",
	"EPRT |1|fd00::1|40001|\r\n",
	"EPRT |2|10.0.1.2|40001|\r\n",
	"EPRT |2||40001|\r\n",
	"EPRT 11110.0.1.2140001\r\n",
	"EPRT  1 10.0.1.2 40001 \r\n",
	"EPRT |1|10.0.1.2|40001|x\r\n",
	"PASVX\r\n",
};

START_TEST(what_is_not_wholly_a_command_says_nothing)
{
	struct lvs_ftp_place place;

	ck_assert_int_eq(read_line(lvs_ftp_parse_command, other_commands[_i], &place),
			 LVS_FTP_OTHER);
}
END_TEST

static const struct waiting servers[] = {
	{ "227 Entering Passive Mode (10,0,2,11,156,65).\r\n", AF_INET, "10.0.2.11", 40001,
	  "10,0,2,11,156,65" },
	{ "227 =10,0,2,11,156,65\r\n", AF_INET, "10.0.2.11", 40001, "10,0,2,11,156,65" },
	{ "227 10,0,2,11,4,0\n", AF_INET, "10.0.2.11", 1024, "10,0,2,11,4,0" },
	{ "229 Entering Extended Passive Mode (|||40001|)\r\n", 0, NULL, 40001, "40001" },
	{ "229 (!!!65535!)\r\n", 0, NULL, 65535, "65535" },
};

START_TEST(a_server_says_where_it_waits)
{
	const struct waiting *want = &servers[_i];
	struct lvs_ftp_place place;
	enum lvs_ftp_word word = read_line(lvs_ftp_parse_reply, want->line, &place);

	ck_assert_int_eq(word, want->family ? LVS_FTP_SERVER_WAITS : LVS_FTP_SERVER_WAITS_HERE);
	check_place(want, &place);
	ck_assert_uint_eq(place.length, strlen(want->text));
	ck_assert_mem_eq(want->line + place.at, want->text, place.length);
}
END_TEST

static const char *const other_replies[] = {
	"",
	"227\r\n",
	"227 \r\n",
	"227-Entering Passive Mode (10,0,2,11,156,65).\r\n",
	"227 Entering Passive Mode (10,0,2,11,156).\r\n",
	"227 Mode 2 (10,0,2,11,156,65).\r\n",
	"227 Entering Passive Mode (10,0,2,11,0,0).\r\n",
	"227 Entering Passive Mode (10,0,2,311,156,65).\r\n",
	"200 (10,0,2,11,156,65).\r\n",
	" 227 Entering Passive Mode (10,0,2,11,156,65).\r\n",
	"229 (|||0|)\r\n",
	"229 (|||65536|)\r\n",
	"229 (|||40001|\r\n",
	"229 (||40001|)\r\n",
	"229 |||40001|\r\n",
	"229 (|1|10.0.2.11|40001|)\r\n",
	"229 (|||40001",
	"229 (",
};

START_TEST(what_is_not_wholly_a_reply_says_nothing)
{
	struct lvs_ftp_place place;

	ck_assert_int_eq(read_line(lvs_ftp_parse_reply, other_replies[_i], &place), LVS_FTP_OTHER);
}
END_TEST

START_TEST(what_is_printed_is_read_as_it_was_meant)
{
	static const char *const addrs[] = { "0.0.0.0", "1.20.255.3", "255.255.255.255" };
	char text[LVS_FTP_TEXT_MAX];
	struct lvs_ftp_place place;
	union nf_inet_addr addr = {};
	unsigned int length;
	unsigned int port;
	char line[64];

	inet_pton(AF_INET, addrs[_i], &addr);
	for (port = 1; port < 65536; port++) {
		length = lvs_ftp_print(LVS_FTP_SERVER_WAITS, &addr, htons(port), text);
		sprintf(line, "227 (%.*s)\r\n", length, text);
		ck_assert_int_eq(read_line(lvs_ftp_parse_reply, line, &place),
				 LVS_FTP_SERVER_WAITS);
		ck_assert_uint_eq(ntohs(place.port), port);
		ck_assert_mem_eq(&place.addr, &addr, sizeof(addr));
		length = lvs_ftp_print(LVS_FTP_SERVER_WAITS_HERE, &addr, htons(port), text);
		sprintf(line, "%.*s", length, text);
		ck_assert_uint_eq(strtoul(line, NULL, 10), port);
	}
}
END_TEST

START_TEST(a_line_ends_with_its_newline)
{
	ck_assert_uint_eq(lvs_ftp_line("", 0), 0);
	ck_assert_uint_eq(lvs_ftp_line("QUIT\r", 5), 0);
	ck_assert_uint_eq(lvs_ftp_line("QUIT\r\nPASV\r\n", 12), 6);
	ck_assert_uint_eq(lvs_ftp_line("\n\n", 2), 1);
}
END_TEST

#define COUNT(rows) (sizeof(rows) / sizeof(*(rows)))

int main(void)
{
	TCase *tests = tcase_create("kernel-ftp");

	tcase_add_loop_test(tests, a_client_says_where_it_waits, 0, COUNT(clients));
	tcase_add_loop_test(tests, a_client_asks_where_to_call, 0, COUNT(questions));
	tcase_add_loop_test(tests, what_is_not_wholly_a_command_says_nothing, 0,
			    COUNT(other_commands));
	tcase_add_loop_test(tests, a_server_says_where_it_waits, 0, COUNT(servers));
	tcase_add_loop_test(tests, what_is_not_wholly_a_reply_says_nothing, 0,
			    COUNT(other_replies));
	tcase_add_loop_test(tests, what_is_printed_is_read_as_it_was_meant, 0, 3);
	tcase_add_test(tests, a_line_ends_with_its_newline);
	return run_case("kernel-ftp", tests);
}
