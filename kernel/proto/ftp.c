// SPDX-License-Identifier: GPL-2.0
/*
 * Lines of FTP control connections as bytes that anybody may have sent: every
 * reading is bounded by the line's length, and what is not understood wholly
 * says nothing.
 */
#include "ftp.h"

#include <linux/inet.h>

/* Six numbers: four of an address, two of a port. */
#define LVS_FTP_NUMBERS 6

/* Address families of RFC 2428. */
#define LVS_FTP_INET  1
#define LVS_FTP_INET6 2

/* Part of a line that is still to be read. */
struct lvs_ftp_rest {
	const char *at;
	const char *end;
};

static bool lvs_ftp_is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

/* Does the rest begin with this word, in letters of either case? Then skip it. */
static bool lvs_ftp_take_word(struct lvs_ftp_rest *rest, const char *word)
{
	const char *at = rest->at;

	for (; *word; word++, at++) {
		if (at == rest->end)
			return false;
		if (*at != *word && (*word < 'A' || *word > 'Z' || *at != *word + ('a' - 'A')))
			return false;
	}
	rest->at = at;
	return true;
}

static bool lvs_ftp_take_byte(struct lvs_ftp_rest *rest, char byte)
{
	if (rest->at == rest->end || *rest->at != byte)
		return false;
	rest->at++;
	return true;
}

static void lvs_ftp_skip_blanks(struct lvs_ftp_rest *rest)
{
	while (lvs_ftp_take_byte(rest, ' '))
		;
}

/* A decimal number up to a limit, all of its digits. */
static bool lvs_ftp_take_number(struct lvs_ftp_rest *rest, u32 max, u32 *number)
{
	const char *begin = rest->at;
	u32 value = 0;

	while (rest->at < rest->end && lvs_ftp_is_digit(*rest->at)) {
		value = value * 10 + (*rest->at++ - '0');
		if (value > max)
			return false;
	}
	*number = value;
	return rest->at > begin;
}

/* Is there nothing but the end of the line? */
static bool lvs_ftp_is_end(const struct lvs_ftp_rest *rest)
{
	struct lvs_ftp_rest after = *rest;

	lvs_ftp_skip_blanks(&after);
	lvs_ftp_take_byte(&after, '\r');
	return after.at + 1 == after.end && *after.at == '\n';
}

/* Network order is the order of the bytes, whatever the machine's. */
static __be16 lvs_ftp_port(u32 high, u32 low)
{
	const u8 bytes[2] = { high, low };
	__be16 port;

	memcpy(&port, bytes, sizeof(port));
	return port;
}

static u32 lvs_ftp_port_number(__be16 port)
{
	u8 bytes[2];

	memcpy(bytes, &port, sizeof(bytes));
	return bytes[0] << 8 | bytes[1];
}

/* h1,h2,h3,h4,p1,p2 */
static bool lvs_ftp_take_six(struct lvs_ftp_rest *rest, struct lvs_ftp_place *place)
{
	u32 numbers[LVS_FTP_NUMBERS];
	u8 bytes[4];
	unsigned int i;

	for (i = 0; i < LVS_FTP_NUMBERS; i++) {
		if (i && !lvs_ftp_take_byte(rest, ','))
			return false;
		if (!lvs_ftp_take_number(rest, 255, &numbers[i]))
			return false;
	}
	for (i = 0; i < sizeof(bytes); i++)
		bytes[i] = numbers[i];
	memset(&place->addr, 0, sizeof(place->addr));
	memcpy(&place->addr.ip, bytes, sizeof(bytes));
	place->family = AF_INET;
	place->port = lvs_ftp_port(numbers[4], numbers[5]);
	return place->port != 0;
}

static bool lvs_ftp_take_port(struct lvs_ftp_rest *rest, struct lvs_ftp_place *place)
{
	u32 port;

	if (!lvs_ftp_take_number(rest, 65535, &port) || !port)
		return false;
	place->port = lvs_ftp_port(port >> 8, port & 0xff);
	return true;
}

/* What stands between the fields of RFC 2428: any printable character that is no digit. */
static bool lvs_ftp_take_delimiter(struct lvs_ftp_rest *rest, char *delimiter)
{
	if (rest->at == rest->end || *rest->at <= ' ' || *rest->at > '~' ||
	    lvs_ftp_is_digit(*rest->at))
		return false;
	*delimiter = *rest->at++;
	return true;
}

static bool lvs_ftp_take_addr(struct lvs_ftp_rest *rest, u32 family, char delimiter,
			      struct lvs_ftp_place *place)
{
	const char *end;
	int ret;

	memset(&place->addr, 0, sizeof(place->addr));
	if (family == LVS_FTP_INET6)
		ret = in6_pton(rest->at, rest->end - rest->at, (u8 *)&place->addr, delimiter, &end);
	else
		ret = in4_pton(rest->at, rest->end - rest->at, (u8 *)&place->addr, delimiter, &end);
	if (ret != 1)
		return false;
	rest->at = end;
	place->family = family == LVS_FTP_INET6 ? AF_INET6 : AF_INET;
	return true;
}

/* |family|address|port| */
static bool lvs_ftp_take_fields(struct lvs_ftp_rest *rest, struct lvs_ftp_place *place)
{
	char delimiter;
	u32 family;

	if (!lvs_ftp_take_delimiter(rest, &delimiter))
		return false;
	if (!lvs_ftp_take_number(rest, LVS_FTP_INET6, &family) || !family)
		return false;
	return lvs_ftp_take_byte(rest, delimiter) &&
	       lvs_ftp_take_addr(rest, family, delimiter, place) &&
	       lvs_ftp_take_byte(rest, delimiter) && lvs_ftp_take_port(rest, place) &&
	       lvs_ftp_take_byte(rest, delimiter);
}

unsigned int lvs_ftp_line(const char *bytes, unsigned int size)
{
	unsigned int i;

	for (i = 0; i < size; i++) {
		if (bytes[i] == '\n')
			return i + 1;
	}
	return 0;
}

enum lvs_ftp_word lvs_ftp_parse_command(const char *line, unsigned int length,
					struct lvs_ftp_place *place)
{
	struct lvs_ftp_rest rest = { line, line + length };
	bool whole = false;

	if (lvs_ftp_take_word(&rest, "PASV"))
		return lvs_ftp_is_end(&rest) ? LVS_FTP_ASKS : LVS_FTP_OTHER;
	/* It may name a family, or say that all that follow will be of its kind. */
	if (lvs_ftp_take_word(&rest, "EPSV"))
		return LVS_FTP_ASKS;
	if (lvs_ftp_take_word(&rest, "PORT ")) {
		lvs_ftp_skip_blanks(&rest);
		whole = lvs_ftp_take_six(&rest, place);
	} else if (lvs_ftp_take_word(&rest, "EPRT ")) {
		lvs_ftp_skip_blanks(&rest);
		whole = lvs_ftp_take_fields(&rest, place);
	}
	return whole && lvs_ftp_is_end(&rest) ? LVS_FTP_CLIENT_WAITS : LVS_FTP_OTHER;
}

/* Servers frame the six numbers in words of their own: they are where the first digit is. */
static enum lvs_ftp_word lvs_ftp_reply_six(struct lvs_ftp_rest *rest, const char *line,
					   struct lvs_ftp_place *place)
{
	const char *begin;

	while (rest->at < rest->end && !lvs_ftp_is_digit(*rest->at))
		rest->at++;
	begin = rest->at;
	if (!lvs_ftp_take_six(rest, place))
		return LVS_FTP_OTHER;
	place->at = begin - line;
	place->length = rest->at - begin;
	return LVS_FTP_SERVER_WAITS;
}

/* (|||port|) */
static enum lvs_ftp_word lvs_ftp_reply_port(struct lvs_ftp_rest *rest, const char *line,
					    struct lvs_ftp_place *place)
{
	const char *begin;
	char delimiter;

	while (rest->at < rest->end && *rest->at != '(')
		rest->at++;
	if (!lvs_ftp_take_byte(rest, '(') || !lvs_ftp_take_delimiter(rest, &delimiter) ||
	    !lvs_ftp_take_byte(rest, delimiter) || !lvs_ftp_take_byte(rest, delimiter))
		return LVS_FTP_OTHER;
	begin = rest->at;
	if (!lvs_ftp_take_port(rest, place))
		return LVS_FTP_OTHER;
	place->family = 0;
	place->at = begin - line;
	place->length = rest->at - begin;
	if (!lvs_ftp_take_byte(rest, delimiter) || !lvs_ftp_take_byte(rest, ')'))
		return LVS_FTP_OTHER;
	return LVS_FTP_SERVER_WAITS_HERE;
}

enum lvs_ftp_word lvs_ftp_parse_reply(const char *line, unsigned int length,
				      struct lvs_ftp_place *place)
{
	struct lvs_ftp_rest rest = { line, line + length };

	if (lvs_ftp_take_word(&rest, "227 "))
		return lvs_ftp_reply_six(&rest, line, place);
	if (lvs_ftp_take_word(&rest, "229 "))
		return lvs_ftp_reply_port(&rest, line, place);
	return LVS_FTP_OTHER;
}

static char *lvs_ftp_put_number(char *at, u32 number)
{
	if (number >= 10)
		at = lvs_ftp_put_number(at, number / 10);
	*at = '0' + number % 10;
	return at + 1;
}

unsigned int lvs_ftp_print(enum lvs_ftp_word word, const union nf_inet_addr *addr, __be16 port,
			   char *text)
{
	const u8 *bytes = (const u8 *)&addr->ip;
	u32 number = lvs_ftp_port_number(port);
	char *at = text;
	unsigned int i;

	if (word == LVS_FTP_SERVER_WAITS_HERE)
		return lvs_ftp_put_number(at, number) - text;
	for (i = 0; i < sizeof(addr->ip); i++) {
		at = lvs_ftp_put_number(at, bytes[i]);
		*at++ = ',';
	}
	at = lvs_ftp_put_number(at, number >> 8);
	*at++ = ',';
	return lvs_ftp_put_number(at, number & 0xff) - text;
}
