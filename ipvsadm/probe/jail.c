// SPDX-License-Identifier: GPL-2.0
#include "jail.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#if defined(__x86_64__)
#define JAIL_ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define JAIL_ARCH AUDIT_ARCH_AARCH64
#elif defined(__riscv) && __riscv_xlen == 64
#define JAIL_ARCH AUDIT_ARCH_RISCV64
#endif

static const int allowed[] = {
	SYS_recvmsg,
	SYS_recvfrom,
	SYS_sendto,
	SYS_sendmsg,
	SYS_ppoll,
	SYS_clock_gettime,
	SYS_read,
	SYS_write,
	SYS_writev,
	SYS_getsockopt,
	SYS_setsockopt,
	SYS_getsockname,
	SYS_close,
	SYS_exit,
	SYS_exit_group,
	SYS_brk,
	SYS_munmap,
	SYS_mremap,
	SYS_madvise,
	SYS_futex,
	SYS_fstat,
	SYS_newfstatat,
	SYS_lseek,
	SYS_ioctl,
	SYS_getpid,
	SYS_rt_sigreturn,
	SYS_rt_sigprocmask,
	SYS_rt_sigaction,
	SYS_nanosleep,
	SYS_getrandom,
	SYS_wait4,
	SYS_kill,
	SYS_gettid,
	SYS_clock_nanosleep,
	SYS_restart_syscall,
};

/* The next step of whoever has taken a prober over; no library makes it by itself. */
static const int deadly[] = {
	SYS_execve,
	SYS_execveat,
	SYS_socket,
	SYS_ptrace,
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

int jail_drop(void)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3];

	memset(none, 0, sizeof(none));
	if (geteuid() != getuid() && setuid(getuid()))
		return -errno;
	if (syscall(SYS_capset, &header, none))
		return -errno;
	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ? -errno : 0;
}

#ifdef JAIL_ARCH
/* Low half of an argument, on machines of either byte order that we know. */
#define ARGUMENT(n) (offsetof(struct seccomp_data, args) + (n) * sizeof(uint64_t))

static struct sock_filter *emit(struct sock_filter *at, struct sock_filter what)
{
	*at = what;
	return at + 1;
}

static struct sock_filter *emit_verdict(struct sock_filter *at, const int *calls, size_t count,
					uint32_t verdict)
{
	size_t i;

	for (i = 0; i < count; i++) {
		at = emit(at,
			  (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, calls[i], 0, 1));
		at = emit(at, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, verdict));
	}
	return at;
}

/* mmap() is for memory: nothing that could be run. */
static struct sock_filter *emit_mmap(struct sock_filter *at)
{
	at = emit(at, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_mmap, 0, 4));
	at = emit(at, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, ARGUMENT(2)));
	at = emit(at, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, PROT_EXEC, 1, 0));
	at = emit(at, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
	return emit(at, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM));
}

int jail_enter(void)
{
	struct sock_filter program[5 + 5 + 2 * (COUNT(allowed) + COUNT(deadly))];
	struct sock_fprog filter = { .filter = program };
	struct sock_filter *at = program;

	/* The C library reads the zone with the first date. */
	tzset();
	at = emit(at, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
						   offsetof(struct seccomp_data, arch)));
	at = emit(at, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, JAIL_ARCH, 1, 0));
	at = emit(at, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS));
	at = emit(at, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
						   offsetof(struct seccomp_data, nr)));
	at = emit_verdict(at, allowed, COUNT(allowed), SECCOMP_RET_ALLOW);
	at = emit_verdict(at, deadly, COUNT(deadly), SECCOMP_RET_KILL_PROCESS);
	at = emit_mmap(at);
	at = emit(at, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM));
	filter.len = (unsigned short)(at - program);
	if (!prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter, 0, 0))
		return 0;
	return errno == EINVAL ? 0 : -errno;
}
#else
int jail_enter(void)
{
	return 0;
}
#endif
