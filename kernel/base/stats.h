/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_BASE_STATS_H
#define LVS_BASE_STATS_H

#include <linux/percpu.h>
#include <linux/types.h>
#include <linux/u64_stats_sync.h>

/* One CPU's share of the counters of an object; written by that CPU only. */
struct lvs_stats_cpu {
	u64_stats_t conns;
	u64_stats_t in_packets;
	u64_stats_t out_packets;
	u64_stats_t in_bytes;
	u64_stats_t out_bytes;
	struct u64_stats_sync syncp;
};

/* Counters as read: "in" is from clients, "out" is to them; bytes are IP's. */
struct lvs_totals {
	u64 conns;
	u64 in_packets;
	u64 out_packets;
	u64 in_bytes;
	u64 out_bytes;
};

/**
 * struct lvs_stats - counters of a real server or a namespace
 * @cpu: counted per CPU, exact when summed
 * @zero: totals at the last zeroing, subtracted when read; namespace mutex
 */
struct lvs_stats {
	struct lvs_stats_cpu __percpu *cpu;
	struct lvs_totals zero;
};

/**
 * struct lvs_rate - moving averages of the totals of any object
 * @last: totals at the last step
 * @average: per second, times 1024, in the order of struct lvs_totals
 *
 * Averages follow the contract of LVS: one step each two seconds, a new
 * sample counts for a quarter. Guarded by the namespace mutex.
 */
struct lvs_rate {
	struct lvs_totals last;
	u64 average[5];
};

/* Period of lvs_rate_step() in seconds. */
#define LVS_RATE_PERIOD 2

int lvs_stats_init(struct lvs_stats *stats);
void lvs_stats_exit(struct lvs_stats *stats);
void lvs_stats_read(const struct lvs_stats *stats, struct lvs_totals *totals);
void lvs_stats_read_cpu(const struct lvs_stats *stats, int cpu, struct lvs_totals *totals);
void lvs_stats_zero(struct lvs_stats *stats);

void lvs_totals_add(struct lvs_totals *sum, const struct lvs_totals *totals);

/* From now on: what was before has no part in the average. */
void lvs_rate_begin(struct lvs_rate *rate, const struct lvs_totals *totals);
void lvs_rate_step(struct lvs_rate *rate, const struct lvs_totals *totals);
void lvs_rate_zero(struct lvs_rate *rate);
/* Has nothing happened for so long that it has been forgotten? */
bool lvs_rate_is_zero(const struct lvs_rate *rate);
void lvs_rate_read(const struct lvs_rate *rate, struct lvs_totals *per_second);

/* Context of the counting functions: softirq or bottom halves off. */
static inline void lvs_stats_count_conn(const struct lvs_stats *stats)
{
	struct lvs_stats_cpu *cpu = this_cpu_ptr(stats->cpu);

	u64_stats_update_begin(&cpu->syncp);
	u64_stats_inc(&cpu->conns);
	u64_stats_update_end(&cpu->syncp);
}

static inline void lvs_stats_count_in(const struct lvs_stats *stats, unsigned int bytes)
{
	struct lvs_stats_cpu *cpu = this_cpu_ptr(stats->cpu);

	u64_stats_update_begin(&cpu->syncp);
	u64_stats_inc(&cpu->in_packets);
	u64_stats_add(&cpu->in_bytes, bytes);
	u64_stats_update_end(&cpu->syncp);
}

static inline void lvs_stats_count_out(const struct lvs_stats *stats, unsigned int bytes)
{
	struct lvs_stats_cpu *cpu = this_cpu_ptr(stats->cpu);

	u64_stats_update_begin(&cpu->syncp);
	u64_stats_inc(&cpu->out_packets);
	u64_stats_add(&cpu->out_bytes, bytes);
	u64_stats_update_end(&cpu->syncp);
}

#endif
