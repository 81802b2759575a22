// SPDX-License-Identifier: GPL-2.0
#include "check/check.h"
#include "cmd/cmd.h"

#include "fail.h"
#include "opts.h"
#include "predict/predict.h"
#include "probe/ping.h"
#include "probe/trace_run.h"
#include "transport.h"

#include <fcntl.h>
#include <libgen.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#ifndef VERSION
#define VERSION "1.32"
#endif

static int (*const commands[COMMANDS])(const struct request *request) = {
	[CMD_ADD_SERVICE] = cmd_service,
	[CMD_EDIT_SERVICE] = cmd_service,
	[CMD_DELETE_SERVICE] = cmd_service,
	[CMD_FLUSH] = cmd_config,
	[CMD_LIST] = cmd_list,
	[CMD_ADD_SERVER] = cmd_server,
	[CMD_DELETE_SERVER] = cmd_server,
	[CMD_EDIT_SERVER] = cmd_server,
	[CMD_SET] = cmd_config,
	[CMD_START_DAEMON] = cmd_daemon,
	[CMD_STOP_DAEMON] = cmd_daemon,
	[CMD_RESTORE] = cmd_restore,
	[CMD_SAVE] = cmd_save,
	[CMD_ZERO] = cmd_config,
};

/* Commands with a line of their own, by first word or by the name we were called. */
static const struct tool {
	const char *name;
	int (*main)(int argc, const char **argv);
	const char *help;
	bool families;
} tools[] = {
	{ "ping", ping_main, "whether and how fast something answers", true },
	{ "traceroute", trace_main, "which routers packets pass", true },
	{ "check", check_main, "whether the network suits a service", false },
	{ "predict", predict_main, "which server a client gets", false },
};

static void help(void)
{
	size_t i;

	opts_help();
	puts("\nCommands with options of their own (ipvsadm NAME --help):");
	for (i = 0; i < sizeof(tools) / sizeof(tools[0]); i++)
		printf("  %-33s %s\n", tools[i].name, tools[i].help);
}

static int run(const struct request *request, int (*command)(const struct request *request))
{
	int ret;

	if (request->command == CMD_HELP) {
		help();
		return 0;
	}
	if (request->command == CMD_VERSION) {
		puts("ipvsadm v" VERSION " (compiled with popt and IPVS v1.2.1)");
		return 0;
	}
	/* Rules are read and checked whole before the kernel is asked for anything. */
	ret = request->command == CMD_RESTORE ? 0 : fail_open(transport_open());
	if (!ret)
		ret = command(request);
	transport_close();
	return ret;
}

/* A name may say the address family behind it, which is the tool's to read. */
static const struct tool *find_tool(const char *name)
{
	size_t length;
	size_t i;

	for (i = 0; i < sizeof(tools) / sizeof(tools[0]); i++) {
		length = strlen(tools[i].name);
		if (!strncmp(tools[i].name, name, length) &&
		    (!name[length] ||
		     (tools[i].families && strchr("46", name[length]) && !name[length + 1])))
			return &tools[i];
	}
	return NULL;
}

/* No socket gets the place of a closed stream; that cannot be read or written as before. */
static void keep_streams(void)
{
	int fd;

	do
		fd = open("/dev/null", fcntl(STDIN_FILENO, F_GETFD) < 0 ? O_WRONLY : O_RDONLY);
	while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd >= 0)
		close(fd);
}

/* Whoever saves rules to a full disk has to learn of it. */
static int close_output(int ret)
{
	bool failed = ferror(stdout);

	if (!fclose(stdout) && !failed)
		return ret;
	fputs("ipvsadm: not all could be written to standard output\n", stderr);
	return ret > EXIT_USAGE ? ret : EXIT_USAGE;
}

/* The names of the stock scripts save and restore, and do nothing else. */
static int run_script(enum command command, int argc, char **argv)
{
	struct request request = { .command = command };
	int i;

	for (i = 1; i < argc; i++) {
		if (strcmp(argv[i], "-n")) {
			fprintf(stderr, "Usage: %s [-n]\n", basename(argv[0]));
			return 1;
		}
		request.given = OPT(OPT_NUMERIC);
	}
	return run(&request, command == CMD_SAVE ? cmd_save : cmd_replace);
}

static int run_named(int argc, char **argv)
{
	const char *name = basename(argv[0]);
	const struct tool *tool = find_tool(name);
	struct request request;
	char error[256];
	int ret;

	if (!strcmp(name, "ipvsadm-save"))
		return run_script(CMD_SAVE, argc, argv);
	if (!strcmp(name, "ipvsadm-restore"))
		return run_script(CMD_RESTORE, argc, argv);
	if (tool)
		return tool->main(argc, (const char **)argv);
	tool = argc > 1 ? find_tool(argv[1]) : NULL;
	if (tool)
		return tool->main(argc - 1, (const char **)argv + 1);
	ret = opts_parse(argc, (const char **)argv, &request, error, sizeof(error));
	if (ret) {
		fprintf(stderr, "%s\n", error);
		return ret;
	}
	return run(&request, commands[request.command]);
}

int main(int argc, char **argv)
{
	keep_streams();
	return close_output(run_named(argc, argv));
}
