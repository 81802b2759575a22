/* SPDX-License-Identifier: GPL-2.0 */
/* What evidence about a real server means, and what would mend it. Pure. */
#ifndef IPVSADM_CHECK_FINDING_H
#define IPVSADM_CHECK_FINDING_H

#include "../probe/knock.h"

#define FINDINGS_MAX 8

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
	char evidence[200];
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
 * @inside:    our source for @vip where the tunnel is of the other family, else family 0
 * @port:      answer of @server to our inside address; of a server that is not NAT, of @vip
 * @outside:   answer of @server to the virtual address, which is not on its network
 * @same_network: the virtual address is on the server's network: @outside cannot tell
 * @forwarding: the director forwards packets
 * @mtu:       that the director's route has
 * @echo:      answer to a small echo request
 * @full:      answer to one as big as @mtu
 * @carried:   what got through, where @full did not
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
	struct knock_answer port;
	struct knock_answer outside;
	bool same_network;
	bool forwarding;
	unsigned int mtu;
	struct knock_answer echo;
	struct knock_answer full;
	unsigned int carried;
};

/** findings_judge - all verdicts on a server */
void findings_judge(struct findings *findings, const struct evidence *evidence);

/**
 * findings_judge_arp - who answers for the virtual address
 * @device: of the link that was asked on
 * @answer: of knock_who_has()
 */
void findings_judge_arp(struct findings *findings, const union probe_addr *vip, const char *device,
			const struct knock_answer *answer);

/** findings_worst - exit status: 1 with a fault; 2 where something could not be checked; 0 */
int findings_worst(const struct findings *findings);

#endif
