// SPDX-License-Identifier: GPL-2.0
#include "cmd.h"

#include "../fail.h"
#include "../table.h"
#include "../transport.h"

#include <errno.h>
#include <popt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Messages sent at once: their acknowledgements must fit a socket's buffer. */
#define RESTORE_BATCH 64

/* A line that was understood. */
struct rule {
	struct request request;
	unsigned int line;
};

/* What changes the director may be restored, what shows it may not. */
static bool restore_allows(enum command command)
{
	switch (command) {
	case CMD_LIST:
	case CMD_SAVE:
	case CMD_RESTORE:
	case CMD_HELP:
	case CMD_VERSION:
		return false;
	default:
		return true;
	}
}

static int restore_bad(unsigned int number, const char *text, const char *why)
{
	fprintf(stderr, "line %u: %s: %s\nnothing was changed\n", number, why, text);
	return EXIT_USAGE;
}

/* A leading "ipvsadm" is dropped, "#" begins a comment. */
static int restore_line(char *text, size_t length, unsigned int number, struct vector *rules)
{
	struct request request;
	const char **words;
	const char **argv;
	char error[256];
	int argc;
	int ret;

	/* As files end that a crash has cut. */
	if (strlen(text) < length)
		return restore_bad(number, text, "a zero byte");
	text[strcspn(text, "#\n")] = 0;
	if (!text[strspn(text, " \t\r")])
		return 0;
	if (poptParseArgvString(text, &argc, &words))
		return restore_bad(number, text, "unbalanced quotes");
	argv = calloc(argc + 2, sizeof(*argv));
	if (!argv)
		return restore_bad(number, text, "out of memory");
	argv[0] = "ipvsadm";
	ret = !strcmp(words[0], "ipvsadm");
	memcpy(argv + 1, words + ret, (argc - ret) * sizeof(*argv));
	ret = opts_parse(argc + 1 - ret, argv, &request, error, sizeof(error));
	if (ret)
		ret = restore_bad(number, text, error);
	else if (!restore_allows(request.command))
		ret = restore_bad(number, text, "not a command to restore");
	else
		*(struct rule *)vector_add(rules, sizeof(struct rule)) =
			(struct rule){ request, number };
	free(argv);
	free(words);
	return ret;
}

static int restore_read(struct vector *rules)
{
	unsigned int number = 0;
	char *text = NULL;
	size_t room = 0;
	ssize_t length;
	int ret = 0;

	while (!ret && (length = getline(&text, &room, stdin)) >= 0)
		ret = restore_line(text, (size_t)length, ++number, rules);
	/* What could not be read is not known to be empty. */
	if (!ret && !feof(stdin))
		ret = restore_bad(number + 1, strerror(errno), "cannot be read");
	free(text);
	return ret;
}

static struct nl_msg *restore_message(const struct request *request)
{
	bool one = request->given & OPT(OPT_SERVICE);

	switch (request->command) {
	case CMD_FLUSH:
		return table_flush_message();
	case CMD_ZERO:
		return table_zero_message(one ? &request->service : NULL);
	case CMD_SET:
		return table_timeouts_message(&request->timeouts);
	case CMD_START_DAEMON:
		return table_daemon_message(IPVS_CMD_NEW_DAEMON, &request->daemon);
	case CMD_STOP_DAEMON:
		return table_daemon_message(IPVS_CMD_DEL_DAEMON, &request->daemon);
	case CMD_ADD_SERVICE:
		return table_service_message(IPVS_CMD_NEW_SERVICE, &request->service);
	case CMD_EDIT_SERVICE:
		return table_service_message(IPVS_CMD_SET_SERVICE, &request->service);
	case CMD_DELETE_SERVICE:
		return table_service_message(IPVS_CMD_DEL_SERVICE, &request->service);
	case CMD_EDIT_SERVER:
		return table_server_message(IPVS_CMD_SET_DEST, &request->service, &request->server);
	case CMD_DELETE_SERVER:
		return table_server_message(IPVS_CMD_DEL_DEST, &request->service, &request->server);
	default:
		return table_server_message(IPVS_CMD_NEW_DEST, &request->service, &request->server);
	}
}

/* The kernel loads schedulers by itself, unless modprobe is forbidden to it. */
static bool restore_loads(const struct request *request, int error)
{
	bool service = request->command == CMD_ADD_SERVICE || request->command == CMD_EDIT_SERVICE;

	return service && error == ENOENT && table_load_scheduler(&request->service);
}

/* What failed for want of a scheduler that is loaded now, and what is the servers' of such. */
static void restore_again(const struct rule *rules, size_t count, struct transport_result *results)
{
	struct transport_result again[RESTORE_BATCH] = {};
	struct nl_msg *messages[RESTORE_BATCH];
	size_t which[RESTORE_BATCH];
	bool loaded = false;
	size_t some = 0;
	size_t i;

	for (i = 0; i < count; i++) {
		if (restore_loads(&rules[i].request, results[i].error))
			loaded = true;
		else if (rules[i].request.command != CMD_ADD_SERVER || results[i].error != ESRCH)
			continue;
		which[some++] = i;
	}
	if (!loaded)
		return;
	for (i = 0; i < some; i++)
		messages[i] = restore_message(&rules[which[i]].request);
	if (transport_batch(messages, some, again))
		return;
	for (i = 0; i < some; i++)
		results[which[i]] = again[i];
}

static int restore_batch(const struct rule *rules, size_t count)
{
	struct nl_msg *messages[RESTORE_BATCH];
	struct transport_result results[RESTORE_BATCH] = {};
	int ret = 0;
	size_t i;

	for (i = 0; i < count; i++)
		messages[i] = restore_message(&rules[i].request);
	if (transport_batch(messages, count, results)) {
		fprintf(stderr, "line %u: the kernel does not answer\n", rules[0].line);
		return EXIT_KERNEL;
	}
	restore_again(rules, count, results);
	for (i = 0; i < count; i++) {
		if (!results[i].error)
			continue;
		ret = EXIT_KERNEL;
		fprintf(stderr, "line %u: %s\n", rules[i].line,
			fail_text(rules[i].request.command, results[i].error));
		if (results[i].sentence[0])
			fprintf(stderr, "kernel: %s\n", results[i].sentence);
	}
	return ret;
}

static void restore_progress(size_t done, size_t all)
{
	if (all > 1000 && isatty(STDERR_FILENO))
		fprintf(stderr, "\r%zu of %zu rules%s", done, all, done == all ? "\n" : "");
}

static int restore_apply(const struct vector *rules)
{
	const struct rule *rule = rules->items;
	size_t done;
	size_t count;
	int ret = 0;
	int failed;

	for (done = 0; done < rules->count; done += count) {
		count = rules->count - done;
		if (count > RESTORE_BATCH)
			count = RESTORE_BATCH;
		failed = restore_batch(&rule[done], count);
		if (failed)
			ret = failed;
		restore_progress(done + count, rules->count);
	}
	return ret;
}

static int restore(bool replace)
{
	struct vector rules = {};
	int ret = restore_read(&rules);

	if (!ret)
		ret = fail_open(transport_open());
	if (!ret && replace)
		ret = fail_report(CMD_FLUSH, table_flush());
	if (!ret)
		ret = restore_apply(&rules);
	vector_free(&rules);
	return ret;
}

int cmd_restore(const struct request *request)
{
	(void)request;
	return restore(false);
}

int cmd_replace(const struct request *request)
{
	(void)request;
	return restore(true);
}
