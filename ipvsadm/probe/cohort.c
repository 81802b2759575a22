// SPDX-License-Identifier: GPL-2.0
#include "cohort.h"
#include "json.h"
#include "ping_method.h"
#include "text.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

#define NAME_WIDTH 24
/* Lost in a row: no longer an accident. */
#define LOST_NOW 2

static void name_member(struct cohort_member *member)
{
	const struct server *server = &member->backend.server;

	name_address(member->word, server->family, &server->address);
	name_endpoint(member->name, server->family, &server->address, server->port,
		      backend_protocol(&member->backend), true);
}

/* Shared: who watches the table tells the process that pings what it says now. */
static int fill(struct cohort *cohort, const struct vector *backends)
{
	const struct backend *backend = backends->items;
	size_t i;

	cohort->count = backends->count;
	cohort->members = NULL;
	if (!cohort->count)
		return 0;
	cohort->members = mmap(NULL, cohort->count * sizeof(*cohort->members),
			       PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (cohort->members == MAP_FAILED) {
		cohort->members = NULL;
		cohort->count = 0;
		return method_fail("memory", ENOMEM);
	}
	for (i = 0; i < cohort->count; i++) {
		cohort->members[i].backend = backend[i];
		name_member(&cohort->members[i]);
	}
	return 0;
}

int cohort_read(struct cohort *cohort, const struct ping_options *options)
{
	struct vector backends = { 0 };
	int ret;

	cohort->choice = (struct backend_choice){ .tool = "ping",
						  .service = options->service,
						  .fwmark = (uint32_t)options->service_mark,
						  .ipv6 = options->only_ipv6,
						  .all = options->all };
	ret = backend_read(&cohort->choice, &backends);
	if (!ret)
		ret = fill(cohort, &backends);
	vector_free(&backends);
	return ret;
}

static void free_members(struct cohort_member *members, size_t count)
{
	if (members)
		munmap(members, count * sizeof(*members));
}

void cohort_free(struct cohort *cohort)
{
	free_members(cohort->members, cohort->count);
}

static struct cohort_member *find_member(struct cohort_member *members, size_t count,
					 const struct backend *backend)
{
	size_t i;

	for (i = 0; i < count; i++) {
		if (backend_is_same(&members[i].backend, backend))
			return &members[i];
	}
	return NULL;
}

static void tell_clock(void)
{
	time_t now = time(NULL);
	char clock[16] = "";
	struct tm tm;

	if (gmtime_r(&now, &tm))
		strftime(clock, sizeof(clock), "%H:%M:%SZ", &tm);
	printf("%s ", clock);
}

static void tell_change(const struct cohort_member *member, bool json, const char *change,
			const char *sentence)
{
	struct json_line line;

	if (json) {
		json_begin(&line, "change", probe_now());
		json_text(&line, "server", member->name);
		json_text(&line, "change", change);
		json_number(&line, "weight", (uint64_t)member->backend.server.weight);
		json_end(&line);
		return;
	}
	tell_clock();
	printf("%s: %s\n", member->name, sentence);
	fflush(stdout);
}

/* What the table says of a member that stays; only its weight is told. */
static void renew(struct cohort_member *member, const struct backend *backend, bool json)
{
	struct server *server = &member->backend.server;
	int was = server->weight;
	char sentence[64];

	server->weight = backend->server.weight;
	server->active = backend->server.active;
	server->inactive = backend->server.inactive;
	member->backend.services = backend->services;
	if (server->weight == was)
		return;
	snprintf(sentence, sizeof(sentence), "weight %d, was %d", server->weight, was);
	tell_change(member, json, "weight", sentence);
}

static bool renew_all(struct cohort *cohort, const struct vector *backends, bool json)
{
	const struct backend *backend = backends->items;
	struct cohort_member *member;
	size_t known = 0;
	size_t i;

	for (i = 0; i < backends->count; i++) {
		member = find_member(cohort->members, cohort->count, &backend[i]);
		if (member)
			renew(member, &backend[i], json);
		known += !!member;
	}
	return known == cohort->count && known == backends->count;
}

/* Those who stay are told of no sooner than they do otherwise than before. */
static void tell_others(struct cohort *cohort, struct cohort_member *old, size_t old_count,
			bool json)
{
	const struct cohort_member *known;
	struct cohort_member *member;
	char sentence[32];
	size_t i;

	for (i = 0; i < old_count; i++) {
		if (!find_member(cohort->members, cohort->count, &old[i].backend))
			tell_change(&old[i], json, "removed", "removed");
	}
	for (i = 0; i < cohort->count; i++) {
		member = &cohort->members[i];
		known = find_member(old, old_count, &member->backend);
		if (known) {
			member->told = known->told;
			member->health = known->health;
			continue;
		}
		snprintf(sentence, sizeof(sentence), "added, weight %d",
			 member->backend.server.weight);
		tell_change(member, json, "added", sentence);
	}
}

bool cohort_follow(struct cohort *cohort, bool json)
{
	struct cohort_member *old = cohort->members;
	size_t old_count = cohort->count;
	struct vector backends = { 0 };
	bool others;

	if (backend_look(&cohort->choice, &backends))
		return false;
	others = !renew_all(cohort, &backends, json);
	if (others && !fill(cohort, &backends)) {
		tell_others(cohort, old, old_count, json);
		free_members(old, old_count);
	}
	vector_free(&backends);
	return others;
}

static const struct ping_method *method_of(const struct backend *backend)
{
	return backend->server.port ? ping_method_of(backend_protocol(backend)) : NULL;
}

static size_t plan_host(const struct cohort *cohort, struct cohort_member *member,
			struct ping_ask *asks, size_t count)
{
	const struct cohort_member *other;

	for (other = cohort->members; other < member; other++) {
		if (!strcmp(other->word, member->word)) {
			member->host = other->host;
			return count;
		}
	}
	member->host = count;
	asks[count] = (struct ping_ask){ .word = member->word, .method = &ping_echo };
	return count + 1;
}

size_t cohort_plan(struct cohort *cohort, struct ping_ask *asks)
{
	const struct ping_method *method;
	struct cohort_member *member;
	size_t count = 0;
	size_t i;

	for (i = 0; i < cohort->count; i++) {
		member = &cohort->members[i];
		count = plan_host(cohort, member, asks, count);
		method = method_of(&member->backend);
		member->port = method ? count : PING_NO_TARGET;
		if (method)
			asks[count++] = (struct ping_ask){ .word = member->word,
							   .method = method,
							   .port = member->backend.server.port };
	}
	return count;
}

static const struct ping_target *port_of(const struct ping *ping,
					 const struct cohort_member *member)
{
	return member->port == PING_NO_TARGET ? NULL : &ping->targets[member->port];
}

static enum health_answer answer_of(const struct ping_target *target)
{
	if (!target)
		return HEALTH_NOT_ASKED;
	if (target->run.losses >= LOST_NOW || !target->stats.received)
		return target->stats.errors ? HEALTH_ERROR : HEALTH_NOTHING;
	return target->state == PORT_CLOSED ? HEALTH_CLOSED : HEALTH_ANSWER;
}

/* Its port says more of it than its host. */
static const struct ping_target *telling(const struct ping *ping,
					 const struct cohort_member *member)
{
	const struct ping_target *port = port_of(ping, member);

	return port && port->stats.received ? port : &ping->targets[member->host];
}

static uint64_t typical_of(const struct ping *ping, const struct cohort_member *member)
{
	return stats_percentile(&telling(ping, member)->stats, 50);
}

/* Percent of the probes whose time is over: what is under way is not lost. */
static double loss_of(const struct ping_target *target)
{
	return target->settled ? 100.0 * (double)target->lost / (double)target->settled : 0;
}

static enum health judge(const struct ping *ping, const struct cohort_member *member,
			 uint64_t usual)
{
	const struct health_signs signs = {
		.host = answer_of(&ping->targets[member->host]),
		.port = answer_of(port_of(ping, member)),
		.silent_port_is_fine = backend_protocol(&member->backend) == IPPROTO_UDP,
		.loss = loss_of(telling(ping, member)),
		.typical = typical_of(ping, member),
	};

	return health_judge(&signs, usual);
}

static uint64_t usual_of(const struct ping *ping)
{
	const struct cohort *cohort = ping->cohort;
	uint64_t *times = calloc(cohort->count, sizeof(*times));
	uint64_t usual;
	size_t i;

	if (!times)
		return 0;
	for (i = 0; i < cohort->count; i++)
		times[i] = typical_of(ping, &cohort->members[i]);
	usual = health_usual(times, cohort->count);
	free(times);
	return usual;
}

static void draw_times(const struct ping_target *target)
{
	char text[32];

	if (!target)
		printf(" %9s %6s", "-", "-");
	else if (!target->stats.received)
		printf(" %9s %5.0f%%", "-", stats_loss(&target->stats));
	else
		printf(" %9s %5.0f%%", text_rtt(text, stats_percentile(&target->stats, 50), 1),
		       stats_loss(&target->stats));
}

static void draw_member(const struct ping *ping, const struct cohort_member *member, uint64_t usual)
{
	const struct server *server = &member->backend.server;
	const uint64_t typical = typical_of(ping, member);
	enum health health = judge(ping, member, usual);
	const char *away = backend_kept_away(&member->backend);

	printf("%-*s %-6s %6d %6" PRIu32 " %6" PRIu32, NAME_WIDTH, member->name,
	       name_method(server->method), server->weight, server->active, server->inactive);
	draw_times(&ping->targets[member->host]);
	draw_times(port_of(ping, member));
	printf(" %s", health_text(health));
	if (health == HEALTH_SLOW)
		printf(", %.1f times the usual", (double)typical / (double)usual);
	if (*away)
		printf(", %s", away);
}

size_t cohort_draw(const struct ping *ping, const char *clear)
{
	const struct cohort *cohort = ping->cohort;
	uint64_t usual = usual_of(ping);
	size_t i;

	printf("%-*s %-6s %6s %6s %6s %9s %6s %9s %6s verdict%s\n", NAME_WIDTH, "real server",
	       "method", "weight", "active", "inact", "host ms", "loss", "port ms", "loss", clear);
	for (i = 0; i < cohort->count; i++) {
		draw_member(ping, &cohort->members[i], usual);
		printf("%s\n", clear);
	}
	return cohort->count + 1;
}

/* Have its probes had time to say anything? */
static bool is_known(const struct ping *ping, const struct cohort_member *member)
{
	size_t asked = member->port == PING_NO_TARGET ? member->host : member->port;
	const struct ping_target *target = &ping->targets[asked];

	return target->stats.received || target->stats.errors || target->run.losses >= LOST_NOW;
}

static void tell_health(const struct cohort_member *member, enum health health, bool json)
{
	struct json_line line;

	if (json) {
		json_begin(&line, "verdict", probe_now());
		json_text(&line, "server", member->name);
		json_text(&line, "verdict", health_text(health));
		if (member->told)
			json_text(&line, "was", health_text(member->health));
		json_end(&line);
		return;
	}
	tell_clock();
	printf("%s: %s", member->name, health_text(health));
	if (member->told)
		printf(", was %s", health_text(member->health));
	putchar('\n');
}

void cohort_tell_changes(const struct ping *ping)
{
	struct cohort *cohort = ping->cohort;
	uint64_t usual = usual_of(ping);
	size_t i;

	for (i = 0; i < cohort->count; i++) {
		struct cohort_member *member = &cohort->members[i];
		enum health health = judge(ping, member, usual);

		if (!is_known(ping, member) || (member->told && health == member->health))
			continue;
		tell_health(member, health, ping->options.json);
		member->told = true;
		member->health = health;
		fflush(stdout);
	}
}

static void tell_target(struct json_line *line, const char *loss, const char *rtt,
			const struct ping_target *target)
{
	if (!target)
		return;
	json_real(line, loss, stats_loss(&target->stats));
	if (target->stats.received)
		json_ms(line, rtt, stats_percentile(&target->stats, 50));
}

static void tell_member(const struct ping *ping, const struct cohort_member *member, uint64_t usual)
{
	const struct server *server = &member->backend.server;
	enum health health = judge(ping, member, usual);
	struct json_line line;

	json_begin(&line, "server", probe_now());
	json_text(&line, "server", member->name);
	json_text(&line, "method", name_method(server->method));
	json_number(&line, "weight", (uint64_t)(server->weight < 0 ? 0 : server->weight));
	json_number(&line, "active", server->active);
	json_number(&line, "inactive", server->inactive);
	json_number(&line, "services", member->backend.services);
	tell_target(&line, "host_loss_percent", "host_rtt_ms", &ping->targets[member->host]);
	tell_target(&line, "port_loss_percent", "port_rtt_ms", port_of(ping, member));
	json_text(&line, "verdict", health_text(health));
	json_bool(&line, "usable", health_is_usable(health));
	if (*backend_kept_away(&member->backend))
		json_text(&line, "kept_away", backend_kept_away(&member->backend));
	json_end(&line);
}

size_t cohort_usable(const struct ping *ping)
{
	const struct cohort *cohort = ping->cohort;
	uint64_t usual = usual_of(ping);
	size_t count = 0;
	size_t i;

	for (i = 0; i < cohort->count; i++)
		count += cohort->members[i].backend.server.weight &&
			 health_is_usable(judge(ping, &cohort->members[i], usual));
	return count;
}

size_t cohort_wanted(const struct ping *ping)
{
	const struct cohort *cohort = ping->cohort;
	size_t count = 0;
	size_t i;

	for (i = 0; i < cohort->count; i++)
		count += cohort->members[i].backend.server.weight != 0;
	return count;
}

void cohort_tell_json(const struct ping *ping, size_t wanted)
{
	const struct cohort *cohort = ping->cohort;
	uint64_t usual = usual_of(ping);
	size_t usable = cohort_usable(ping);
	struct json_line line;
	size_t i;

	for (i = 0; i < cohort->count; i++)
		tell_member(ping, &cohort->members[i], usual);
	json_begin(&line, "servers", probe_now());
	json_number(&line, "count", cohort->count);
	json_number(&line, "usable", usable);
	json_number(&line, "wanted", wanted);
	json_bool(&line, "ok", usable >= wanted);
	json_end(&line);
}
