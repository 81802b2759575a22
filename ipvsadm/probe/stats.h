/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a series of probes has shown. Pure; times are nanoseconds.
 */
#ifndef IPVSADM_PROBE_STATS_H
#define IPVSADM_PROBE_STATS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Sixteen buckets for each doubling: percentiles are within 1/16 of the truth. */
#define STATS_STEPS   16
#define STATS_BUCKETS (64 * STATS_STEPS)
#define STATS_RUNS    64

/** struct stats_run - probes without an answer, one after the other */
struct stats_run {
	uint64_t first;	 /* number of the first of them, from 1 */
	uint64_t length; /* how many */
	uint64_t start;	 /* when the first was sent, wall clock */
};

/**
 * struct stats - counts and round trip times of one target
 * @sent:       probes
 * @received:   first answers to them
 * @duplicates: further answers
 * @corrupted:  answers with a wrong checksum
 * @errors:     ICMP errors
 * @samples:    round trip times that @min to @ewma are made of
 * @mean, @m2:  running mean and sum of squared differences (Welford)
 * @ewma:       smoothed round trip time, an eighth of each new one
 * @last:       the last sample
 * @jitter:     smoothed difference of neighbours (RFC 3550 6.4.1)
 * @buckets:    how many samples were about that long
 * @runs:       losses in a row, the first STATS_RUNS of them
 * @run_count:  how many there were
 * @lost_run:   the one under way
 */
struct stats {
	uint64_t sent;
	uint64_t received;
	uint64_t duplicates;
	uint64_t corrupted;
	uint64_t errors;
	uint64_t samples;
	uint64_t min;
	uint64_t max;
	double mean;
	double m2;
	double ewma;
	double jitter;
	uint64_t last;
	uint32_t buckets[STATS_BUCKETS];
	struct stats_run runs[STATS_RUNS];
	uint64_t run_count;
	struct stats_run lost_run;
};

/** stats_sample - a round trip took so long */
void stats_sample(struct stats *stats, uint64_t rtt);

/**
 * stats_settle - the fate of a probe is known
 * @number:   of the probe, from 1; fates arrive in order of their numbers
 * @sent_at:  when it was sent, wall clock
 * @answered: or lost
 */
void stats_settle(struct stats *stats, uint64_t number, uint64_t sent_at, bool answered);

/** stats_mdev - standard deviation of the round trip times */
double stats_mdev(const struct stats *stats);

/** stats_percentile - so many percent of the round trip times are not longer; 0 without any */
uint64_t stats_percentile(const struct stats *stats, double percent);

/** stats_loss - percent of the probes without an answer; 0 when none was sent */
double stats_loss(const struct stats *stats);

/** stats_bucket_floor - the shortest time that goes into a bucket */
uint64_t stats_bucket_floor(size_t bucket);

#endif
