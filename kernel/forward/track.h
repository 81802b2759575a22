/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_FORWARD_TRACK_H
#define LVS_FORWARD_TRACK_H

#include "../tables/flow.h"

#include <linux/skbuff.h>

/**
 * lvs_track_expect_reply() - tell connection tracking whom the answer will come from
 * @skb: request, translated, seen by connection tracking before that
 * @flow: of it
 *
 * A connection that is being tracked anew waits for an answer of the virtual
 * address, but the real server's will come. Once it is confirmed, it stands.
 *
 * Context: softirq or bottom halves off.
 */
void lvs_track_expect_reply(struct sk_buff *skb, const struct lvs_flow *flow);

#endif
