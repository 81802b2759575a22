/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_BASE_REASON_H
#define LVS_BASE_REASON_H

#include "net.h"

#include <linux/percpu.h>

#include <uapi/linux/lvs.h>

/* What becomes of a packet; each reason has exactly one verdict. */
enum lvs_verdict {
	LVS_VERDICT_PASS,   /* not ours: goes on as it came */
	LVS_VERDICT_ACCEPT, /* ours, translated: goes on */
	LVS_VERDICT_DROP,   /* ours to drop; the caller frees it */
	LVS_VERDICT_STOLEN, /* sent elsewhere; not the caller's any more */
	LVS_VERDICTS,
};

/**
 * struct lvs_reason_info - a reason in words
 * @name: short and stable
 * @text: one sentence for the operator
 * @verdict: what becomes of such a packet
 */
struct lvs_reason_info {
	const char *name;
	const char *text;
	enum lvs_verdict verdict;
};

const struct lvs_reason_info *lvs_reason_info(enum lvs_reason reason);
const char *lvs_verdict_name(enum lvs_verdict verdict);
u64 lvs_reason_read(const struct lvs_net *lnet, enum lvs_reason reason);

/* Context: any. */
static inline void lvs_reason_count(const struct lvs_net *lnet, enum lvs_reason reason)
{
	this_cpu_inc(lnet->reasons[reason]);
}

#endif
