// SPDX-License-Identifier: GPL-2.0
#include "json.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

/* Room that every member leaves for the end of the line. */
#define JSON_TAIL 4

__attribute__((format(printf, 2, 3))) static void add(struct json_line *line, const char *format,
						      ...)
{
	unsigned int room = JSON_LINE - JSON_TAIL - line->length;
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vsnprintf(line->text + line->length, room, format, arguments);
	va_end(arguments);
	if (length > 0 && (unsigned int)length < room)
		line->length += (unsigned int)length;
}

void json_begin(struct json_line *line, const char *event, uint64_t at)
{
	line->length = 0;
	add(line, "{\"event\":\"%s\",\"time\":%" PRIu64 ".%09" PRIu64, event, at / 1000000000,
	    at % 1000000000);
}

void json_text(struct json_line *line, const char *name, const char *value)
{
	char escaped[1024];
	unsigned int at = 0;

	for (; *value && at < sizeof(escaped) - 8; value++) {
		if (*value == '"' || *value == '\\')
			escaped[at++] = '\\';
		if ((unsigned char)*value < ' ')
			at += (unsigned int)sprintf(escaped + at, "\\u%04x", *value);
		else
			escaped[at++] = *value;
	}
	escaped[at] = '\0';
	add(line, ",\"%s\":\"%s\"", name, escaped);
}

void json_number(struct json_line *line, const char *name, uint64_t value)
{
	add(line, ",\"%s\":%" PRIu64, name, value);
}

void json_ms(struct json_line *line, const char *name, uint64_t ns)
{
	add(line, ",\"%s\":%" PRIu64 ".%06" PRIu64, name, ns / 1000000, ns % 1000000);
}

void json_real(struct json_line *line, const char *name, double value)
{
	add(line, ",\"%s\":%.6g", name, value);
}

void json_bool(struct json_line *line, const char *name, bool value)
{
	add(line, ",\"%s\":%s", name, value ? "true" : "false");
}

void json_end(struct json_line *line)
{
	line->text[line->length++] = '}';
	line->text[line->length++] = '\n';
	fwrite(line->text, 1, line->length, stdout);
	fflush(stdout);
}
