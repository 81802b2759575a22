/* SPDX-License-Identifier: GPL-2.0 */
#ifndef IPVSADM_PROBE_TRACE_H
#define IPVSADM_PROBE_TRACE_H

#include "extension.h"
#include "loop.h"
#include "resolver.h"
#include "route.h"
#include "socket.h"
#include "trace_opts.h"

/* Numbers of probes have 16 bits, and zero is none. */
#define TRACE_PROBES 65000

/**
 * struct trace_probe - a packet that was sent
 * @slot:       which probe of the route it is
 * @key:        how a quote of it is known
 * @size:       bytes after the IP header
 * @sent_at:    before the call that sent it, wall clock
 * @clock_at:   before that, on probe_clock()
 * @stamped_at: when the kernel gave it to the device, 0 if it has not told
 */
struct trace_probe {
	size_t slot;
	uint8_t key[TRACE_KEY];
	size_t size;
	uint64_t sent_at;
	uint64_t clock_at;
	uint64_t stamped_at;
};

/**
 * struct trace_answer - what came to a probe of the route
 * @from:  who sent it
 * @ttl:   of the answer, -1 if it is not known
 * @sent:  packets that were sent
 * @mtu:   the path turned out to be that narrow with this probe, 0 if not
 * @mss:   the segment size that a router on the way has written into our SYN, likewise
 * @mark:  of traceroute
 * @extensions: in words
 * @info:  flags of the answer, in words
 */
struct trace_answer {
	union probe_addr from;
	int ttl;
	unsigned int sent;
	uint32_t mtu;
	uint32_t mss;
	char mark[VERDICT_MARK];
	char extensions[EXTENSION_TEXT];
	char info[TRACE_INFO];
};

struct trace_servers;

/**
 * struct trace_run - what the traces of a run have in common
 * @options:  what the user asked for
 * @traces:   one for each target
 * @count:    of them
 * @servers:  real servers that they are, NULL where a target was named
 * @loop:     waits
 * @resolver: looks up names
 * @event:    that is looked at
 */
struct trace_run {
	struct trace_options options;
	struct trace *traces;
	size_t count;
	struct trace_servers *servers;
	struct probe_loop loop;
	struct resolver resolver;
	struct probe_event *event;
};

/**
 * struct trace - the way to one target
 * @run:      what it shares with others
 * @options:  of this one
 * @target:   the address
 * @source:   ours, with the port of the first flow
 * @sock:     sends, and gets answers and errors
 * @holders:  keep the ports of the flows ours
 * @holder_count: how many
 * @ident:    identifier of the first flow's echo requests
 * @size:     of packets, IP header included; falls when the path is too narrow
 * @stops_size: of the source route, which the header has beside that
 * @local_mtu: what this host could send at once, when it told last
 * @packet:   the probe that is being sent
 * @probes:   what was sent, by number less one
 * @count:    how many
 * @answers:  by slot
 * @next:     the hop that will be told next
 * @settled_at: when its last answer came, 0 if it has not; on probe_clock()
 * @names_slow: names did not come in time: no hop waits for them any more
 * @over:     all that can be known is told
 * @failed:   errno of sending, which ended the trace
 * @reached:  the target has answered
 */
struct trace {
	struct trace_run *run;
	struct trace_options options;
	union probe_addr target;
	union probe_addr source;
	struct probe_socket sock;
	int *holders;
	size_t holder_count;
	uint16_t ident;
	size_t size;
	size_t stops_size;
	uint32_t local_mtu;
	uint8_t packet[PROBE_PACKET_MAX];
	struct trace_probe *probes;
	size_t count;
	struct trace_answer *answers;
	struct route route;
	unsigned int next;
	uint64_t settled_at;
	bool names_slow;
	bool over;
	int failed;
	bool reached;
};

/**
 * trace_prepare - plan, and open what is needed
 * @trace: with its run and its options
 *
 * Return: 0, or 2 with a message told.
 */
int trace_prepare(struct trace *trace);

/**
 * trace_step - read, send and tell what there is
 *
 * All that came by some time is read before a probe is given up at that time: this
 * process may have been stopped, or had to wait for its turn.
 *
 * Return: when to call again if nothing comes, on probe_clock(); after its end,
 * which @over tells, never.
 */
uint64_t trace_step(struct trace *trace);

/** trace_finish - tell what is known where it did not come to its end */
void trace_finish(struct trace *trace);

/** trace_free - give all of it back */
void trace_free(struct trace *trace);

#endif
