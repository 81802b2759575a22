// SPDX-License-Identifier: GPL-2.0
/* A run of traceroute: one trace, or one to each real server, side by side. */
#include "trace_run.h"
#include "jail.h"
#include "schedule.h"
#include "trace_print.h"
#include "trace_servers.h"
#include "trace_tree.h"

#include <stdio.h>
#include <stdlib.h>

static int find_targets(struct trace_run *run)
{
	if (trace_asks_servers(&run->options))
		return trace_servers_read(run);
	run->traces = calloc(1, sizeof(*run->traces));
	if (!run->traces) {
		perror("traceroute");
		return 2;
	}
	run->count = 1;
	run->traces[0].options = run->options;
	return 0;
}

/* A real server to which there is no route is one that is not reached. */
static int open_traces(struct trace_run *run)
{
	size_t i;

	for (i = 0; i < run->count; i++) {
		run->traces[i].run = run;
		run->traces[i].sock.fd = -1;
	}
	for (i = 0; i < run->count; i++) {
		if (!trace_prepare(&run->traces[i]))
			continue;
		if (!run->servers || !run->traces[i].failed)
			return 2;
		run->traces[i].over = true;
	}
	return 0;
}

static int prepare(struct trace_run *run)
{
	run->resolver.fd = -1;
	if (!run->options.numeric && resolver_start(&run->resolver)) {
		perror("traceroute: resolver");
		return 2;
	}
	run->event = malloc(sizeof(*run->event));
	if (!run->event) {
		perror("traceroute");
		return 2;
	}
	probe_socket_many();
	if (find_targets(run) || open_traces(run))
		return 2;
	if (loop_init(&run->loop) || jail_drop() || jail_enter()) {
		perror("traceroute: cannot drop privileges");
		return 2;
	}
	return 0;
}

/* Those that are over are not listened to. Return: are there any others? */
static bool step_all(struct trace_run *run, struct pollfd *fds, uint64_t *wake)
{
	bool more = false;
	uint64_t at;
	size_t i;

	*wake = SCHEDULE_NEVER;
	for (i = 0; i < run->count; i++) {
		fds[i] = (struct pollfd){ .fd = -1 };
		if (run->traces[i].over)
			continue;
		at = trace_step(&run->traces[i]);
		if (run->traces[i].over)
			continue;
		more = true;
		*wake = at < *wake ? at : *wake;
		fds[i] = (struct pollfd){ .fd = run->traces[i].sock.fd, .events = POLLIN };
	}
	return more;
}

static void tell_status(struct trace_run *run)
{
	size_t i;

	run->loop.status = false;
	for (i = 0; i < run->count; i++)
		trace_print_status(&run->traces[i]);
}

static void go(struct trace_run *run, struct pollfd *fds)
{
	struct pollfd *names = &fds[run->count];
	uint64_t wake;

	while (!run->loop.stop && step_all(run, fds, &wake)) {
		*names = (struct pollfd){ .fd = run->resolver.fd, .events = POLLIN };
		loop_wait(&run->loop, fds, run->count + 1, wake);
		resolver_take(&run->resolver);
		if (run->loop.status)
			tell_status(run);
	}
}

static void tell_start(const struct trace_run *run)
{
	size_t i;

	if (run->servers && !run->options.json) {
		trace_servers_tell_start(run);
		return;
	}
	for (i = 0; i < run->count; i++)
		trace_print_start(&run->traces[i]);
}

static void tell_end(struct trace_run *run)
{
	size_t i;

	for (i = 0; i < run->count; i++) {
		trace_finish(&run->traces[i]);
		if (run->options.flows > 1 && !run->options.json)
			trace_tree_flows(&run->traces[i]);
		if (!run->servers || run->options.json)
			trace_print_summary(&run->traces[i]);
	}
	if (!run->servers)
		return;
	if (!run->options.json)
		trace_tree_servers(run);
	trace_servers_tell_summary(run);
}

static int status_of(const struct trace_run *run)
{
	size_t i;

	if (!run->servers && run->traces[0].failed)
		return 2;
	for (i = 0; i < run->count; i++) {
		if (!run->traces[i].reached)
			return 1;
	}
	return 0;
}

static int prepare_and_run(struct trace_run *run)
{
	struct pollfd *fds;

	if (prepare(run))
		return 2;
	/* One for the resolver, one for the loop. */
	fds = calloc(run->count + 2, sizeof(*fds));
	if (!fds)
		return 2;
	tell_start(run);
	go(run, fds);
	tell_end(run);
	free(fds);
	return status_of(run);
}

int trace_main(int argc, const char **argv)
{
	static struct trace_run run;
	size_t i;
	int ret;

	switch (trace_options_parse(&run.options, argc, argv)) {
	case ROWS_DONE:
		return 0;
	case ROWS_WRONG:
		return 2;
	default:
		break;
	}
	ret = prepare_and_run(&run);
	for (i = 0; i < run.count; i++)
		trace_free(&run.traces[i]);
	resolver_stop(&run.resolver);
	trace_servers_free(&run);
	free(run.traces);
	free(run.event);
	return ret;
}
