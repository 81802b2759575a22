/* SPDX-License-Identifier: GPL-2.0 */
#ifndef IPVSADM_PARSER_H
#define IPVSADM_PARSER_H

#include "opts.h"

#include <popt.h>

/**
 * struct parser - a command line under way to a request
 * @request: result
 * @popt: where the words come from
 * @argument: of the option at hand, from popt's heap
 * @error: a message where it cannot be understood
 * @size: room in @error
 * @sched_flags: words of -b, which wait for the scheduler's name
 * @netmask: word of -M, which waits for the service's family
 * @server: word of -r, which waits for the service's protocol
 */
struct parser {
	struct request *request;
	poptContext popt;
	char *argument;
	char *error;
	size_t size;
	char *sched_flags;
	char *netmask;
	char *server;
};

/* Say what is wrong. Return: EXIT_USAGE, for the caller to pass on. */
int parser_fail(struct parser *parser, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Note that an option was given; a second time is an error. 0 or an exit code. */
int parser_give(struct parser *parser, enum option option);

/* Note that an option was given, whose word waits for others. 0 or an exit code. */
int parser_keep(struct parser *parser, enum option option, char **word);

/* Note the command; there is one only. 0 or an exit code. */
int parser_command(struct parser *parser, enum command command);

#endif
