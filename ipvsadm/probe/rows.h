/* SPDX-License-Identifier: GPL-2.0 */
/* Command lines of probes: options are rows of a table. */
#ifndef IPVSADM_PROBE_ROWS_H
#define IPVSADM_PROBE_ROWS_H

#include <stddef.h>
#include <stdint.h>

/** enum row_kind - what an option's argument becomes */
enum row_kind {
	ROW_FLAG,    /* a bool */
	ROW_NUMBER,  /* a uint64_t, decimal or 0x */
	ROW_SECONDS, /* a uint64_t of nanoseconds; the range is in seconds, a point is the mark */
	ROW_TEXT,    /* a const char * */
	ROW_PAIR,    /* two of them, the second if the option is given again */
	ROW_HELP,
	ROW_VERSION,
};

/** struct option_row - an option: a letter, a word or both */
struct option_row {
	char letter;
	const char *word;
	enum row_kind kind;
	size_t at; /* where its field is in the options */
	uint64_t low;
	uint64_t high;
	const char *argument; /* what the help calls it, NULL for none */
	const char *help;
};

/* A row whose field is in struct @options; tables of many rows name that once. */
#define ROWS_FLAG(options, letter, word, field, help)                              \
	{                                                                          \
		letter, word, ROW_FLAG, offsetof(options, field), 0, 0, NULL, help \
	}
#define ROWS_VALUE(options, letter, word, kind, field, low, high, argument, help)       \
	{                                                                               \
		letter, word, kind, offsetof(options, field), low, high, argument, help \
	}

/** enum rows_parsed - what there is to do */
enum rows_parsed {
	ROWS_RUN,
	ROWS_DONE, /* help or version was told */
	ROWS_WRONG /* a message was told */
};

/**
 * struct option_rows - a command's options
 * @tool:  its name, before messages
 * @usage: first line of its help
 * @after: last of it
 * @rows:  options
 * @count: how many
 */
struct option_rows {
	const char *tool;
	const char *usage;
	const char *after;
	const struct option_row *rows;
	size_t count;
};

/**
 * rows_parse - read a command line
 * @table:   the options that there are
 * @options: where fields are set; texts live as long as the process
 * @words:   what is no option, NULL at its end; NULL if there is none
 */
enum rows_parsed rows_parse(const struct option_rows *table, void *options, int argc,
			    const char **argv, const char *const **words);

/** rows_family - the address family in a command's name (ping6): '4', '6', 0 for none */
char rows_family(const char *name);

/** rows_wrong - tell that an argument is wrong, and why ("" if that is clear). Return: ROWS_WRONG. */
enum rows_parsed rows_wrong(const char *tool, const char *argument, const char *why);

#endif
