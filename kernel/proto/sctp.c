// SPDX-License-Identifier: GPL-2.0
#include "sctp.h"

#define LVS_SCTP_NUMBER 132

static const char *const lvs_sctp_state_names[LVS_SCTP_STATES] = {
	"NONE",	    "INIT1",	   "INIT",   "C-SENT",	   "C-REPLIED",	 "C-WAIT",   "COOKIE",
	"C-ECHOED", "ESTABLISHED", "S-SENT", "S-RECEIVED", "S-ACK-SENT", "REJECTED", "CLOSED",
};

static const u16 lvs_sctp_timeouts[LVS_SCTP_STATES] = {
	[LVS_SCTP_NONE] = 2,
	[LVS_SCTP_INIT1] = 4,
	[LVS_SCTP_INIT] = 61,
	[LVS_SCTP_COOKIE_SENT] = 61,
	[LVS_SCTP_COOKIE_REPLIED] = 61,
	[LVS_SCTP_COOKIE_WAIT] = 61,
	[LVS_SCTP_COOKIE] = 61,
	[LVS_SCTP_COOKIE_ECHOED] = 61,
	[LVS_SCTP_ESTABLISHED] = 900,
	[LVS_SCTP_SHUTDOWN_SENT] = 61,
	[LVS_SCTP_SHUTDOWN_RECEIVED] = 61,
	[LVS_SCTP_SHUTDOWN_ACK_SENT] = 61,
	[LVS_SCTP_REJECTED] = 4,
	[LVS_SCTP_CLOSED] = 61,
};

const struct lvs_proto lvs_proto_sctp = {
	.name = "SCTP",
	.number = LVS_SCTP_NUMBER,
	.slot = LVS_PROTO_SCTP,
	.states = LVS_SCTP_STATES,
	.state_names = lvs_sctp_state_names,
	.timeouts = lvs_sctp_timeouts,
	.active = 1 << LVS_SCTP_ESTABLISHED,
	.established = LVS_SCTP_ESTABLISHED,
	.closed = 1 << LVS_SCTP_CLOSED | 1 << LVS_SCTP_REJECTED,
	.half_open = 1 << LVS_SCTP_INIT1 | 1 << LVS_SCTP_INIT,
};

#define NO LVS_SCTP_NONE
#define I1 LVS_SCTP_INIT1
#define IN LVS_SCTP_INIT
#define CS LVS_SCTP_COOKIE_SENT
#define CR LVS_SCTP_COOKIE_REPLIED
#define CW LVS_SCTP_COOKIE_WAIT
#define CO LVS_SCTP_COOKIE
#define CE LVS_SCTP_COOKIE_ECHOED
#define ES LVS_SCTP_ESTABLISHED
#define SS LVS_SCTP_SHUTDOWN_SENT
#define SR LVS_SCTP_SHUTDOWN_RECEIVED
#define SA LVS_SCTP_SHUTDOWN_ACK_SENT
#define RJ LVS_SCTP_REJECTED
#define CL LVS_SCTP_CLOSED

/*
 * The director's view, as if it were the server. An association that the
 * client begins goes INIT1, C-SENT, COOKIE, ESTABLISHED; one that the server
 * begins C-WAIT, C-REPLIED, C-ECHOED, ESTABLISHED. Columns are the state
 * before, in the order of the enum.
 */
/* clang-format off */
static const u8 lvs_sctp_table[LVS_DIRS][LVS_SCTP_EVENTS][LVS_SCTP_STATES] = {
	[LVS_DIR_REQUEST] = {
		/*                                   NO  I1  IN  CS  CR  CW  CO  CE  ES  SS  SR  SA  RJ  CL */
		/* NO: taken over midway. Nobody but who has the cookie's answer sends data. */
		[LVS_SCTP_EV_DATA] =              {  ES, I1, IN, CS, CR, CW, CO, ES, ES, SS, SR, SA, RJ, CL },
		/* I1: who repeats it gets longer than one that was forged. ES: not broken by the forged. */
		[LVS_SCTP_EV_INIT] =              {  I1, IN, IN, IN, IN, IN, CO, CE, ES, SS, SR, SA, I1, I1 },
		/* Only an answer to the server's own INIT. */
		[LVS_SCTP_EV_INIT_ACK] =          {  CR, I1, IN, CS, CR, CR, CO, CE, ES, SS, SR, SA, RJ, CL },
		/* The server keeps no state until now, so neither do we insist on any (RFC 9260, 5.1.5). */
		[LVS_SCTP_EV_COOKIE_ECHO] =       {  CO, CO, CO, CO, CO, CO, CO, CO, ES, SS, SR, SA, CO, CO },
		[LVS_SCTP_EV_COOKIE_ACK] =        {  ES, I1, IN, CS, CR, CW, CO, ES, ES, SS, SR, SA, RJ, CL },
		[LVS_SCTP_EV_SHUTDOWN] =          {  SR, I1, IN, CS, CR, CW, SR, SR, SR, SR, SR, SA, RJ, CL },
		[LVS_SCTP_EV_SHUTDOWN_ACK] =      {  SA, I1, IN, CS, CR, CW, CO, CE, SA, SA, SA, SA, RJ, CL },
		/* Only as the end of a shutdown (RFC 9260, 8.5.1). */
		[LVS_SCTP_EV_SHUTDOWN_COMPLETE] = {  CL, I1, IN, CS, CR, CW, CO, CE, ES, CL, CL, CL, RJ, CL },
		/* CE: the client does not take the server's cookie. */
		[LVS_SCTP_EV_ERROR] =             {  ES, I1, IN, CS, CR, CW, CO, RJ, ES, SS, SR, SA, RJ, CL },
		[LVS_SCTP_EV_ABORT] =             {  CL, CL, CL, CL, RJ, RJ, CL, RJ, CL, CL, CL, CL, RJ, CL },
	},
	[LVS_DIR_REPLY] = {
		/* CO: the answer to the cookie was another packet, or is behind the data. */
		[LVS_SCTP_EV_DATA] =              {  ES, I1, IN, CS, CR, CW, ES, CE, ES, SS, SR, SA, RJ, CL },
		/* The server calls. I1, IN, CS: both call at once, which ends as the client's. */
		[LVS_SCTP_EV_INIT] =              {  CW, I1, IN, CS, CW, CW, CO, CE, ES, SS, SR, SA, CW, CW },
		[LVS_SCTP_EV_INIT_ACK] =          {  CS, CS, CS, CS, CR, CW, CO, CE, ES, SS, SR, SA, RJ, CL },
		[LVS_SCTP_EV_COOKIE_ECHO] =       {  CE, I1, IN, CS, CE, CE, CO, CE, ES, SS, SR, SA, CE, CE },
		/* Every state of the client's call: some of its packets may have been lost before us. */
		[LVS_SCTP_EV_COOKIE_ACK] =        {  ES, ES, ES, ES, CR, CW, ES, CE, ES, SS, SR, SA, RJ, CL },
		[LVS_SCTP_EV_SHUTDOWN] =          {  SS, I1, IN, CS, CR, CW, SS, SS, SS, SS, SR, SA, RJ, CL },
		[LVS_SCTP_EV_SHUTDOWN_ACK] =      {  SA, I1, IN, CS, CR, CW, CO, CE, SA, SA, SA, SA, RJ, CL },
		[LVS_SCTP_EV_SHUTDOWN_COMPLETE] = {  CL, I1, IN, CS, CR, CW, CO, CE, ES, CL, CL, CL, RJ, CL },
		/* CO: the client's cookie was too old (RFC 9260, 5.2.6). */
		[LVS_SCTP_EV_ERROR] =             {  ES, I1, IN, CS, CR, CW, RJ, CE, ES, SS, SR, SA, RJ, CL },
		/* Before it is established: the server refuses. */
		[LVS_SCTP_EV_ABORT] =             {  CL, RJ, RJ, RJ, CL, CL, RJ, CL, CL, CL, CL, CL, RJ, CL },
	},
	/* Half of it is seen: what the client sends tells what it must have got. */
	[LVS_DIR_REQUEST_ONLY] = {
		[LVS_SCTP_EV_DATA] =              {  ES, I1, IN, CS, ES, ES, ES, ES, ES, SS, SR, SA, RJ, CL },
		[LVS_SCTP_EV_INIT] =              {  I1, IN, IN, IN, IN, IN, IN, CE, ES, I1, I1, I1, I1, I1 },
		[LVS_SCTP_EV_INIT_ACK] =          {  CR, CR, CR, CR, CR, CR, CO, CE, ES, CR, CR, CR, CR, CR },
		/* The client has the server's answer, and may have nothing to say for long. */
		[LVS_SCTP_EV_COOKIE_ECHO] =       {  ES, ES, ES, ES, ES, ES, ES, ES, ES, ES, ES, ES, ES, ES },
		[LVS_SCTP_EV_COOKIE_ACK] =        {  ES, ES, ES, ES, ES, ES, ES, ES, ES, SS, SR, SA, ES, ES },
		[LVS_SCTP_EV_SHUTDOWN] =          {  SR, I1, IN, CS, CR, CW, SR, SR, SR, SR, SR, SA, RJ, CL },
		/* The server's own SHUTDOWN has passed us by. */
		[LVS_SCTP_EV_SHUTDOWN_ACK] =      {  SA, SA, SA, SA, SA, SA, SA, SA, SA, SA, SA, SA, RJ, CL },
		[LVS_SCTP_EV_SHUTDOWN_COMPLETE] = {  CL, I1, IN, CS, CR, CW, CO, CE, ES, CL, CL, CL, RJ, CL },
		[LVS_SCTP_EV_ERROR] =             {  ES, I1, IN, CS, CR, CW, CO, CE, ES, SS, SR, SA, RJ, CL },
		[LVS_SCTP_EV_ABORT] =             {  CL, CL, CL, CL, CL, CL, CL, CL, CL, CL, CL, CL, RJ, CL },
	},
};
/* clang-format on */

/* All others carry data or tend the path: they say that the association lives. */
enum lvs_sctp_event lvs_sctp_event(u8 chunk)
{
	static const u8 events[] = {
		[1] = LVS_SCTP_EV_INIT,
		[2] = LVS_SCTP_EV_INIT_ACK,
		[6] = LVS_SCTP_EV_ABORT,
		[7] = LVS_SCTP_EV_SHUTDOWN,
		[8] = LVS_SCTP_EV_SHUTDOWN_ACK,
		[9] = LVS_SCTP_EV_ERROR,
		[10] = LVS_SCTP_EV_COOKIE_ECHO,
		[11] = LVS_SCTP_EV_COOKIE_ACK,
		[14] = LVS_SCTP_EV_SHUTDOWN_COMPLETE,
	};

	return chunk < sizeof(events) ? events[chunk] : LVS_SCTP_EV_DATA;
}

enum lvs_sctp_state lvs_sctp_next(enum lvs_sctp_state state, enum lvs_dir dir,
				  enum lvs_sctp_event event)
{
	return lvs_sctp_table[dir][event][state];
}
