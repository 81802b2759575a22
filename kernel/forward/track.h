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

/**
 * lvs_track_expect_request() - tell connection tracking whom a client will answer
 * @skb: reply, seen by connection tracking
 * @flow: of it
 *
 * Where a server calls its client, as in FTP, the client answers the virtual
 * address. Context: as above.
 */
void lvs_track_expect_request(struct sk_buff *skb, const struct lvs_flow *flow);

/**
 * lvs_track_be_liberal() - connection tracking must not judge sequence numbers
 * @skb: of a connection whose stream we change, so that its ends count differently
 *
 * Context: as above.
 */
void lvs_track_be_liberal(struct sk_buff *skb);

#endif
