/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_BASE_CSUM_H
#define LVS_BASE_CSUM_H

#include <linux/types.h>
#include <net/checksum.h>

/*
 * Incremental checksums (RFC 1624): what a change of header words adds is
 * worked out once per connection and applied to each packet.
 */

/* What replacing @from by @to adds to a sum. */
static inline __wsum lvs_csum_delta(const __be32 *from, const __be32 *to, unsigned int words)
{
	__wsum delta = 0;

	while (words--) {
		delta = csum_sub(delta, (__force __wsum)from[words]);
		delta = csum_add(delta, (__force __wsum)to[words]);
	}
	return delta;
}

static inline __wsum lvs_csum_delta16(__be16 from, __be16 to)
{
	return csum_sub((__force __wsum)(__force u32)to, (__force __wsum)(__force u32)from);
}

/* A complete checksum after the change. */
static inline __sum16 lvs_csum_apply(__sum16 check, __wsum delta)
{
	return csum_fold(csum_add(delta, ~csum_unfold(check)));
}

/* A pseudo header's sum, which hardware will complete, after the change. */
static inline __sum16 lvs_csum_apply_partial(__sum16 check, __wsum delta)
{
	return ~csum_fold(csum_add(delta, csum_unfold(check)));
}

#endif
