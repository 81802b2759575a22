// SPDX-License-Identifier: GPL-2.0
/*
 * serve NAME PORT: over TCP and UDP, both families, answer with NAME.
 *
 * TCP: a first line "send N" gets N bytes (of 0 to 250, again and again, anew every 65,536),
 * "sink" is answered with the SHA-256 of all that follows until the client closes, "GET" with
 * a page, and any other with the name. UDP answers from the address that was asked.
 */
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tool.h"

static const char *name;
static char chunk[65536];

static bool send_all(int conn, const char *data, size_t length)
{
	ssize_t sent;

	for (; length; data += sent, length -= sent) {
		sent = send(conn, data, length, MSG_NOSIGNAL);
		if (sent <= 0)
			return false;
	}
	return true;
}

/* What follows the line stays in the socket. */
static void read_line(int conn, char *line, size_t size)
{
	while (size > 1 && recv(conn, line, 1, 0) == 1 && *line != '\n') {
		line++;
		size--;
	}
	*line = '\0';
}

static void send_bytes(int conn, long left)
{
	for (; left > 0; left -= sizeof(chunk))
		if (!send_all(conn, chunk, left < (long)sizeof(chunk) ? left : (long)sizeof(chunk)))
			return;
}

/* Return: a child that writes the sum of what the connection brings to the pipe. */
static pid_t start_summing(int conn, const int *out)
{
	pid_t pid = fork();

	if (pid)
		return pid;
	dup2(conn, STDIN_FILENO);
	dup2(out[1], STDOUT_FILENO);
	execlp("sha256sum", "sha256sum", NULL);
	_exit(127);
}

static void sink(int conn)
{
	char digest[65] = "";
	pid_t pid;
	int out[2];

	if (pipe2(out, O_CLOEXEC))
		return;
	pid = start_summing(conn, out);
	close(out[1]);
	if (pid > 0 && read(out[0], digest, 64) == 64) {
		digest[64] = '\n';
		send_all(conn, digest, 65);
	}
	close(out[0]);
	if (pid > 0)
		waitpid(pid, NULL, 0);
}

static void *talk(void *argument)
{
	int conn = (int)(intptr_t)argument;
	char line[256];
	char answer[512];

	read_line(conn, line, sizeof(line));
	snprintf(answer, sizeof(answer), "%s\n", name);
	if (!strncmp(line, "send ", 5)) {
		send_bytes(conn, atol(line + 5));
	} else if (!strncmp(line, "sink", 4)) {
		sink(conn);
	} else {
		if (!strncmp(line, "GET ", 4))
			snprintf(answer, sizeof(answer),
				 "HTTP/1.0 200 OK\r\nContent-Length: %zu\r\n\r\nserver %s\n",
				 strlen(name) + 8, name);
		send_all(conn, answer, strlen(answer));
	}
	close(conn);
	return NULL;
}

static int bound_socket(int kind, uint16_t port)
{
	struct sockaddr_in6 any = { .sin6_family = AF_INET6, .sin6_port = htons(port) };
	int sock = socket(AF_INET6, kind | SOCK_CLOEXEC, 0);
	int off = 0;
	int on = 1;

	if (sock < 0 || setsockopt(sock, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof(off)) ||
	    (kind == SOCK_STREAM && setsockopt(sock, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on))) ||
	    setsockopt(sock, IPPROTO_IPV6, IPV6_RECVPKTINFO, &on, sizeof(on)) ||
	    bind(sock, (struct sockaddr *)&any, sizeof(any)))
		err(1, "port %u", port);
	return sock;
}

/* The packet's own address is what the answer's comes from: of many, the kernel would take one. */
static void *serve_udp(void *argument)
{
	int sock = (int)(intptr_t)argument;
	char control[256];
	char data[65536];
	char answer[256];
	struct sockaddr_in6 peer;
	struct iovec piece;
	struct msghdr message;
	struct cmsghdr *info;

	snprintf(answer, sizeof(answer), "%s\n", name);
	for (;;) {
		piece = (struct iovec){ data, sizeof(data) };
		message = (struct msghdr){ &peer,   sizeof(peer),    &piece, 1,
					   control, sizeof(control), 0 };
		if (recvmsg(sock, &message, 0) < 0)
			continue;
		info = CMSG_FIRSTHDR(&message);
		if (info && info->cmsg_type == IPV6_PKTINFO)
			((struct in6_pktinfo *)CMSG_DATA(info))->ipi6_ifindex = 0;
		piece = (struct iovec){ answer, strlen(answer) };
		sendmsg(sock, &message, 0);
	}
	return NULL;
}

static void detach(void *(*function)(void *), int sock)
{
	pthread_t thread;

	if (pthread_create(&thread, NULL, function, (void *)(intptr_t)sock))
		errx(1, "no thread");
	pthread_detach(thread);
}

/* A test that ends its servers wants no shell to tell of it. */
static void leave(int signal)
{
	(void)signal;
	_exit(0);
}

int main(int argc, char **argv)
{
	int listener;
	int conn;
	size_t i;

	if (argc != 3)
		errx(2, "usage: serve NAME PORT");
	signal(SIGTERM, leave);
	name = argv[1];
	for (i = 0; i < sizeof(chunk); i++)
		chunk[i] = i % 251;
	detach(serve_udp, bound_socket(SOCK_DGRAM, atoi(argv[2])));
	listener = bound_socket(SOCK_STREAM, atoi(argv[2]));
	if (listen(listener, 1024))
		err(1, "listen");
	for (;;) {
		conn = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
		if (conn >= 0)
			detach(talk, conn);
	}
}
