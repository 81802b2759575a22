/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_SELFTEST_SELFTEST_H
#define LVS_SELFTEST_SELFTEST_H

#include <linux/stringify.h>
#include <linux/types.h>

/**
 * struct lvs_selftest - a subject under test
 * @subject: its name
 * @failures: claims that did not hold
 */
struct lvs_selftest {
	const char *subject;
	unsigned int failures;
};

/* A claim: what does not hold is told in the log, in the words of the code. */
#define LVS_EXPECT(test, claim) \
	lvs_selftest_expect(test, claim, __stringify(claim), __func__, __LINE__)

void lvs_selftest_expect(struct lvs_selftest *test, bool holds, const char *claim,
			 const char *function, int line);

/**
 * lvs_selftest_run() - test every subject
 *
 * Debug builds (CONFIG_LVS_DEBUG) alone have it. Context: process; sleeps.
 * Return: 0, or -EINVAL when a claim did not hold, which refuses the load.
 */
int lvs_selftest_run(void);

void lvs_selftest_csum(struct lvs_selftest *test);
void lvs_selftest_expiry(struct lvs_selftest *test);
void lvs_selftest_flows(struct lvs_selftest *test);
void lvs_selftest_packets(struct lvs_selftest *test);
void lvs_selftest_states(struct lvs_selftest *test);
void lvs_selftest_turns(struct lvs_selftest *test);

#endif
