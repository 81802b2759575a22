// SPDX-License-Identifier: GPL-2.0
/*
 * ask HOST PORT [TIMES [tcp|udp [SOURCE [SPORT]]]]: ask for the server's name, a line each
 * time. From SPORT the first time, from the next port the next time. Exit status: 1 when an
 * answer is missing; what was wrong stands in its place.
 */
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "tool.h"

enum {
	TCP_SECONDS = 10,
	UDP_SECONDS = 5
};

static const union tool_address *host;
static bool udp;

static int patience(int sock)
{
	struct timeval limit = { .tv_sec = udp ? UDP_SECONDS : TCP_SECONDS };

	return setsockopt(sock, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit))
		       ?: setsockopt(sock, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
}

/* Return: what a socket of its own from there is told, in that buffer; NULL and errno. */
static char *answer_of(int sock, const union tool_address *local, char *line, size_t size)
{
	size_t length = 0;
	ssize_t got;

	if (sock < 0 || patience(sock))
		return NULL;
	if (bind(sock, &local->any, tool_length(local)))
		return NULL;
	if (connect(sock, &host->any, tool_length(host))) {
		if (errno == EINPROGRESS || errno == EAGAIN)
			errno = ETIMEDOUT;
		return NULL;
	}
	if (send(sock, "name\n", 5, MSG_NOSIGNAL) != 5)
		return NULL;
	do {
		got = recv(sock, line + length, size - 1 - length, 0);
		if (got < 0) {
			if (errno == EAGAIN)
				errno = ETIMEDOUT;
			return NULL;
		}
		length += got;
	} while (!udp && got > 0 && length < size - 1 && !memchr(line, '\n', length));
	line[length] = '\0';
	line[strcspn(line, "\n")] = '\0';
	return line;
}

int main(int argc, char **argv)
{
	union tool_address target, local;
	int times = argc > 3 ? atoi(argv[3]) : 1;
	const char *source = argc > 5 ? argv[5] : "";
	int sport = argc > 6 ? atoi(argv[6]) : 0;
	bool failed = false;
	char line[128];
	int sock;
	int i;

	if (argc < 3)
		errx(2, "usage: ask HOST PORT [TIMES [tcp|udp [SOURCE [SPORT]]]]");
	target = tool_address(argv[1], atoi(argv[2]), AF_INET);
	host = &target;
	udp = argc > 4 && !strcmp(argv[4], "udp");
	for (i = 0; i < times; i++) {
		local = tool_address(source, sport ? sport + i : 0, target.any.sa_family);
		sock = socket(target.any.sa_family, udp ? SOCK_DGRAM : SOCK_STREAM, 0);
		if (answer_of(sock, &local, line, sizeof(line))) {
			puts(line);
		} else {
			puts(strerror(errno));
			failed = true;
		}
		fflush(stdout);
		close(sock);
	}
	return failed;
}
