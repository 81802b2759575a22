/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
#ifndef _UAPI_LINUX_LVS_H
#define _UAPI_LINUX_LVS_H

/*
 * The LVS generic netlink family: what the stock family, IPVS, has no room
 * for. Services, real servers and settings are spoken of in the IPVS family,
 * whose contract is <linux/ip_vs.h>.
 *
 * Family "LVS", version 1, usable in every network namespace by those with
 * CAP_NET_ADMIN over the namespace. Validation is strict.
 *
 * LVS_CMD_GET_REASONS (dump)
 *	Why packets left the datapath, counted since the namespace began. One
 *	message for each reason:
 *
 *	LVS_A_REASON_ID		u32	enum lvs_reason
 *	LVS_A_REASON_NAME	string	short name, stable
 *	LVS_A_REASON_VERDICT	string	"pass", "accept", "drop" or "stolen"
 *	LVS_A_REASON_TEXT	string	one sentence for the operator
 *	LVS_A_REASON_COUNT	u64	packets
 */

#define LVS_GENL_NAME	 "LVS"
#define LVS_GENL_VERSION 1

enum lvs_cmd {
	LVS_CMD_UNSPEC,
	LVS_CMD_GET_REASONS,
	__LVS_CMD_MAX,
};
#define LVS_CMD_MAX (__LVS_CMD_MAX - 1)

enum lvs_reason_attr {
	LVS_A_REASON_UNSPEC,
	LVS_A_REASON_ID,
	LVS_A_REASON_NAME,
	LVS_A_REASON_VERDICT,
	LVS_A_REASON_TEXT,
	LVS_A_REASON_COUNT,
	LVS_A_REASON_PAD,
	__LVS_A_REASON_MAX,
};
#define LVS_A_REASON_MAX (__LVS_A_REASON_MAX - 1)

/**
 * enum lvs_reason - why a packet left the datapath
 *
 * Each packet that a hook sees ends with exactly one of them. The kernel
 * tells name, verdict and sentence of each by LVS_CMD_GET_REASONS.
 */
enum lvs_reason {
	LVS_REASON_NONE,
	/* not ours */
	LVS_REASON_NO_SERVICE,
	LVS_REASON_OTHER_PROTOCOL,
	LVS_REASON_NOT_FOR_HOST,
	LVS_REASON_OWN_PACKET,
	LVS_REASON_UNPARSED,
	LVS_REASON_FRAGMENT,
	/* done */
	LVS_REASON_REQUEST_SENT,
	LVS_REASON_REQUEST_LOCAL,
	LVS_REASON_REPLY,
	LVS_REASON_ICMP_RELATED,
	/* no connection was made */
	LVS_REASON_NOT_A_START,
	LVS_REASON_NO_SERVER,
	LVS_REASON_NOT_PERSISTENT,
	LVS_REASON_DROP_PACKET,
	LVS_REASON_CONN_LIMIT,
	LVS_REASON_NO_MEMORY,
	LVS_REASON_REPLY_CLASH,
	/* the connection's real server cannot be had */
	LVS_REASON_NO_ROUTE,
	LVS_REASON_TUNNEL_MTU,
	LVS_REASON_LOCAL_MISMATCH,
	/* the packet cannot be sent on */
	LVS_REASON_TTL_EXCEEDED,
	LVS_REASON_TOO_BIG,
	LVS_REASON_NOT_WRITABLE,
	LVS_REASON_REROUTE_FAILED,
	LVS_REASON_STRAY_REPLY,
	LVS_REASON_FTP_GAP,
	LVS_REASON_FTP_CUT,
	LVS_REASON_TUNNELED,
	LVS_REASON_TRACK_ANEW,
	LVS_REASON_TRACK_STALE,
	LVS_REASON_IPSEC,
	LVS_REASON_MAX,
};

#endif
