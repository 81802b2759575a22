// SPDX-License-Identifier: GPL-2.0
#include "config.h"

/* About 250 MB of connections with their table. */
#define LVS_CONN_MAX_DEFAULT (1U << 20)

void lvs_config_init(struct lvs_config *config)
{
	config->amemthresh = 1024;
	config->am_droprate = 10;
	config->conn_max = LVS_CONN_MAX_DEFAULT;
	config->conn_reuse_mode = LVS_REUSE_OVER;
	config->snat_reroute = 1;
	config->run_estimation = 1;
	config->pmtu_disc = 1;
}
