// SPDX-License-Identifier: GPL-2.0
#include "stats.h"

#include <linux/build_bug.h>
#include <linux/cpumask.h>
#include <linux/errno.h>
#include <linux/string.h>

int lvs_stats_init(struct lvs_stats *stats)
{
	int cpu;

	stats->cpu = alloc_percpu_gfp(struct lvs_stats_cpu, GFP_KERNEL_ACCOUNT);
	if (!stats->cpu)
		return -ENOMEM;
	for_each_possible_cpu(cpu)
		u64_stats_init(&per_cpu_ptr(stats->cpu, cpu)->syncp);
	memset(&stats->zero, 0, sizeof(stats->zero));
	return 0;
}

void lvs_stats_exit(struct lvs_stats *stats)
{
	free_percpu(stats->cpu);
}

void lvs_stats_read_cpu(const struct lvs_stats *stats, int cpu, struct lvs_totals *totals)
{
	const struct lvs_stats_cpu *share = per_cpu_ptr(stats->cpu, cpu);
	unsigned int start;

	do {
		start = u64_stats_fetch_begin(&share->syncp);
		totals->conns = u64_stats_read(&share->conns);
		totals->in_packets = u64_stats_read(&share->in_packets);
		totals->out_packets = u64_stats_read(&share->out_packets);
		totals->in_bytes = u64_stats_read(&share->in_bytes);
		totals->out_bytes = u64_stats_read(&share->out_bytes);
	} while (u64_stats_fetch_retry(&share->syncp, start));
}

void lvs_totals_add(struct lvs_totals *sum, const struct lvs_totals *totals)
{
	sum->conns += totals->conns;
	sum->in_packets += totals->in_packets;
	sum->out_packets += totals->out_packets;
	sum->in_bytes += totals->in_bytes;
	sum->out_bytes += totals->out_bytes;
}

static void lvs_totals_sub(struct lvs_totals *from, const struct lvs_totals *totals)
{
	from->conns -= totals->conns;
	from->in_packets -= totals->in_packets;
	from->out_packets -= totals->out_packets;
	from->in_bytes -= totals->in_bytes;
	from->out_bytes -= totals->out_bytes;
}

static void lvs_stats_sum(const struct lvs_stats *stats, struct lvs_totals *totals)
{
	struct lvs_totals share;
	int cpu;

	memset(totals, 0, sizeof(*totals));
	for_each_possible_cpu(cpu) {
		lvs_stats_read_cpu(stats, cpu, &share);
		lvs_totals_add(totals, &share);
	}
}

void lvs_stats_read(const struct lvs_stats *stats, struct lvs_totals *totals)
{
	lvs_stats_sum(stats, totals);
	lvs_totals_sub(totals, &stats->zero);
}

void lvs_stats_zero(struct lvs_stats *stats)
{
	lvs_stats_sum(stats, &stats->zero);
}

/* Both structures hold the same five numbers in the same order. */
static_assert(sizeof(struct lvs_totals) == sizeof(((struct lvs_rate *)0)->average));

void lvs_rate_begin(struct lvs_rate *rate, const struct lvs_totals *totals)
{
	lvs_rate_zero(rate);
	rate->last = *totals;
}

void lvs_rate_step(struct lvs_rate *rate, const struct lvs_totals *totals)
{
	const u64 *now = &totals->conns;
	u64 *last = &rate->last.conns;
	unsigned int i;
	s64 sample;

	for (i = 0; i < ARRAY_SIZE(rate->average); i++) {
		/* Totals that fell were zeroed meanwhile. */
		sample = now[i] >= last[i] ? (now[i] - last[i]) * 1024 / LVS_RATE_PERIOD : 0;
		rate->average[i] += (sample - (s64)rate->average[i]) >> 2;
		last[i] = now[i];
	}
}

void lvs_rate_zero(struct lvs_rate *rate)
{
	memset(rate, 0, sizeof(*rate));
}

bool lvs_rate_is_zero(const struct lvs_rate *rate)
{
	return !memchr_inv(rate->average, 0, sizeof(rate->average));
}

void lvs_rate_read(const struct lvs_rate *rate, struct lvs_totals *per_second)
{
	u64 *result = &per_second->conns;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(rate->average); i++)
		result[i] = (rate->average[i] + 511) / 1024;
}
