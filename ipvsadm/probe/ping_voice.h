/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How ping tells what happens: in classic lines, as a table of all targets
 * that lives on the terminal, or as JSON, an object in each line.
 */
#ifndef IPVSADM_PROBE_PING_VOICE_H
#define IPVSADM_PROBE_PING_VOICE_H

#include "ping_method.h"

/**
 * struct ping_reply - an answer as it is told
 * @event:         its arrival
 * @hit:           which probe it is for
 * @name:          of its sender, "" for none
 * @rtt:           how long it took, if it is @timed
 * @timed:         it is to be believed
 * @duplicate:     another one was first
 * @late:          the probe was told to be lost
 * @other_address: not from whom was asked
 */
struct ping_reply {
	const struct probe_event *event;
	const struct ping_hit *hit;
	const char *name;
	uint64_t rtt;
	bool timed;
	bool duplicate;
	bool late;
	bool other_address;
};

/**
 * struct ping_voice - a way to tell
 * @start:    the first line of a target
 * @reply:    an answer
 * @error:    an ICMP error for the probe with that number
 * @redirect: a router knows a better way
 * @local:    this host could not send; with the MTU if that is why
 * @missing:  no answer yet for that probe, and the next one goes (-O)
 * @lost:     nor will there be one
 * @sent:     a probe went
 * @status:   the user asked how it goes
 * @summary:  how it went
 */
struct ping_voice {
	void (*start)(const struct ping *ping, const struct ping_target *target);
	void (*reply)(const struct ping *ping, struct ping_target *target,
		      const struct ping_reply *reply);
	void (*error)(const struct ping *ping, const struct ping_target *target,
		      const struct probe_event *event, uint64_t number);
	void (*redirect)(const struct ping *ping, const struct ping_target *target,
			 const struct probe_event *event);
	void (*local)(const struct ping *ping, const struct ping_target *target, int error,
		      uint32_t mtu);
	void (*missing)(const struct ping *ping, const struct ping_target *target, uint64_t number);
	void (*lost)(const struct ping *ping, const struct ping_target *target,
		     const struct flight_probe *probe);
	void (*sent)(const struct ping *ping, const struct ping_target *target);
	void (*status)(const struct ping *ping, const struct ping_target *target);
	void (*summary)(const struct ping *ping, const struct ping_target *target);
};

extern const struct ping_voice ping_lines;
extern const struct ping_voice ping_table;
extern const struct ping_voice ping_json;

#endif
