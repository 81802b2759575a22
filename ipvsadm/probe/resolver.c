// SPDX-License-Identifier: GPL-2.0
#include "resolver.h"
#include "jail.h"
#include "text.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

struct answer {
	union probe_addr addr;
	char name[RESOLVER_NAME];
};

/* The process: one question, one answer, until nobody asks any more. */
static void serve(int fd)
{
	struct answer answer;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	/* A terminal's Ctrl-C means the prober, which ends us when it has ended. */
	signal(SIGINT, SIG_IGN);
	signal(SIGQUIT, SIG_IGN);
	if (jail_drop())
		_exit(1);
	while (recv(fd, &answer.addr, sizeof(answer.addr), 0) == sizeof(answer.addr)) {
		const struct probe_family *family = probe_family_of(answer.addr.any.sa_family);

		memset(answer.name, 0, sizeof(answer.name));
		if (family && getnameinfo(&answer.addr.any, family->size, answer.name,
					  sizeof(answer.name), NULL, 0, NI_NAMEREQD))
			answer.name[0] = '\0';
		if (send(fd, &answer, sizeof(answer), MSG_NOSIGNAL) != sizeof(answer))
			break;
	}
	_exit(0);
}

int resolver_start(struct resolver *resolver)
{
	int pair[2];

	resolver->fd = -1;
	resolver->count = 0;
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair))
		return -errno;
	resolver->child = fork();
	if (resolver->child < 0) {
		close(pair[0]);
		close(pair[1]);
		return -errno;
	}
	if (!resolver->child) {
		close(pair[0]);
		serve(pair[1]);
	}
	close(pair[1]);
	resolver->fd = pair[0];
	return 0;
}

void resolver_stop(struct resolver *resolver)
{
	if (resolver->fd < 0)
		return;
	close(resolver->fd);
	resolver->fd = -1;
	kill(resolver->child, SIGKILL);
	waitpid(resolver->child, NULL, 0);
}

static struct resolver_entry *find(struct resolver *resolver, const union probe_addr *addr)
{
	size_t used = resolver->count < RESOLVER_CACHE ? resolver->count : RESOLVER_CACHE;
	size_t i;

	for (i = 0; i < used; i++) {
		if (probe_addr_same(&resolver->cache[i].addr, addr))
			return &resolver->cache[i];
	}
	return NULL;
}

const char *resolver_name(struct resolver *resolver, const union probe_addr *addr)
{
	struct resolver_entry *entry;

	if (resolver->fd < 0)
		return "";
	entry = find(resolver, addr);
	if (!entry) {
		entry = &resolver->cache[resolver->count++ % RESOLVER_CACHE];
		memset(entry, 0, sizeof(*entry));
		entry->addr = *addr;
		/* A question that cannot be put now has no answer. */
		entry->answered = send(resolver->fd, addr, sizeof(*addr),
				       MSG_DONTWAIT | MSG_NOSIGNAL) != sizeof(*addr);
	}
	return entry->answered ? entry->name : NULL;
}

void resolver_take(struct resolver *resolver)
{
	struct resolver_entry *entry;
	struct answer answer;
	ssize_t got;

	if (resolver->fd < 0)
		return;
	while ((got = recv(resolver->fd, &answer, sizeof(answer), MSG_DONTWAIT)) ==
	       sizeof(answer)) {
		entry = find(resolver, &answer.addr);
		if (!entry)
			continue;
		answer.name[RESOLVER_NAME - 1] = '\0';
		text_clean(entry->name, sizeof(entry->name), answer.name);
		entry->answered = true;
	}
	if (!got)
		resolver_stop(resolver);
}

int resolver_forward(const char *word, int family, union probe_addr *addr, char *name)
{
	const struct addrinfo hints = { .ai_family = family,
					.ai_socktype = SOCK_RAW,
					.ai_flags = AI_CANONNAME };
	struct addrinfo *list;
	int ret = getaddrinfo(word, NULL, &hints, &list);

	if (ret)
		return ret;
	memset(addr, 0, sizeof(*addr));
	memcpy(addr, list->ai_addr, list->ai_addrlen);
	text_clean(name, RESOLVER_NAME, list->ai_canonname ? list->ai_canonname : word);
	freeaddrinfo(list);
	return 0;
}
