// SPDX-License-Identifier: GPL-2.0
#define _GNU_SOURCE
#include "loop.h"
#include "schedule.h"
#include "socket.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

#define SECOND 1000000000ULL

static const int stopping[] = { SIGINT, SIGTERM, SIGHUP, SIGALRM };
static const int asking[] = { SIGQUIT, SIGUSR1 };

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

int loop_init(struct probe_loop *loop)
{
	sigset_t set;
	size_t i;

	sigemptyset(&set);
	for (i = 0; i < COUNT(stopping); i++)
		sigaddset(&set, stopping[i]);
	for (i = 0; i < COUNT(asking); i++)
		sigaddset(&set, asking[i]);
	if (sigprocmask(SIG_BLOCK, &set, NULL))
		return -errno;
	loop->stop = false;
	loop->status = false;
	loop->killed_by = 0;
	loop->signals = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
	return loop->signals < 0 ? -errno : 0;
}

static void stop_by(struct probe_loop *loop, int number)
{
	loop->stop = true;
	if (number == SIGTERM || number == SIGHUP)
		loop->killed_by = number;
}

static void take_signals(struct probe_loop *loop)
{
	struct signalfd_siginfo info;

	while (read(loop->signals, &info, sizeof(info)) == sizeof(info)) {
		if (info.ssi_signo == SIGQUIT || info.ssi_signo == SIGUSR1)
			loop->status = true;
		else
			stop_by(loop, (int)info.ssi_signo);
	}
}

void loop_wait(struct probe_loop *loop, struct pollfd *fds, size_t count, uint64_t until)
{
	struct timespec wait = { 0 };
	uint64_t now = probe_clock();

	if (until > now) {
		wait.tv_sec = (time_t)((until - now) / SECOND);
		wait.tv_nsec = (long)((until - now) % SECOND);
	}
	fds[count].fd = loop->signals;
	fds[count].events = POLLIN;
	if (ppoll(fds, count + 1, until == SCHEDULE_NEVER ? NULL : &wait, NULL) > 0 &&
	    fds[count].revents)
		take_signals(loop);
}

void loop_die(const struct probe_loop *loop)
{
	sigset_t set;

	if (!loop->killed_by)
		return;
	fflush(NULL);
	signal(loop->killed_by, SIG_DFL);
	/* Pending once it is unblocked, and that is the end. */
	kill(getpid(), loop->killed_by);
	sigemptyset(&set);
	sigaddset(&set, loop->killed_by);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
}
