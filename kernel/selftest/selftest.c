// SPDX-License-Identifier: GPL-2.0
/*
 * Tests of the parts at load, on the processor and kernel that will run them.
 * Debug builds alone have them, and refuse to load when one fails.
 */
#include "selftest.h"

#include <linux/kernel.h>
#include <linux/ktime.h>
#include <linux/module.h>

/* A subject that has more to say would say it a thousand times. */
#define LVS_SELFTEST_TOLD 5

static bool lvs_selftest = true;
module_param_named(selftest, lvs_selftest, bool, 0);
MODULE_PARM_DESC(selftest, "run the self-tests (debug builds)");

static char *lvs_selftest_break = "";
module_param_named(selftest_break, lvs_selftest_break, charp, 0);
MODULE_PARM_DESC(selftest_break, "name of a self-test that shall fail (debug builds)");

static const struct {
	const char *subject;
	void (*run)(struct lvs_selftest *test);
} lvs_selftests[] = {
	{ "csum", lvs_selftest_csum },	     { "states", lvs_selftest_states },
	{ "turns", lvs_selftest_turns },     { "flows", lvs_selftest_flows },
	{ "packets", lvs_selftest_packets }, { "expiry", lvs_selftest_expiry },
};

void lvs_selftest_expect(struct lvs_selftest *test, bool holds, const char *claim,
			 const char *function, int line)
{
	if (holds)
		return;
	if (test->failures++ < LVS_SELFTEST_TOLD)
		pr_err("lvs: self-test %s: not true: %s (%s, line %d)\n", test->subject, claim,
		       function, line);
}

int lvs_selftest_run(void)
{
	ktime_t begun = ktime_get();
	unsigned int failed = 0;
	unsigned int i;

	if (!lvs_selftest)
		return 0;
	for (i = 0; i < ARRAY_SIZE(lvs_selftests); i++) {
		struct lvs_selftest test = { .subject = lvs_selftests[i].subject };

		lvs_selftests[i].run(&test);
		LVS_EXPECT(&test, strcmp(lvs_selftest_break, test.subject));
		failed += test.failures;
	}
	if (failed) {
		pr_err("lvs: not loaded: %u claim(s) of the self-tests are not true\n", failed);
		return -EINVAL;
	}
	pr_info("lvs: %zu self-tests passed in %lld ms\n", ARRAY_SIZE(lvs_selftests),
		ktime_ms_delta(ktime_get(), begun));
	return 0;
}
