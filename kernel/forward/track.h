/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_FORWARD_TRACK_H
#define LVS_FORWARD_TRACK_H

#include "../tables/flow.h"

#include <uapi/linux/lvs.h>

#include <linux/netfilter.h>
#include <linux/skbuff.h>

/**
 * lvs_track_expect_reply() - tell connection tracking whom the answer will come from
 * @skb: request, as connection tracking has seen it
 * @flow: of it
 *
 * A connection that is being tracked anew waits for an answer of the virtual
 * address, but the real server's will come. Once it is confirmed, it stands.
 *
 * Context: softirq or bottom halves off. Return: false where one stands that
 * waits for another server: of the client's connection before this one.
 */
bool lvs_track_expect_reply(struct sk_buff *skb, const struct lvs_flow *flow);

/**
 * lvs_track_anew() - make connection tracking forget what it takes a request for
 * @skb: request, not changed yet
 * @flow: of it
 * @state: of the hook
 *
 * What came in from outside comes in once more, and is taken for new then. What
 * the host sends is taken for new where it is: there is nothing to come in. If
 * destination NAT has redirected it, the host itself has to send it again.
 *
 * Context: as above. Return: LVS_REASON_NONE: go on; or what has become of it.
 */
enum lvs_reason lvs_track_anew(struct sk_buff *skb, const struct lvs_flow *flow,
			       const struct nf_hook_state *state);

/**
 * lvs_track_apart() - let connection tracking know another server of the same client's port
 * @skb: request that is scheduled alone, taken for one of another server, not changed yet
 * @flow: of it
 * @state: of the hook
 *
 * Tracking tells connections apart by addresses, ports and zone. Requests to
 * each server but the first get a zone of the server's. It holds for requests
 * only: replies tell by where they come from whose they are. A kernel without
 * zones goes on to know the first server only.
 *
 * Context: as above. Return: LVS_REASON_NONE: go on; or why it cannot.
 */
enum lvs_reason lvs_track_apart(struct sk_buff *skb, const struct lvs_flow *flow,
				const struct nf_hook_state *state);

/**
 * lvs_track_leave() - connection tracking parts with a request that goes on in a tunnel
 * @skb: request, which the tunnel is still to be put around
 *
 * It has seen what it is to see of it. What leaves is the tunnel's packet, the host's own,
 * to which rules about the request would apply where the tunnel is. Context: as above.
 * Return: false where it does not let the request go on.
 */
bool lvs_track_leave(struct sk_buff *skb);

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
