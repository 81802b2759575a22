// SPDX-License-Identifier: GPL-2.0
#include "parser.h"

#include "legal.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int parser_fail(struct parser *parser, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(parser->error, parser->size, format, args);
	va_end(args);
	return EXIT_USAGE;
}

int parser_give(struct parser *parser, enum option option)
{
	if (parser->request->given & OPT(option))
		return parser_fail(parser, "multiple '%s' options specified",
				   legal_option_names[option]);
	parser->request->given |= OPT(option);
	return 0;
}

int parser_keep(struct parser *parser, enum option option, char **word)
{
	int ret = parser_give(parser, option);

	if (ret)
		return ret;
	*word = strdup(parser->argument);
	return *word ? 0 : parser_fail(parser, "out of memory");
}

int parser_command(struct parser *parser, enum command command)
{
	if (parser->request->command != CMD_NONE)
		return parser_fail(parser, "multiple commands specified");
	parser->request->command = command;
	return 0;
}
