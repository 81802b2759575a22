/* SPDX-License-Identifier: GPL-2.0 */
#ifndef IPVSADM_PROBE_PING_H
#define IPVSADM_PROBE_PING_H

#include "flight.h"
#include "loop.h"
#include "ping_opts.h"
#include "resolver.h"
#include "schedule.h"
#include "socket.h"
#include "stats.h"
#include "until.h"

#include <stdio.h>

struct cohort;
struct ping_method;
struct ping_voice;

/**
 * struct ping_ask - what is asked
 * @word:   the host, as the user wrote it
 * @method: with what
 * @port:   of the host, 0 for none
 */
struct ping_ask {
	const char *word;
	const struct ping_method *method;
	uint16_t port;
};

/**
 * struct ping_target - one host that is asked
 * @ask:       what the user wants of it; its word lives as long
 * @name:      its canonical name
 * @addr:      its address
 * @source:    what the kernel sends from
 * @broadcast: all hosts of a network
 * @flow:      IPv6 flow label, 0 for none
 * @trail:     what routers wrote last
 * @trail_size: bytes of it
 * @numeric:   the user wrote an address
 * @sock:      to it
 * @unnamed:   its name did not come in time: no reply waits for it again
 * @connected: to it alone
 * @ident:     of its echo requests; of a port that is asked, our own
 * @packet:    the request, header and payload
 * @payload:   where the payload is in it, NULL for none
 * @payload_size: bytes of it
 * @cookie:    it begins with bytes that are of this run alone
 * @keeper:    holds our TCP port, -1 for none
 * @first_seq: TCP sequence numbers are this and the probe's number
 * @open:      answers that came from an open port
 * @state:     of the port, as the last answer had it
 * @flight:    its probes
 * @stats:     what they have shown
 * @pipe:      most of them that were under way at once
 * @first_at:  when the first was sent, on probe_clock()
 * @last_at:   when the last was sent
 * @slowest:   what an answer took from the call on that sent its probe, at most
 * @run:       answers or losses in a row
 * @settled:   probes whose fate the statistics know
 * @lost:      of them those without an answer
 */
struct ping_target {
	struct ping_ask ask;
	char name[RESOLVER_NAME];
	union probe_addr addr;
	union probe_addr source;
	bool broadcast;
	uint32_t flow;
	uint8_t trail[TRAIL_SIZE];
	size_t trail_size;
	bool numeric;
	struct probe_socket sock;
	uint16_t ident;
	bool unnamed;
	bool connected;
	uint8_t *packet;
	uint8_t *payload;
	size_t payload_size;
	bool cookie;
	int keeper;
	uint32_t first_seq;
	uint64_t open;
	int state;
	struct flight flight;
	struct stats stats;
	uint64_t pipe;
	uint64_t first_at;
	uint64_t last_at;
	uint64_t slowest;
	struct until_run run;
	uint64_t settled;
	uint64_t lost;
};

#define PING_NO_TARGET SIZE_MAX

/**
 * struct ping - a run
 * @options:   what the user asked for
 * @voice:     how it is told
 * @targets:   who is asked
 * @count:     of them
 * @cohort:    the real servers that they are, NULL where targets were named
 * @connections: the director's, NULL where nobody asks
 * @schedule:  when probes go
 * @report_at: when the status is told next
 * @loop:      waits
 * @resolver:  looks up names
 * @event:     that is looked at
 */
struct ping {
	struct ping_options options;
	const struct ping_voice *voice;
	struct ping_target *targets;
	size_t count;
	struct cohort *cohort;
	FILE *connections;
	struct schedule schedule;
	uint64_t report_at;
	/* What came by then has been read; on probe_clock(). */
	uint64_t read_at;
	struct probe_loop loop;
	struct resolver resolver;
	struct probe_event *event;
};

/**
 * ping_main - the command
 *
 * Return: its exit status: 0 for a success, 1 for none, 2 for any error.
 */
int ping_main(int argc, const char **argv);

#endif
