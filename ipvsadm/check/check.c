// SPDX-License-Identifier: GPL-2.0
#include "check.h"

#include "evidence.h"
#include "link.h"
#include "reverse.h"

#include "../name.h"
#include "../parse.h"
#include "../probe/asked.h"
#include "../probe/jail.h"
#include "../probe/json.h"
#include "../probe/rows.h"
#include "../probe/scope.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct options {
	uint64_t fwmark;
	bool udp;
	bool sctp;
	const char *client;
	bool json;
};

#define AT(field) offsetof(struct options, field)

static const struct option_row rows[] = {
	{ 'u', "udp", ROW_FLAG, AT(udp), 0, 0, NULL, "a UDP service" },
	{ 0, "sctp", ROW_FLAG, AT(sctp), 0, 0, NULL, "an SCTP service" },
	{ 'f', "fwmark", ROW_NUMBER, AT(fwmark), 1, UINT32_MAX, "MARK",
	  "the service of a firewall mark, by one of its addresses and ports" },
	{ 0, "client", ROW_TEXT, AT(client), 0, 0, "ADDRESS",
	  "ask each server as that client would, too: what answers it goes to it" },
	{ 0, "json", ROW_FLAG, AT(json), 0, 0, NULL, "JSON, an object for each verdict" },
	{ 'h', "help", ROW_HELP, 0, 0, 0, NULL, "show this" },
	{ 'V', "version", ROW_VERSION, 0, 0, 0, NULL, "show the version" },
};

static const struct option_rows table = {
	.tool = "check",
	.usage = "ipvsadm check [OPTION...] VIP:PORT",
	.after = "Exit status: 0 all fine, 1 faults, 2 something cannot be checked, or any error.",
	.rows = rows,
	.count = sizeof(rows) / sizeof(rows[0]),
};

/**
 * struct check - a run
 * @options:  of it
 * @service:  with the address and port that clients ask
 * @client:   address to ask as, family 0 for none
 * @servers:  its real servers
 * @evidence: of each
 * @links:    that the virtual address is on, or a server
 * @knocker:  asks them
 * @asked:    by each of its calls, NULL for nobody
 * @begun:    how many of them have been asked anything
 * @status:   exit status so far
 */
struct check {
	struct options options;
	struct service service;
	union probe_addr client;
	struct vector servers;
	struct evidence *evidence;
	struct knock_link links[LINKS_MAX];
	size_t link_count;
	struct knocker knocker;
	struct evidence *asked[KNOCK_CALLS];
	size_t begun;
	int status;
};

static bool read_client(struct check *check)
{
	const struct probe_family *family = probe_family_of(check->service.family);
	union address address;
	uint16_t af = check->service.family;
	uint16_t port = 0;

	if (!parse_endpoint(check->options.client, "tcp", &af, &address, &port) || port ||
	    af != check->service.family)
		return false;
	probe_addr_set(&check->client, family, &address);
	return true;
}

static int find_service(struct check *check, const char *const *words)
{
	const struct options *options = &check->options;
	struct service found;

	if (asked_read(table.tool, words, options->udp, options->sctp, &check->service))
		return 2;
	if (!check->service.port)
		return rows_wrong(table.tool, words[0], "not an address and port"), 2;
	if (options->client && !read_client(check))
		return rows_wrong(table.tool, options->client,
				  "not an address of the service's family"),
		       2;
	return asked_find(&check->service, (uint32_t)options->fwmark, &found, &check->servers);
}

static int prepare(struct check *check)
{
	struct server *servers = check->servers.items;
	size_t i;
	int ret;

	if (!check->servers.count) {
		fputs("check: the service has no real servers\n", stderr);
		return 2;
	}
	check->evidence = calloc(check->servers.count, sizeof(*check->evidence));
	if (!check->evidence) {
		perror("check");
		return 2;
	}
	scope_load();
	reverse_load();
	for (i = 0; i < check->servers.count; i++) {
		/* Of a mark, and of all ports, it may have none: then it is asked where clients ask. */
		if (!servers[i].port)
			servers[i].port = check->service.port;
		evidence_prepare(&check->evidence[i], &check->service, &servers[i],
				 check->client.any.sa_family ? &check->client : NULL);
	}
	for (i = 0; i < check->servers.count; i++)
		evidence_wait(&check->evidence[i]);
	check->link_count = links_find(check->links, check->evidence, check->servers.count);
	ret = knocker_open(&check->knocker);
	if (!ret)
		ret = jail_drop();
	if (!ret)
		ret = jail_enter();
	if (ret)
		fprintf(stderr, "check: %s\n", strerror(-ret));
	return ret ? 2 : 0;
}

static const char *const kinds[] = {
	[FINDING_FINE] = "fine",
	[FINDING_FAULT] = "FAULT",
	[FINDING_UNKNOWN] = "unknown",
};

/* The last line: whoever reads it knows that it has read all. */
static void tell_summary(const struct check *check)
{
	static const char *const verdicts[] = { "fine", "fault", "unknown" };
	struct json_line line;

	if (!check->options.json)
		return;
	json_begin(&line, "summary", (uint64_t)time(NULL) * 1000000000);
	json_number(&line, "servers", check->servers.count);
	json_text(&line, "verdict", verdicts[check->status]);
	json_end(&line);
}

static void tell_json(const char *subject, const struct finding *finding)
{
	struct json_line line;

	json_begin(&line, "verdict", (uint64_t)time(NULL) * 1000000000);
	json_text(&line, "of", subject);
	json_text(&line, "matter", finding->matter);
	json_text(&line, "verdict",
		  finding->kind == FINDING_FAULT ? "fault" : kinds[finding->kind]);
	json_text(&line, "evidence", finding->evidence);
	if (*finding->mend)
		json_text(&line, "mend", finding->mend);
	json_end(&line);
}

/* A fault goes before what is unknown. */
static void tell(struct check *check, const char *subject, const struct findings *findings)
{
	int worst = findings_worst(findings);
	const struct finding *finding;
	size_t i;

	if (worst == 1 || !check->status)
		check->status = worst;
	if (!check->options.json)
		printf("%s\n", subject);
	for (i = 0; i < findings->count; i++) {
		finding = &findings->items[i];
		if (check->options.json) {
			tell_json(subject, finding);
			continue;
		}
		printf("  %-7s %-10s %s\n", kinds[finding->kind], finding->matter,
		       finding->evidence);
		if (*finding->mend)
			printf("          mend it:   %s\n", finding->mend);
	}
	fflush(stdout);
}

/* Those behind routers cannot be heard. */
static void check_arp(struct check *check)
{
	struct findings findings = { 0 };
	struct knock_claims claims;
	char name[NAME_MAX_LENGTH];

	knock_who_has(&check->knocker, check->links, check->link_count, &check->evidence->vip,
		      &claims);
	findings_judge_arp(&findings, check->links, check->link_count, &claims, check->evidence,
			   check->servers.count);
	name_endpoint(name, check->service.family, &check->service.address, check->service.port,
		      check->service.protocol, true);
	tell(check, name, &findings);
}

static void tell_server(struct check *check, size_t number)
{
	const struct server *servers = check->servers.items;
	const struct server *server = &servers[number];
	char name[NAME_MAX_LENGTH];
	char subject[NAME_MAX_LENGTH + 16];
	struct findings findings;

	findings_judge(&findings, &check->evidence[number]);
	name_endpoint(name, server->family, &server->address, server->port, check->service.protocol,
		      true);
	snprintf(subject, sizeof(subject), "%s %s", name, name_method(server->method));
	tell(check, check->options.json ? name : subject, &findings);
}

/* The next question to who was asked by this call, or to the next one. */
static void ask_next(struct check *check, size_t call)
{
	struct evidence **asked = &check->asked[call];
	struct knock_answer *answer = NULL;
	struct knock question;

	while (!answer) {
		if (!*asked && check->begun == check->servers.count)
			return;
		if (!*asked)
			*asked = &check->evidence[check->begun++];
		answer = evidence_next(*asked, &question);
		(*asked)->gathered = !answer;
		if (!answer)
			*asked = NULL;
	}
	knock_ask(&check->knocker, call, &question, answer);
}

/* Side by side, for those that are silent are waited for; told in their order. */
static void check_servers(struct check *check)
{
	size_t told = 0;
	size_t call;

	do {
		for (call = 0; call < KNOCK_CALLS; call++) {
			if (knock_is_free(&check->knocker, call))
				ask_next(check, call);
		}
		for (; told < check->servers.count && check->evidence[told].gathered; told++)
			tell_server(check, told);
	} while (knock_listen(&check->knocker));
}

int check_main(int argc, const char **argv)
{
	static struct check check;
	const char *const *words;
	int ret;

	switch (rows_parse(&table, &check.options, argc, argv, &words)) {
	case ROWS_DONE:
		return 0;
	case ROWS_WRONG:
		return 2;
	default:
		break;
	}
	ret = find_service(&check, words);
	if (!ret)
		ret = prepare(&check);
	if (!ret) {
		check_arp(&check);
		check_servers(&check);
		tell_summary(&check);
		knocker_close(&check.knocker);
		ret = check.status;
	}
	free(check.evidence);
	vector_free(&check.servers);
	return ret;
}
