// SPDX-License-Identifier: GPL-2.0
#include "tcp.h"

#define LVS_TCP_NUMBER 6

static const char *const lvs_tcp_state_names[LVS_TCP_STATES] = {
	"NONE",	 "ESTABLISHED", "SYN_SENT", "SYN_RECV", "FIN_WAIT", "TIME_WAIT",
	"CLOSE", "CLOSE_WAIT",	"LAST_ACK", "LISTEN",	"SYNACK",
};

static const u16 lvs_tcp_timeouts[LVS_TCP_STATES] = {
	[LVS_TCP_NONE] = 2,	 [LVS_TCP_ESTABLISHED] = 900, [LVS_TCP_SYN_SENT] = 120,
	[LVS_TCP_SYN_RECV] = 60, [LVS_TCP_FIN_WAIT] = 120,    [LVS_TCP_TIME_WAIT] = 120,
	[LVS_TCP_CLOSE] = 10,	 [LVS_TCP_CLOSE_WAIT] = 60,   [LVS_TCP_LAST_ACK] = 30,
	[LVS_TCP_LISTEN] = 120,	 [LVS_TCP_SYNACK] = 120,
};

const struct lvs_proto lvs_proto_tcp = {
	.name = "TCP",
	.number = LVS_TCP_NUMBER,
	.slot = LVS_PROTO_TCP,
	.states = LVS_TCP_STATES,
	.state_names = lvs_tcp_state_names,
	.timeouts = lvs_tcp_timeouts,
	.active = 1 << LVS_TCP_ESTABLISHED | 1 << LVS_TCP_SYN_SENT | 1 << LVS_TCP_SYN_RECV |
		  1 << LVS_TCP_SYNACK,
	.established = LVS_TCP_ESTABLISHED,
	.closed = 1 << LVS_TCP_TIME_WAIT | 1 << LVS_TCP_CLOSE,
	.half_open = 1 << LVS_TCP_SYN_RECV | 1 << LVS_TCP_SYNACK,
};

#define NO LVS_TCP_NONE
#define ES LVS_TCP_ESTABLISHED
#define SS LVS_TCP_SYN_SENT
#define SR LVS_TCP_SYN_RECV
#define FW LVS_TCP_FIN_WAIT
#define TW LVS_TCP_TIME_WAIT
#define CL LVS_TCP_CLOSE
#define CW LVS_TCP_CLOSE_WAIT
#define LA LVS_TCP_LAST_ACK
#define LI LVS_TCP_LISTEN
#define SA LVS_TCP_SYNACK

/*
 * The director's view: a client's SYN makes SYN_RECV, as if the director
 * were the server. Columns are the state before, in the order of the enum.
 */
/* clang-format off */
static const u8 lvs_tcp_table[LVS_DIRS][LVS_TCP_EV_NONE][LVS_TCP_STATES] = {
	[LVS_DIR_REQUEST] = {
		/*                     NO  ES  SS  SR  FW  TW  CL  CW  LA  LI  SA */
		/* SR, LA, LI: a stray RST must not end what the peer still answers. */
		[LVS_TCP_EV_RST] = {   CL, CL, CL, SR, CL, CL, CL, CL, LA, LI, SR },
		/* A client may begin anew at any time, but not break what is established. */
		[LVS_TCP_EV_SYN] = {   SR, ES, ES, SR, SR, SR, SR, SR, SR, SR, SR },
		/* NO: the end of what we did not see. FW: the second end, so both are done. */
		[LVS_TCP_EV_FIN] = {   CL, CW, SS, TW, TW, TW, CL, CW, LA, LI, TW },
		/* NO: taken over midway. SR: the handshake is done. LA: the last of all. */
		[LVS_TCP_EV_ACK] = {   ES, ES, SS, ES, FW, TW, CL, CW, CL, LI, ES },
	},
	[LVS_DIR_REPLY] = {
		/* SS, TW: an RST of the connection before, which left its timer to run. */
		[LVS_TCP_EV_RST] = {   CL, CL, SS, CL, CL, TW, CL, CL, CL, CL, CL },
		/* SR: this is the SYN+ACK that answers the client. Else the server calls. */
		[LVS_TCP_EV_SYN] = {   SS, ES, SS, SR, SS, SS, SS, SS, SS, LI, SR },
		/* CW: the second end. ES: the first, the client may go on sending. */
		[LVS_TCP_EV_FIN] = {   TW, FW, SS, TW, FW, TW, CL, TW, LA, LI, TW },
		/* LA stays: it waits for the client's ACK, not the server's. */
		[LVS_TCP_EV_ACK] = {   ES, ES, SS, ES, FW, TW, CL, CW, LA, ES, ES },
	},
	/* Only half of it is seen: the client's own end is the end. */
	[LVS_DIR_REQUEST_ONLY] = {
		/* SA: no SYN+ACK passes here that could have been answered since. */
		[LVS_TCP_EV_RST] = {   CL, CL, CL, SR, CL, CL, CL, CL, LA, LI, CL },
		[LVS_TCP_EV_SYN] = {   SR, ES, ES, SR, SR, SR, SR, SR, SR, SR, SR },
		/* ES: the server's end will not be seen, so the wait for it starts now. */
		[LVS_TCP_EV_FIN] = {   CL, FW, SS, TW, FW, TW, CL, CW, LA, LI, TW },
		[LVS_TCP_EV_ACK] = {   ES, ES, SS, ES, FW, TW, CL, CW, CL, LI, ES },
	},
};

/* Under attack, a client alone completes nothing: who forges addresses sends ACKs too. */
static const u8 lvs_tcp_table_secure[LVS_DIRS][LVS_TCP_EV_NONE][LVS_TCP_STATES] = {
	[LVS_DIR_REQUEST] = {
		/*                     NO  ES  SS  SR  FW  TW  CL  CW  LA  LI  SA */
		/* SA: not worth keeping once the client takes it back. */
		[LVS_TCP_EV_RST] = {   CL, CL, CL, SR, CL, CL, CL, CL, LA, LI, CL },
		/* SA: a repeated SYN does not make the connection young again. */
		[LVS_TCP_EV_SYN] = {   SR, ES, ES, SR, SR, SR, SR, SR, SR, SR, SA },
		/* SA: nor does a FIN earn it the long wait of one that was established. */
		[LVS_TCP_EV_FIN] = {   CL, CW, SS, TW, TW, TW, CL, CW, LA, LI, SA },
		/* SR, SA: the server's next segment proves the client, not its own ACK. */
		[LVS_TCP_EV_ACK] = {   ES, ES, SS, SR, FW, TW, CL, CW, CL, LI, SA },
	},
	[LVS_DIR_REPLY] = {
		[LVS_TCP_EV_RST] = {   CL, CL, SS, CL, CL, TW, CL, CL, CL, CL, CL },
		/* SR: answered, but only by the server; told apart from unanswered ones. */
		[LVS_TCP_EV_SYN] = {   SS, ES, SS, SA, SS, SS, SS, SS, SS, LI, SA },
		[LVS_TCP_EV_FIN] = {   TW, FW, SS, TW, FW, TW, CL, TW, LA, LI, TW },
		[LVS_TCP_EV_ACK] = {   ES, ES, SS, ES, FW, TW, CL, CW, LA, ES, ES },
	},
	[LVS_DIR_REQUEST_ONLY] = {
		[LVS_TCP_EV_RST] = {   CL, CL, CL, SR, CL, CL, CL, CL, LA, LI, CL },
		/* The answer goes past us: a connection is taken for answered from its start. */
		[LVS_TCP_EV_SYN] = {   SA, ES, ES, SR, SA, SA, SA, SA, SA, SA, SA },
		[LVS_TCP_EV_FIN] = {   CL, FW, SS, TW, FW, TW, CL, CW, LA, LI, TW },
		/* SR, SA: nothing but the client's ACK is there to complete it. */
		[LVS_TCP_EV_ACK] = {   ES, ES, SS, ES, FW, TW, CL, CW, CL, LI, ES },
	},
};
/* clang-format on */

enum lvs_tcp_event lvs_tcp_event(u8 flags)
{
	if (flags & LVS_TCP_FLAG_RST)
		return LVS_TCP_EV_RST;
	if (flags & LVS_TCP_FLAG_SYN)
		return LVS_TCP_EV_SYN;
	if (flags & LVS_TCP_FLAG_FIN)
		return LVS_TCP_EV_FIN;
	if (flags & LVS_TCP_FLAG_ACK)
		return LVS_TCP_EV_ACK;
	return LVS_TCP_EV_NONE;
}

enum lvs_tcp_state lvs_tcp_next(enum lvs_tcp_state state, enum lvs_dir dir,
				enum lvs_tcp_event event)
{
	/* A segment with none of the flags is none that TCP knows. */
	if (event == LVS_TCP_EV_NONE)
		return LVS_TCP_CLOSE;
	return lvs_tcp_table[dir][event][state];
}

enum lvs_tcp_state lvs_tcp_next_secure(enum lvs_tcp_state state, enum lvs_dir dir,
				       enum lvs_tcp_event event)
{
	if (event == LVS_TCP_EV_NONE)
		return LVS_TCP_CLOSE;
	return lvs_tcp_table_secure[dir][event][state];
}
