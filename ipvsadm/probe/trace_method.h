/* SPDX-License-Identifier: GPL-2.0 */
/* What a trace is made of: a row for each kind of probe. Pure. */
#ifndef IPVSADM_PROBE_TRACE_METHOD_H
#define IPVSADM_PROBE_TRACE_METHOD_H

#include "wire.h"

/* What each quote of a probe has of it at least (RFC 792). */
#define TRACE_KEY 8

/** struct trace_spec - what the user said of the probes (-O) */
struct trace_spec {
	struct wire_tcp tcp;
	bool info;	  /* tell of the answer */
	uint32_t service; /* DCCP service code */
	size_t coverage;  /* of UDP-Lite */
	int protocol;	  /* of bare packets */
	bool dgram;	  /* the kernel's own echo socket */
	bool raw;	  /* and no other than a raw one */
};

/**
 * struct trace_draft - a probe that shall be built
 * @family: of it
 * @from:   source and its port
 * @to:     destination and its port
 * @ident:  of echo requests
 * @number: of the probe, from 1: what makes it different from others of its flow
 * @size:   bytes after the IP header, as far as the protocol can choose
 * @spec:   what the user said
 */
struct trace_draft {
	const struct probe_family *family;
	union probe_addr from;
	union probe_addr to;
	uint16_t ident;
	uint16_t number;
	size_t size;
	const struct trace_spec *spec;
};

/**
 * struct trace_method - a kind of probe
 * @name:     for -M
 * @protocol: of its packets, -1 where the user names it, 0 for the family's ICMP
 * @port:     usual destination port
 * @last_port: the last one that flows may have, 0 if all have the same
 * @has_ports: or there is one flow only, or flows of echo identifiers
 * @serial:   an answer does not tell which probe it is to: one at a time
 * @smallest: bytes after the IP header that it needs
 * @build:    write the packet, of @size bytes at most; its size is returned
 */
struct trace_method {
	const char *name;
	int protocol;
	uint16_t port;
	uint16_t last_port;
	bool has_ports;
	bool serial;
	size_t smallest;
	size_t (*build)(uint8_t *packet, const struct trace_draft *draft);
};

/** trace_method_find - by name, NULL if there is none */
const struct trace_method *trace_method_find(const char *name);

/** trace_targets - destination ports that its flows may have, one after the other */
unsigned int trace_targets(const struct trace_method *method);

/**
 * trace_key - what is the probe's own in the bytes that are quoted of it
 * @packet: the probe, from its transport header on
 *
 * Identifier and checksum of an echo request are the kernel's to change: its
 * sequence number is its key. Of any other the first eight bytes are.
 */
void trace_key(const struct trace_method *method, const uint8_t *packet, uint8_t *key);

/** trace_answers - is this packet, from its transport header on, the answer to that probe? */
bool trace_answers(const struct trace_method *method, const struct trace_draft *draft,
		   const uint8_t *packet, size_t size);

/** trace_seq - sequence number of the probe with that number, for protocols that have one */
uint32_t trace_seq(const struct trace_draft *draft);

/**
 * trace_method_set - read an option of the method
 * Return: false if it does not know it.
 */
bool trace_method_set(struct trace_spec *spec, const struct trace_method *method, const char *name,
		      const char *value);

/**
 * trace_info - an answer's flags and options, in words
 * @text: TRACE_INFO bytes
 */
#define TRACE_INFO 96
char *trace_info(const struct trace_method *method, const uint8_t *packet, size_t size, char *text);

#endif
