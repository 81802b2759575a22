// SPDX-License-Identifier: GPL-2.0
#include "stats.h"

#include <math.h>

/* Values below STATS_STEPS have a bucket each, then each doubling is cut into STATS_STEPS. */
static size_t bucket_of(uint64_t value)
{
	unsigned int doubling;

	if (value < STATS_STEPS)
		return value;
	doubling = 63 - __builtin_clzll(value) - 4;
	return (doubling + 1) * STATS_STEPS + ((value >> doubling) & (STATS_STEPS - 1));
}

uint64_t stats_bucket_floor(size_t bucket)
{
	if (bucket < STATS_STEPS)
		return bucket;
	return (STATS_STEPS + bucket % STATS_STEPS) << (bucket / STATS_STEPS - 1);
}

void stats_sample(struct stats *stats, uint64_t rtt)
{
	double difference = (double)rtt - stats->mean;
	double step = fabs((double)rtt - (double)stats->last);

	if (!stats->samples || rtt < stats->min)
		stats->min = rtt;
	if (rtt > stats->max)
		stats->max = rtt;
	if (stats->samples) {
		stats->ewma += ((double)rtt - stats->ewma) / 8;
		stats->jitter += (step - stats->jitter) / 16;
	} else {
		stats->ewma = (double)rtt;
	}
	stats->samples++;
	stats->mean += difference / (double)stats->samples;
	stats->m2 += difference * ((double)rtt - stats->mean);
	stats->last = rtt;
	stats->buckets[bucket_of(rtt)]++;
}

static void end_run(struct stats *stats)
{
	if (!stats->lost_run.length)
		return;
	if (stats->run_count < STATS_RUNS)
		stats->runs[stats->run_count] = stats->lost_run;
	stats->run_count++;
	stats->lost_run.length = 0;
}

void stats_settle(struct stats *stats, uint64_t number, uint64_t sent_at, bool answered)
{
	if (answered) {
		end_run(stats);
		return;
	}
	if (!stats->lost_run.length) {
		stats->lost_run.first = number;
		stats->lost_run.start = sent_at;
	}
	stats->lost_run.length++;
}

double stats_mdev(const struct stats *stats)
{
	return stats->samples ? sqrt(stats->m2 / (double)stats->samples) : 0;
}

uint64_t stats_percentile(const struct stats *stats, double percent)
{
	uint64_t wanted = (uint64_t)ceil((double)stats->samples * percent / 100);
	uint64_t seen = 0;
	uint64_t value;
	size_t i;

	if (!stats->samples)
		return 0;
	for (i = 0; i < STATS_BUCKETS; i++) {
		seen += stats->buckets[i];
		if (seen >= wanted && seen)
			break;
	}
	value = stats_bucket_floor(i);
	if (value < stats->min)
		return stats->min;
	return value > stats->max ? stats->max : value;
}

double stats_loss(const struct stats *stats)
{
	if (!stats->sent || stats->received >= stats->sent)
		return 0;
	return (double)(stats->sent - stats->received) * 100 / (double)stats->sent;
}
