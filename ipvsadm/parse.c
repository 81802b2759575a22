// SPDX-License-Identifier: GPL-2.0
#include "parse.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>

bool parse_number(const char *text, uint64_t low, uint64_t high, uint64_t *result)
{
	unsigned long long value;
	char *end;

	/* strtoull would take blanks and signs. */
	if (*text < '0' || *text > '9')
		return false;
	errno = 0;
	value = strtoull(text, &end, 10);
	if (errno || *end || value < low || value > high)
		return false;
	*result = value;
	return true;
}

static bool parse_port(const char *text, const char *protocol, uint16_t *port)
{
	struct servent *entry;
	uint64_t value;

	if (parse_number(text, 0, 65535, &value)) {
		*port = value;
		return true;
	}
	entry = getservbyname(text, protocol);
	if (!entry)
		return false;
	*port = ntohs(entry->s_port);
	return true;
}

/* Of several addresses the first one told, of the family that is wanted if there is one. */
static bool parse_name(const char *text, uint16_t *family, union address *address)
{
	int wanted = *family ? *family : AF_INET;
	const struct hostent *found;

	/* getaddrinfo() would ask for both families, and choose by the routes of the moment. */
	found = gethostbyname2(text, wanted);
	if (!found)
		found = gethostbyname2(text, wanted == AF_INET ? AF_INET6 : AF_INET);
	if (!found)
		return false;
	*family = found->h_addrtype;
	memset(address, 0, sizeof(*address));
	memcpy(address, found->h_addr_list[0], found->h_length);
	return true;
}

static bool parse_host(const char *text, uint16_t *family, union address *address)
{
	union address found = {};

	if (inet_pton(AF_INET, text, &found.ip) == 1) {
		*family = AF_INET;
		*address = found;
		return true;
	}
	if (inet_pton(AF_INET6, text, &found.ip6) == 1) {
		*family = AF_INET6;
		*address = found;
		return true;
	}
	/* Digits and dots that are no address are no name either. */
	if (!text[strspn(text, "0123456789.")] || strchr(text, ':'))
		return false;
	return parse_name(text, family, address);
}

bool parse_endpoint(const char *text, const char *protocol, uint16_t *family,
		    union address *address, uint16_t *port)
{
	char host[256];
	char *colon;

	if (strlen(text) >= sizeof(host))
		return false;
	strcpy(host, text);
	*port = 0;
	if (host[0] == '[') {
		char *end = strchr(host, ']');

		if (!end || end[1] != ':')
			return false;
		*end = 0;
		*family = AF_INET6;
		return parse_host(host + 1, family, address) && *family == AF_INET6 &&
		       parse_port(end + 2, protocol, port);
	}
	colon = strchr(host, ':');
	if (colon && !strchr(colon + 1, ':')) {
		*colon = 0;
		return parse_host(host, family, address) && parse_port(colon + 1, protocol, port);
	}
	return parse_host(host, family, address);
}

bool parse_sched_flags(char *text, const char *scheduler, uint32_t *flags, const char **bad,
		       bool *incompatible)
{
	static const struct {
		const char *name;
		const char *scheduler;
		uint32_t flag;
	} words[] = {
		{ "sh-fallback", "sh", IP_VS_SVC_F_SCHED_SH_FALLBACK },
		{ "sh-port", "sh", IP_VS_SVC_F_SCHED_SH_PORT },
		{ "mh-fallback", "mh", IP_VS_SVC_F_SCHED1 },
		{ "mh-port", "mh", IP_VS_SVC_F_SCHED2 },
		{ "flag-1", NULL, IP_VS_SVC_F_SCHED1 },
		{ "flag-2", NULL, IP_VS_SVC_F_SCHED2 },
		{ "flag-3", NULL, IP_VS_SVC_F_SCHED3 },
	};
	size_t count = sizeof(words) / sizeof(words[0]);
	char *word;
	size_t i;

	*incompatible = false;
	for (word = strtok(text, ","); word; word = strtok(NULL, ",")) {
		for (i = 0; i < count && strcmp(word, words[i].name); i++)
			;
		*bad = word;
		if (i == count)
			return false;
		*incompatible = words[i].scheduler && strcmp(words[i].scheduler, scheduler);
		if (*incompatible)
			return false;
		*flags |= words[i].flag;
	}
	return true;
}
