// SPDX-License-Identifier: GPL-2.0
#include "rows.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <popt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SECOND 1000000000.0

enum rows_parsed rows_wrong(const char *tool, const char *argument, const char *why)
{
	fprintf(stderr, "%s: invalid argument: '%s'%s%s\n", tool, argument, *why ? ": " : "", why);
	return ROWS_WRONG;
}

static enum rows_parsed wrong_range(const char *tool, const struct option_row *row,
				    const char *argument)
{
	char why[80];

	snprintf(why, sizeof(why), "out of range: %llu <= value <= %llu",
		 (unsigned long long)row->low, (unsigned long long)row->high);
	return rows_wrong(tool, argument, why);
}

static enum rows_parsed take_number(const char *tool, const struct option_row *row,
				    const char *argument, uint64_t *value)
{
	uint64_t number;
	char *end;

	errno = 0;
	if (!isdigit((unsigned char)*argument))
		return rows_wrong(tool, argument, "");
	number = strtoull(argument, &end, strncmp(argument, "0x", 2) ? 10 : 16);
	if (*end)
		return rows_wrong(tool, argument, "");
	if (errno || number < row->low || number > row->high)
		return wrong_range(tool, row, argument);
	*value = number;
	return ROWS_RUN;
}

/* The decimal mark is a point wherever the user lives: no locale is set. */
static enum rows_parsed take_seconds(const char *tool, const struct option_row *row,
				     const char *argument, uint64_t *value)
{
	double seconds;
	char *end;

	if (!isdigit((unsigned char)*argument) && *argument != '.')
		return rows_wrong(tool, argument, "");
	seconds = strtod(argument, &end);
	if (*end || end == argument)
		return rows_wrong(tool, argument, "");
	if (!(seconds >= (double)row->low) || seconds > (double)row->high)
		return wrong_range(tool, row, argument);
	*value = (uint64_t)llrint(seconds * SECOND);
	return ROWS_RUN;
}

char rows_family(const char *name)
{
	char last = *name ? name[strlen(name) - 1] : 0;

	return last == '4' || last == '6' ? last : 0;
}

static enum rows_parsed tell_help(const struct option_rows *table)
{
	const struct option_row *row;
	char left[64];

	printf("Usage: %s\n\n", table->usage);
	for (row = table->rows; row < table->rows + table->count; row++) {
		snprintf(left, sizeof(left), "%c%c%s%s%s%s%s", row->letter ? '-' : ' ',
			 row->letter ? row->letter : ' ', row->letter && row->word ? ", " : "  ",
			 row->word ? "--" : "", row->word ? row->word : "",
			 row->argument ? " " : "", row->argument ? row->argument : "");
		printf("  %-30s %s\n", left, row->help);
	}
	printf("\n%s\n", table->after);
	return ROWS_DONE;
}

static enum rows_parsed take(const struct option_rows *table, const struct option_row *row,
			     void *options, const char *argument)
{
	void *field = (char *)options + row->at;

	switch (row->kind) {
	case ROW_FLAG:
		*(bool *)field = true;
		return ROWS_RUN;
	case ROW_NUMBER:
		return take_number(table->tool, row, argument, field);
	case ROW_SECONDS:
		return take_seconds(table->tool, row, argument, field);
	case ROW_TEXT:
		*(const char **)field = argument;
		return ROWS_RUN;
	case ROW_PAIR:
		((const char **)field)[*(const char **)field != NULL] = argument;
		return ROWS_RUN;
	case ROW_HELP:
		return tell_help(table);
	default:
		printf("%s from ipvsadm\n", table->tool);
		return ROWS_DONE;
	}
}

/* popt's form of the rows; it stays, with the texts that popt hands out. */
static struct poptOption *popt_of(const struct option_rows *table, char **argument)
{
	struct poptOption *options = calloc(table->count + 1, sizeof(*options));
	size_t i;

	for (i = 0; options && i < table->count; i++) {
		options[i].longName = table->rows[i].word;
		options[i].shortName = table->rows[i].letter;
		options[i].argInfo = table->rows[i].argument ? POPT_ARG_STRING : POPT_ARG_NONE;
		options[i].arg = table->rows[i].argument ? (void *)argument : NULL;
		options[i].val = (int)i + 1;
	}
	return options;
}

enum rows_parsed rows_parse(const struct option_rows *table, void *options, int argc,
			    const char **argv, const char *const **words)
{
	enum rows_parsed ret = ROWS_RUN;
	static char *argument;
	struct poptOption *popt = popt_of(table, &argument);
	poptContext context;
	int row = -1;

	if (!popt)
		return ROWS_WRONG;
	context = poptGetContext(table->tool, argc, argv, popt, 0);
	while (ret == ROWS_RUN && (row = poptGetNextOpt(context)) > 0)
		ret = take(table, &table->rows[row - 1], options, argument);
	if (ret == ROWS_RUN && row < -1) {
		fprintf(stderr, "%s: %s: %s\n", table->tool,
			poptBadOption(context, POPT_BADOPTION_NOALIAS), poptStrerror(row));
		ret = ROWS_WRONG;
	}
	*words = (const char *const *)poptGetArgs(context);
	return ret;
}
