// SPDX-License-Identifier: GPL-2.0
/* Built against include/shim: the kernel's headers are meant here, not the C library's. */
#include "placement.h"

#include "../../kernel/sched/delay.h"
#include "../../kernel/sched/fold.h"
#include "../../kernel/sched/heaviest.h"
#include "../../kernel/sched/load.h"
#include "../../kernel/sched/maglev.h"
#include "../../kernel/sched/slots.h"

#include <stdlib.h>
#include <string.h>

/* What a pick needs, in the kernel's terms. */
struct placement {
	struct lvs_server *server;
	struct lvs_server_set *set;
	union nf_inet_addr client;
	union nf_inet_addr virtual;
	struct lvs_request request;
	bool with_port;
	bool fallback;
};

static struct lvs_server *pick_sh(const struct placement *placement)
{
	u32 key = lvs_fold_client(&placement->request, placement->with_port);
	struct lvs_slots slots;

	lvs_slots_fill(&slots, placement->set, true);
	return placement->fallback ? lvs_slots_pick_any(&slots, key) : lvs_slots_pick(&slots, key);
}

static struct lvs_server *pick_dh(const struct placement *placement)
{
	struct lvs_slots slots;

	lvs_slots_fill(&slots, placement->set, false);
	return lvs_slots_pick(&slots,
			      lvs_fold_addr(placement->request.vaddr, placement->request.family));
}

static struct lvs_server *pick_mh(const struct placement *placement)
{
	u32 key = lvs_fold_client(&placement->request, placement->with_port);
	u32 size = lvs_maglev_size(placement->set->count);
	struct lvs_server *server = NULL;
	struct lvs_maglev_seat *seats;
	struct lvs_maglev *table;

	if (!size)
		return NULL;
	table = calloc(1, sizeof(*table) + size * sizeof(table->server[0]));
	seats = calloc(placement->set->count + 1, sizeof(*seats));
	if (table && seats) {
		table->size = size;
		lvs_maglev_fill(table, seats, placement->set, placement->request.family);
		server = placement->fallback ? lvs_maglev_pick_any(table, placement->set, key)
					     : lvs_maglev_pick(table, key);
	}
	free(seats);
	free(table);
	return server;
}

static struct lvs_server *pick_lc(const struct placement *placement)
{
	return lvs_load_least(placement->set);
}

static struct lvs_server *pick_wlc(const struct placement *placement)
{
	return lvs_load_least_weighted(placement->set);
}

static struct lvs_server *pick_sed(const struct placement *placement)
{
	return lvs_delay_shortest(placement->set);
}

static struct lvs_server *pick_nq(const struct placement *placement)
{
	return lvs_delay_none_or_shortest(placement->set);
}

static struct lvs_server *pick_fo(const struct placement *placement)
{
	return lvs_heaviest(placement->set);
}

static struct lvs_server *pick_ovf(const struct placement *placement)
{
	return lvs_heaviest_with_room(placement->set);
}

static const struct {
	const char *name;
	enum placement_kind kind;
	struct lvs_server *(*pick)(const struct placement *placement);
} schedulers[] = {
	{ "sh", PLACEMENT_BY_HASH, pick_sh },	{ "dh", PLACEMENT_BY_HASH, pick_dh },
	{ "mh", PLACEMENT_BY_HASH, pick_mh },	{ "lc", PLACEMENT_BY_LOAD, pick_lc },
	{ "wlc", PLACEMENT_BY_LOAD, pick_wlc }, { "sed", PLACEMENT_BY_LOAD, pick_sed },
	{ "nq", PLACEMENT_BY_LOAD, pick_nq },	{ "fo", PLACEMENT_BY_LOAD, pick_fo },
	{ "ovf", PLACEMENT_BY_LOAD, pick_ovf },
};

static int find(const char *scheduler)
{
	size_t i;

	for (i = 0; i < sizeof(schedulers) / sizeof(schedulers[0]); i++) {
		if (!strcmp(schedulers[i].name, scheduler))
			return (int)i;
	}
	return PLACEMENT_NONE;
}

enum placement_kind placement_kind_of(const char *scheduler)
{
	int row = find(scheduler);

	return row < 0 ? PLACEMENT_UNKNOWN : schedulers[row].kind;
}

static void fill_server(struct lvs_server *server, const struct placement_server *from)
{
	memcpy(&server->addr, from->address, sizeof(from->address));
	server->port = htons(from->port);
	server->family = from->family;
	server->weight = from->weight;
	/* The last weight of a server that has none now is not told by the kernel. */
	server->last_weight = from->weight;
	server->active.counter = (int)from->active;
	server->inactive.counter = (int)from->inactive;
	server->overloaded = from->overloaded;
}

static bool begin(struct placement *placement, const struct placement_server *servers, size_t count)
{
	struct lvs_server **order;
	size_t i;

	placement->server = calloc(count + 1, sizeof(*placement->server));
	placement->set = calloc(1, sizeof(*placement->set) + (count + 1) * sizeof(*order));
	if (!placement->server || !placement->set)
		return false;
	order = (struct lvs_server **)(placement->set + 1);
	placement->set->count = (unsigned int)count;
	placement->set->server = order;
	for (i = 0; i < count; i++) {
		fill_server(&placement->server[i], &servers[i]);
		order[i] = &placement->server[i];
	}
	return true;
}

static void end(struct placement *placement)
{
	free(placement->set);
	free(placement->server);
}

int placement_pick(const char *scheduler, bool with_port, bool fallback,
		   const struct placement_server *servers, size_t count,
		   const struct placement_request *request)
{
	struct placement placement = { .with_port = with_port, .fallback = fallback };
	struct lvs_server *server = NULL;
	int result = PLACEMENT_NONE;
	int row = find(scheduler);

	if (row < 0)
		return PLACEMENT_NONE;
	memcpy(&placement.client, request->client, sizeof(request->client));
	memcpy(&placement.virtual, request->virtual, sizeof(request->virtual));
	placement.request = (struct lvs_request){ .caddr = &placement.client,
						  .vaddr = &placement.virtual,
						  .cport = htons(request->client_port),
						  .family = request->family,
						  .protocol = request->protocol };
	if (begin(&placement, servers, count))
		server = schedulers[row].pick(&placement);
	if (server)
		result = (int)(server - placement.server);
	end(&placement);
	return result;
}

double placement_dead_share(const struct placement_server *servers, size_t count)
{
	struct placement placement = { 0 };
	struct lvs_slots slots;
	unsigned int dead = 0;
	unsigned int i;

	if (count && begin(&placement, servers, count)) {
		lvs_slots_fill(&slots, placement.set, true);
		for (i = 0; i < LVS_SLOTS_COUNT; i++)
			dead += !lvs_server_usable(slots.server[i]);
	}
	end(&placement);
	return 100.0 * dead / LVS_SLOTS_COUNT;
}
