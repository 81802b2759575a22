// SPDX-License-Identifier: GPL-2.0
#include "../../kernel/proto/ftp.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define CHECK(claim)             \
	do {                     \
		if (!(claim))    \
			abort(); \
	} while (0)

/* What is told of a place lies in its line, and is understood when it is printed again. */
static void check_reply(unsigned int length, const struct lvs_ftp_place *place,
			enum lvs_ftp_word word)
{
	char text[LVS_FTP_TEXT_MAX];
	struct lvs_ftp_place again;
	char answer[64];
	int size;

	CHECK(place->port);
	CHECK(place->length && place->at + place->length <= length);
	size = lvs_ftp_print(word, &place->addr, place->port, text);
	CHECK(size <= LVS_FTP_TEXT_MAX);
	if (word != LVS_FTP_SERVER_WAITS)
		return;
	memcpy(answer, "227 ", 4);
	memcpy(answer + 4, text, size);
	answer[4 + size] = '\n';
	CHECK(lvs_ftp_parse_reply(answer, 5 + size, &again) == word);
	CHECK(again.port == place->port && again.addr.ip == place->addr.ip);
}

/* A first byte that is odd makes its verb likely: words alone are hard to hit. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static const char *const heads[] = { "PORT ", "EPRT |1|", "EPRT |2|", "227 (", "229 (|||" };
	struct lvs_ftp_place place;
	unsigned int left = size;
	enum lvs_ftp_word word;
	unsigned int length;
	char *copy;
	char *line;

	copy = malloc(size ? size : 1);
	memcpy(copy, bytes, size);
	if (size > 16 && bytes[0] % 2)
		memcpy(copy, heads[bytes[1] % 5], strlen(heads[bytes[1] % 5]));
	for (line = copy; (length = lvs_ftp_line(line, left)); line += length, left -= length) {
		word = lvs_ftp_parse_reply(line, length, &place);
		CHECK(word == LVS_FTP_OTHER || word == LVS_FTP_SERVER_WAITS ||
		      word == LVS_FTP_SERVER_WAITS_HERE);
		if (word != LVS_FTP_OTHER)
			check_reply(length, &place, word);
		word = lvs_ftp_parse_command(line, length, &place);
		CHECK(word == LVS_FTP_OTHER || word == LVS_FTP_ASKS ||
		      word == LVS_FTP_CLIENT_WAITS);
		CHECK(word != LVS_FTP_CLIENT_WAITS || (place.port && place.family));
	}
	/* A last line without its end. */
	lvs_ftp_parse_reply(line, left, &place);
	lvs_ftp_parse_command(line, left, &place);
	free(copy);
	return 0;
}
