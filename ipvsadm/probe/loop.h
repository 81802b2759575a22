/* SPDX-License-Identifier: GPL-2.0 */
/* Waiting: for sockets, for a time, for the user's signals. */
#ifndef IPVSADM_PROBE_LOOP_H
#define IPVSADM_PROBE_LOOP_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * struct probe_loop - of one run
 * @signals: where signals can be read
 * @stop:    SIGINT, SIGTERM or SIGALRM came: end with the summary
 * @killed_by: SIGTERM or SIGHUP came: end with the summary, then by loop_die()
 * @status:  SIGQUIT or SIGUSR1 came: tell how it goes, and reset this
 */
struct probe_loop {
	int signals;
	bool stop;
	bool status;
	int killed_by;
};

/** loop_init - take the signals. Return: 0 or a negative errno. */
int loop_init(struct probe_loop *loop);

/**
 * loop_wait - until something can be read, a signal came, or it is time
 * @fds:   what to wait for; one more place than @count, for the loop's own use
 * @count: of them
 * @until: on probe_clock(), SCHEDULE_NEVER for no time
 */
void loop_wait(struct probe_loop *loop, struct pollfd *fds, size_t count, uint64_t until);

/** loop_die - if the run was to be killed, let the process end by that signal */
void loop_die(const struct probe_loop *loop);

#endif
