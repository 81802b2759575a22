// SPDX-License-Identifier: GPL-2.0
#include "reason.h"

#include <linux/cpumask.h>

#define LVS_PASS   LVS_VERDICT_PASS
#define LVS_ACCEPT LVS_VERDICT_ACCEPT
#define LVS_DROP   LVS_VERDICT_DROP
#define LVS_STOLEN LVS_VERDICT_STOLEN

/* clang-format off */
static const struct lvs_reason_info lvs_reasons[LVS_REASON_MAX] = {
	[LVS_REASON_NONE] = { "none", "No reason was given, which is a defect of the director.", LVS_PASS },
	[LVS_REASON_NO_SERVICE] = { "no-service", "The packet asks for no virtual service and belongs to no connection.", LVS_PASS },
	[LVS_REASON_OTHER_PROTOCOL] = { "other-protocol", "The packet's protocol is not one that the director balances.", LVS_PASS },
	[LVS_REASON_NOT_FOR_HOST] = { "not-for-host", "The frame was addressed to another host or to many, or the packet stops here on its way only.", LVS_PASS },
	[LVS_REASON_OWN_PACKET] = { "own-packet", "The director has translated this packet before.", LVS_PASS },
	[LVS_REASON_UNPARSED] = { "unparsed", "The packet is too short for the headers it announces.", LVS_PASS },
	[LVS_REASON_FRAGMENT] = { "fragment", "The packet is a fragment that could not be reassembled.", LVS_PASS },
	[LVS_REASON_REQUEST_SENT] = { "request-sent", "A client's packet was translated and sent to its real server.", LVS_STOLEN },
	[LVS_REASON_REQUEST_LOCAL] = { "request-local", "A packet from or for this host was translated on its way to its real server.", LVS_ACCEPT },
	[LVS_REASON_REPLY] = { "reply", "A real server's packet was translated on its way to the client.", LVS_ACCEPT },
	[LVS_REASON_ICMP_RELATED] = { "icmp-related", "An ICMP error about a connection was translated with what it quotes.", LVS_ACCEPT },
	[LVS_REASON_NOT_A_START] = { "not-a-start", "The packet belongs to no connection and cannot begin one; the host answers it.", LVS_PASS },
	[LVS_REASON_NO_SERVER] = { "no-server", "No real server of the service can take a connection: none, weight 0, or overloaded.", LVS_DROP },
	[LVS_REASON_NOT_PERSISTENT] = { "not-persistent", "A service of all ports has to be persistent, or its connections would be torn apart.", LVS_DROP },
	[LVS_REASON_DROP_PACKET] = { "drop-packet", "The director is overloaded and drops some of those who would begin a connection.", LVS_DROP },
	[LVS_REASON_CONN_LIMIT] = { "conn-limit", "The namespace has conn_max connections, all of them answered.", LVS_DROP },
	[LVS_REASON_NO_MEMORY] = { "no-memory", "There was no memory for a new connection.", LVS_DROP },
	[LVS_REASON_REPLY_CLASH] = { "reply-clash", "Replies could not be told from those of the client's other connections to the same real server.", LVS_DROP },
	[LVS_REASON_NO_ROUTE] = { "no-route", "There is no route to the real server.", LVS_DROP },
	[LVS_REASON_TUNNEL_MTU] = { "tunnel-mtu", "The path to the real server is too narrow for a tunnel: less than 68 bytes are left.", LVS_DROP },
	[LVS_REASON_LOCAL_MISMATCH] = { "local-mismatch", "A packet from outside cannot go to a loopback address.", LVS_DROP },
	[LVS_REASON_TTL_EXCEEDED] = { "ttl-exceeded", "The packet's time to live was spent.", LVS_DROP },
	[LVS_REASON_TOO_BIG] = { "too-big", "The packet is larger than the path to the real server and must not be fragmented.", LVS_DROP },
	[LVS_REASON_NOT_WRITABLE] = { "not-writable", "There was no memory to make the packet's headers writable.", LVS_DROP },
	[LVS_REASON_REROUTE_FAILED] = { "reroute-failed", "There is no route for the packet after translation.", LVS_DROP },
	[LVS_REASON_STRAY_REPLY] = { "stray-reply", "A real server's packet belongs to no connection; the server was told, as nat_icmp_send asks.", LVS_DROP },
	[LVS_REASON_FTP_GAP] = { "ftp-gap", "What an FTP server said before is lost on its way; it has to be said in order to be read.", LVS_DROP },
	[LVS_REASON_FTP_CUT] = { "ftp-cut", "An FTP server has cut what it says again where the director had changed it.", LVS_DROP },
	[LVS_REASON_TUNNELED] = { "tunneled", "The packet came out of a tunnel to this host; ignore_tunneled leaves it to the host.", LVS_PASS },
	[LVS_REASON_TRACK_ANEW] = { "track-anew", "Connection tracking took the packet for one of the connection before, of another server; it came in once more.", LVS_STOLEN },
	[LVS_REASON_TRACK_STALE] = { "track-stale", "Connection tracking took the host's own packet, which destination NAT has redirected, for one of the connection before; it has to be sent again.", LVS_DROP },
	[LVS_REASON_IPSEC] = { "ipsec", "Policies of IPsec forbid the packet, or want it to have come in another way.", LVS_DROP },
};
/* clang-format on */

const struct lvs_reason_info *lvs_reason_info(enum lvs_reason reason)
{
	return &lvs_reasons[reason];
}

const char *lvs_verdict_name(enum lvs_verdict verdict)
{
	static const char *const names[LVS_VERDICTS] = { "pass", "accept", "drop", "stolen" };

	return names[verdict];
}

u64 lvs_reason_read(const struct lvs_net *lnet, enum lvs_reason reason)
{
	u64 sum = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		sum += READ_ONCE(per_cpu_ptr(lnet->reasons, cpu)[reason]);
	return sum;
}
