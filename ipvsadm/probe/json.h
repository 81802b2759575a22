/* SPDX-License-Identifier: GPL-2.0 */
/* JSON, an object in each line: a line is written whole or not at all. */
#ifndef IPVSADM_PROBE_JSON_H
#define IPVSADM_PROBE_JSON_H

#include <stdbool.h>
#include <stdint.h>

#define JSON_LINE 4096

/** struct json_line - an object that is being written; what does not fit is left out */
struct json_line {
	char text[JSON_LINE];
	unsigned int length;
};

/**
 * json_begin - what each line begins with
 *
 * "schema", which grows when a member changes its meaning; "event"; "time", the
 * moment @at (nanoseconds of the wall clock) by RFC 3339; "clock_ms", the same
 * moment on a clock that never jumps.
 */
void json_begin(struct json_line *line, const char *event, uint64_t at);

/** json_text - a member that is text */
void json_text(struct json_line *line, const char *name, const char *value);

/** json_number - a member that is a whole number */
void json_number(struct json_line *line, const char *name, uint64_t value);

/** json_ms - a member that is milliseconds, from nanoseconds, exact */
void json_ms(struct json_line *line, const char *name, uint64_t ns);

/** json_real - a member that is any number */
void json_real(struct json_line *line, const char *name, double value);

/** json_bool - a member that is true or false */
void json_bool(struct json_line *line, const char *name, bool value);

/** json_end - write it to standard output, at once */
void json_end(struct json_line *line);

#endif
