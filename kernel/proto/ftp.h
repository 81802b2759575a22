/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_PROTO_FTP_H
#define LVS_PROTO_FTP_H

#include "../base/addr.h"

/* What a line of an FTP control connection says of data connections (RFC 959, RFC 2428). */
enum lvs_ftp_word {
	/* nothing */
	LVS_FTP_OTHER,
	/* PASV, EPSV: the client wants to call, and asks where */
	LVS_FTP_ASKS,
	/* PORT, EPRT: the client waits at an address and port to be called */
	LVS_FTP_CLIENT_WAITS,
	/* 227: the server waits at an address and port */
	LVS_FTP_SERVER_WAITS,
	/* 229: the server waits at a port of the address that it has */
	LVS_FTP_SERVER_WAITS_HERE,
	LVS_FTP_WORDS,
};

/**
 * struct lvs_ftp_place - where somebody waits for a data connection
 * @addr: address; unset where the line tells none
 * @family: of @addr, 0 for none
 * @port: network order, never 0
 * @at: where in the line the text begins that tells it
 * @length: of that text
 */
struct lvs_ftp_place {
	union nf_inet_addr addr;
	u16 family;
	__be16 port;
	unsigned int at;
	unsigned int length;
};

/* The longest text that lvs_ftp_print() makes: six numbers of three digits. */
#define LVS_FTP_TEXT_MAX 23

/**
 * lvs_ftp_line() - length of the first line
 * @bytes: not terminated, may hold anything
 * @size: of @bytes
 *
 * Return: its length with the newline, 0 where there is no newline.
 */
unsigned int lvs_ftp_line(const char *bytes, unsigned int size);

/**
 * lvs_ftp_parse_command() - read a line of the client's
 * @line: with its newline
 * @length: of @line
 * @place: filled for LVS_FTP_CLIENT_WAITS
 */
enum lvs_ftp_word lvs_ftp_parse_command(const char *line, unsigned int length,
					struct lvs_ftp_place *place);

/**
 * lvs_ftp_parse_reply() - read a line of the server's
 * @line: with its newline
 * @length: of @line
 * @place: filled for LVS_FTP_SERVER_WAITS and LVS_FTP_SERVER_WAITS_HERE
 */
enum lvs_ftp_word lvs_ftp_parse_reply(const char *line, unsigned int length,
				      struct lvs_ftp_place *place);

/**
 * lvs_ftp_print() - what takes the place of the text in a server's line
 * @word: LVS_FTP_SERVER_WAITS or LVS_FTP_SERVER_WAITS_HERE
 * @addr: IPv4 address, for the former
 * @port: network order
 * @text: LVS_FTP_TEXT_MAX bytes, not terminated
 *
 * Return: length of the text.
 */
unsigned int lvs_ftp_print(enum lvs_ftp_word word, const union nf_inet_addr *addr, __be16 port,
			   char *text);

#endif
