// SPDX-License-Identifier: GPL-2.0
#include "json.h"
#include "socket.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <time.h>

#define SECOND ((uint64_t)1000000000)
#define MS     ((uint64_t)1000000)

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

/* Times of both clocks are of the same moment, but for the reading of two clocks. */
static uint64_t monotonic_of(uint64_t at)
{
	uint64_t now = probe_now();
	uint64_t clock = probe_clock();

	return at < now && now - at < clock ? clock - (now - at) : clock;
}

void json_begin(struct json_line *line, const char *event, uint64_t at)
{
	time_t seconds = (time_t)(at / SECOND);
	uint64_t clock = monotonic_of(at);
	char date[32];
	struct tm tm;

	line->length = 0;
	strftime(date, sizeof(date), "%Y-%m-%dT%H:%M:%S", gmtime_r(&seconds, &tm));
	add(line, "{\"schema\":1,\"event\":\"%s\",\"time\":\"%s.%09" PRIu64 "Z\"", event, date,
	    at % SECOND);
	add(line, ",\"clock_ms\":%" PRIu64 ".%06" PRIu64, clock / MS, clock % MS);
}

void json_text(struct json_line *line, const char *name, const char *value)
{
	char escaped[1024];
	unsigned int at = 0;

	for (; *value && at < sizeof(escaped) - 8; value++) {
		if (*value == '"' || *value == '\\')
			escaped[at++] = '\\';
		/* No line is anything but ASCII: bytes of no encoding break no reader. */
		if ((unsigned char)*value < ' ' || (unsigned char)*value > '~')
			at += (unsigned int)sprintf(escaped + at, "\\u%04x", (unsigned char)*value);
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
