// SPDX-License-Identifier: GPL-2.0
#include "watch.h"
#include "cohort.h"
#include "ping_method.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define SECOND 1000000000ULL
/* However fast probes go, the table is not read more often. */
#define LEAST 100000000ULL

/* What ends the process that pings, or asks it for something, comes to this one. */
static const int passed_on[] = { SIGINT, SIGTERM, SIGHUP, SIGALRM, SIGQUIT, SIGUSR1 };

/**
 * struct watch - a run
 * @signals: that this process waits for
 * @before:  those that were blocked when it began
 * @child:   the process that pings, 0 for none: then there is no server
 * @status:  of that when it ended
 */
struct watch {
	sigset_t signals;
	sigset_t before;
	pid_t child;
	int status;
};

static int block(struct watch *watch)
{
	size_t i;

	sigemptyset(&watch->signals);
	sigaddset(&watch->signals, SIGCHLD);
	for (i = 0; i < sizeof(passed_on) / sizeof(passed_on[0]); i++)
		sigaddset(&watch->signals, passed_on[i]);
	return sigprocmask(SIG_BLOCK, &watch->signals, &watch->before);
}

static int start(struct watch *watch, struct ping *ping, int (*run)(struct ping *ping))
{
	watch->child = 0;
	if (!ping->cohort->count)
		return 0;
	watch->child = fork();
	if (watch->child < 0)
		return method_fail("fork", errno);
	if (watch->child)
		return 0;
	/* It does not outlive us, by which it is ended. */
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	sigprocmask(SIG_SETMASK, &watch->before, NULL);
	exit(run(ping));
}

/* Each of its lines is written at once: it may be ended at any time. */
static void stop(struct watch *watch)
{
	if (!watch->child)
		return;
	kill(watch->child, SIGKILL);
	waitpid(watch->child, NULL, 0);
	watch->child = 0;
}

/* As the process that pings was ended by a signal, so is this one. */
static int end_alike(const struct watch *watch)
{
	int number = WTERMSIG(watch->status);

	if (!WIFSIGNALED(watch->status))
		return WEXITSTATUS(watch->status);
	signal(number, SIG_DFL);
	raise(number);
	sigprocmask(SIG_UNBLOCK, &watch->signals, NULL);
	return 2;
}

/* Return: is it over? */
static bool take_signal(struct watch *watch, int number)
{
	if (number == SIGCHLD)
		return watch->child && waitpid(watch->child, &watch->status, WNOHANG) > 0;
	if (watch->child) {
		kill(watch->child, number);
		return false;
	}
	/* Nobody serves. */
	watch->status = 1 << 8;
	return number != SIGQUIT && number != SIGUSR1;
}

int watch_run(struct ping *ping, int (*run)(struct ping *ping))
{
	uint64_t every = ping->options.interval > LEAST ? ping->options.interval : LEAST;
	const struct timespec wait = { .tv_sec = (time_t)(every / SECOND),
				       .tv_nsec = (long)(every % SECOND) };
	struct watch watch = { 0 };
	int number;

	if (block(&watch))
		return method_fail("signals", errno);
	if (start(&watch, ping, run))
		return 2;
	for (;;) {
		number = sigtimedwait(&watch.signals, NULL, &wait);
		if (number > 0 && take_signal(&watch, number))
			return end_alike(&watch);
		if (number > 0 || !cohort_follow(ping->cohort, ping->options.json))
			continue;
		stop(&watch);
		if (start(&watch, ping, run))
			return 2;
	}
}
