// SPDX-License-Identifier: GPL-2.0
/* What a prober cannot do any more once it reads from the network. */
#include "run.h"

#include "../../ipvsadm/probe/jail.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static void run_a_program(void)
{
	execl("/bin/true", "true", NULL);
}

static void open_a_socket(void)
{
	socket(AF_INET, SOCK_DGRAM, 0);
}

static void trace_a_process(void)
{
	ptrace(PTRACE_ATTACH, getppid(), NULL, NULL);
}

static void open_a_file(void)
{
	if (open("/etc/passwd", O_RDONLY) >= 0 || errno != EPERM)
		_exit(1);
}

static void map_code(void)
{
	if (mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) !=
		    MAP_FAILED ||
	    errno != EPERM)
		_exit(1);
}

/* What it lives on. */
static void wait_and_tell(void)
{
	static const char nothing[1];

	if (write(STDERR_FILENO, nothing, 0) || !getpid() ||
	    mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) ==
		    MAP_FAILED)
		_exit(1);
}

/* How a process ends that does it in the jail. */
static int ends(void (*what)(void))
{
	pid_t child = fork();
	int status;

	ck_assert_int_ge(child, 0);
	if (!child) {
		if (jail_drop() || jail_enter())
			_exit(2);
		what();
		_exit(0);
	}
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	return status;
}

static bool is_killed(void (*what)(void))
{
	int status = ends(what);

	return WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS;
}

START_TEST(it_ends_where_it_would_break_out)
{
	ck_assert(is_killed(run_a_program));
	ck_assert(is_killed(open_a_socket));
	ck_assert(is_killed(trace_a_process));
}
END_TEST

START_TEST(it_goes_on_without_what_is_refused)
{
	ck_assert_int_eq(ends(open_a_file), 0);
	ck_assert_int_eq(ends(map_code), 0);
	ck_assert_int_eq(ends(wait_and_tell), 0);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("jail");

	tcase_add_test(tests, it_ends_where_it_would_break_out);
	tcase_add_test(tests, it_goes_on_without_what_is_refused);
	return run_case("jail", tests);
}
