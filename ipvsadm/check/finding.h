/* SPDX-License-Identifier: GPL-2.0 */
/* What evidence about a real server means, and what would mend it. Pure. */
#ifndef IPVSADM_CHECK_FINDING_H
#define IPVSADM_CHECK_FINDING_H

#include "../model.h"
#include "../probe/knock.h"

#define FINDINGS_MAX 16

/** enum finding_kind - of one matter */
enum finding_kind {
	FINDING_FINE,
	FINDING_FAULT,
	FINDING_UNKNOWN, /* it could not be checked */
};

/** struct finding - a verdict with its evidence, and the command that would mend it, or "" */
struct finding {
	enum finding_kind kind;
	const char *matter;
	char evidence[240];
	char mend[256];
};

/** struct findings - of one server, or of the service */
struct findings {
	struct finding items[FINDINGS_MAX];
	size_t count;
};

/** enum way_state - can packets be sent to the server at all? */
enum way_state {
	WAY_FOUND,
	WAY_NO_ROUTE,
	WAY_NO_NEIGHBOUR,
	WAY_FAILED,
};

/**
 * struct evidence - of one server
 * @method:    IP_VS_CONN_F_*
 * @protocol:  of the service
 * @state:     of the way
 * @way:       to it
 * @vip:       virtual address and port
 * @server:    its own address, and port that it serves
 * @tunnel:    of IP_VS_CONN_F_TUNNEL
 * @tunnel_port: of GUE
 * @inside:    our address on its side, of the service's family; family 0 for none
 * @asker:     whose question shows the way back, likewise,
 * @as_client: a client's
 * @port:      answer to @inside; of a server that is not NAT, as @vip
 * @outside:   answer to @asker that came here
 * @inner:     answer to an echo request in the tunnel, where @port was silent
 * @same_network: the virtual address is on the server's network
 * @strict:    interface that drops answers, as the route leads by another; 0 for none
 * @totals:    what the director has counted of it
 * @forwarding: the director forwards packets
 * @mtu:       that the director's route has
 * @echo:      answer to a small echo request
 * @full:      answer to one as big as @mtu
 * @part:      answer to one between what got through and what did not
 * @carried:   what got through, where @full did not
 * @lost:      what did not
 * @asking:    which of its questions it is at
 * @gathered:  all that there is to be known
 */
struct evidence {
	uint32_t method;
	int protocol;
	enum way_state state;
	struct way way;
	union probe_addr vip;
	union probe_addr server;
	enum frame_tunnel tunnel;
	uint16_t tunnel_port;
	union probe_addr inside;
	union probe_addr asker;
	bool as_client;
	struct knock_answer port;
	struct knock_answer outside;
	struct knock_answer inner;
	bool same_network;
	int strict;
	struct counters totals;
	bool forwarding;
	unsigned int mtu;
	struct knock_answer echo;
	struct knock_answer full;
	struct knock_answer part;
	unsigned int carried;
	unsigned int lost;
	size_t asking;
	bool gathered;
};

/** findings_judge - all verdicts on a server */
void findings_judge(struct findings *findings, const struct evidence *evidence);

/**
 * findings_judge_arp - who answers for the virtual address
 * @links:   that were asked on
 * @claims:  what came
 * @servers: of the service, one of which it may be
 */
void findings_judge_arp(struct findings *findings, const struct knock_link *links, size_t count,
			const struct knock_claims *claims, const struct evidence *servers,
			size_t server_count);

/** findings_know_mtu - does the answer to as big an echo as may be tell what gets through? */
bool findings_know_mtu(const struct knock_answer *full);

/** findings_worst - exit status: 1 with a fault; 2 where something could not be checked; 0 */
int findings_worst(const struct findings *findings);

#endif
