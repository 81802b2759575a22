// SPDX-License-Identifier: GPL-2.0
#include "trace_method.h"
#include "bytes.h"

#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FLAG_ECE 0x40
#define FLAG_CWR 0x80

#define DCCP_ACK_AT 20

/* Apart from those of the run before, and from each other: an answer counts one more. */
uint32_t trace_seq(const struct trace_draft *draft)
{
	return (uint32_t)draft->ident << 18 | (uint32_t)draft->number << 2;
}

static void fill(uint8_t *payload, size_t size)
{
	size_t i;

	for (i = 0; i < size; i++)
		payload[i] = (uint8_t)('@' + i % 32);
}

static size_t build_udp(uint8_t *packet, const struct trace_draft *draft)
{
	size_t payload = draft->size - WIRE_UDP_HEADER;

	fill(packet + WIRE_UDP_HEADER, payload);
	return wire_udp(packet, &draft->from, &draft->to, IPPROTO_UDP, 0, draft->number, payload);
}

static size_t build_udplite(uint8_t *packet, const struct trace_draft *draft)
{
	size_t coverage = draft->spec->coverage;
	size_t payload = draft->size - WIRE_UDP_HEADER;
	/* Only payload that is covered can make the checksum come out. */
	uint16_t check = !coverage || coverage >= WIRE_UDP_HEADER + 2 ? draft->number : 0;

	fill(packet + WIRE_UDP_HEADER, payload);
	return wire_udp(packet, &draft->from, &draft->to, IPPROTO_UDPLITE, coverage, check,
			payload);
}

static size_t build_icmp(uint8_t *packet, const struct trace_draft *draft)
{
	size_t payload = draft->size - WIRE_ICMP_HEADER;

	fill(packet + WIRE_ICMP_HEADER, payload);
	/* Number and its complement: the checksum, which some networks hash, stays. */
	packet[WIRE_ICMP_HEADER] = (uint8_t)(~draft->number >> 8);
	packet[WIRE_ICMP_HEADER + 1] = (uint8_t)~draft->number;
	return wire_echo(packet, draft->family, draft->ident, draft->number, payload);
}

static size_t build_tcp(uint8_t *packet, const struct trace_draft *draft)
{
	return wire_tcp(packet, &draft->from, &draft->to, trace_seq(draft), &draft->spec->tcp);
}

static size_t build_dccp(uint8_t *packet, const struct trace_draft *draft)
{
	return wire_dccp(packet, &draft->from, &draft->to, draft->spec->service, trace_seq(draft));
}

static size_t build_raw(uint8_t *packet, const struct trace_draft *draft)
{
	uint32_t seq = trace_seq(draft);

	fill(packet, draft->size);
	memcpy(packet, &seq, sizeof(seq));
	return draft->size;
}

static const struct trace_method methods[] = {
	{ "default", IPPROTO_UDP, 33434, 33534, true, false, WIRE_UDP_HEADER + 2, build_udp },
	{ "udp", IPPROTO_UDP, 53, 0, true, true, WIRE_UDP_HEADER + 2, build_udp },
	{ "udplite", IPPROTO_UDPLITE, 53, 0, true, true, WIRE_UDP_HEADER + 2, build_udplite },
	{ "icmp", 0, 0, 0, false, false, WIRE_ICMP_HEADER + 2, build_icmp },
	{ "tcp", IPPROTO_TCP, 80, 0, true, false, WIRE_TCP_HEADER, build_tcp },
	{ "dccp", IPPROTO_DCCP, 33434, 0, true, false, WIRE_DCCP_REQUEST, build_dccp },
	{ "raw", -1, 0, 0, false, true, TRACE_KEY, build_raw },
};

const struct trace_method *trace_method_find(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(methods) / sizeof(methods[0]); i++) {
		if (!strcmp(methods[i].name, name))
			return &methods[i];
	}
	return NULL;
}

unsigned int trace_targets(const struct trace_method *method)
{
	return method->last_port ? method->last_port - method->port + 1U : 1;
}

void trace_key(const struct trace_method *method, const uint8_t *packet, uint8_t *key)
{
	memset(key, 0, TRACE_KEY);
	if (method->protocol)
		memcpy(key, packet, TRACE_KEY);
	else
		memcpy(key, packet + 6, 2);
}

bool trace_answers(const struct trace_method *method, const struct trace_draft *draft,
		   const uint8_t *packet, size_t size)
{
	if (method->protocol < 0)
		return true;
	if (size < 8 || be16_at(packet) != probe_addr_port(&draft->to) ||
	    be16_at(packet + 2) != probe_addr_port(&draft->from))
		return false;
	if (method->protocol == IPPROTO_TCP) {
		/* RFC 9293 3.10.7.1: what had an acknowledgement is answered from there. */
		if (size < WIRE_TCP_HEADER)
			return false;
		return be32_at(packet + (packet[13] & TH_ACK ? 8 : 4)) - trace_seq(draft) <= 1;
	}
	if (method->protocol == IPPROTO_DCCP)
		return size >= DCCP_ACK_AT + 4 && be32_at(packet + DCCP_ACK_AT) == trace_seq(draft);
	return true;
}

struct flag {
	const char *name;
	uint8_t bit;
};

static const struct flag flags[] = {
	{ "fin", TH_FIN }, { "syn", TH_SYN }, { "rst", TH_RST },   { "psh", TH_PUSH },
	{ "ack", TH_ACK }, { "urg", TH_URG }, { "ece", FLAG_ECE }, { "cwr", FLAG_CWR },
};

#define FLAGS (sizeof(flags) / sizeof(flags[0]))

static bool set_number(const char *value, unsigned long high, unsigned long *number)
{
	char *end;

	if (!value || *value < '0' || *value > '9')
		return false;
	*number = strtoul(value, &end, 0);
	return !*end && *number <= high;
}

/* What a host of today would send with a SYN, beside the segment size that all have. */
static void set_system(struct wire_tcp *tcp)
{
	tcp->sack = true;
	tcp->timestamps = true;
	tcp->scaling = true;
}

static bool set_tcp_option(struct trace_spec *spec, const char *name, const char *value)
{
	struct wire_tcp *tcp = &spec->tcp;
	unsigned long number = 0;

	if (!strcmp(name, "mss")) {
		if (value && !set_number(value, UINT16_MAX, &number))
			return false;
		tcp->mss = (uint16_t)number;
		return true;
	}
	if (!strcmp(name, "flags")) {
		if (!set_number(value, 0x1ff, &number))
			return false;
		tcp->flags = (uint16_t)number;
		return true;
	}
	if (value)
		return false;
	if (!strcmp(name, "sysctl"))
		set_system(tcp);
	else if (!strcmp(name, "ecn"))
		tcp->flags |= TH_SYN | FLAG_ECE | FLAG_CWR;
	else if (!strcmp(name, "sack"))
		tcp->sack = true;
	else if (!strcmp(name, "timestamps"))
		tcp->timestamps = true;
	else if (!strcmp(name, "window_scaling"))
		tcp->scaling = true;
	else if (!strcmp(name, "fastopen"))
		tcp->fastopen = true;
	else if (!strcmp(name, "info"))
		spec->info = true;
	else
		return false;
	return true;
}

static bool set_tcp(struct trace_spec *spec, const char *name, const char *value)
{
	size_t i;

	for (i = 0; i < FLAGS; i++) {
		if (!strcmp(flags[i].name, name) && !value) {
			spec->tcp.flags |= flags[i].bit;
			return true;
		}
	}
	return set_tcp_option(spec, name, value);
}

bool trace_method_set(struct trace_spec *spec, const struct trace_method *method, const char *name,
		      const char *value)
{
	unsigned long number;

	switch (method->protocol) {
	case IPPROTO_TCP:
		return set_tcp(spec, name, value);
	case IPPROTO_UDPLITE:
		if (strcmp(name, "coverage") || !set_number(value, UINT16_MAX, &number) ||
		    number < WIRE_UDP_HEADER)
			return false;
		spec->coverage = number;
		return true;
	case IPPROTO_DCCP:
		if (strcmp(name, "service") || !set_number(value, UINT32_MAX, &number))
			return false;
		spec->service = (uint32_t)number;
		return true;
	case -1:
		if (strcmp(name, "protocol") || !set_number(value, 255, &number))
			return false;
		spec->protocol = (int)number;
		return true;
	case 0:
		spec->dgram = !strcmp(name, "dgram");
		spec->raw = !strcmp(name, "raw");
		return !value && (spec->dgram || spec->raw);
	default:
		return false;
	}
}

static void info_option(const uint8_t *option, char *text, size_t *at)
{
	char mss[16];
	const char *word;

	snprintf(mss, sizeof(mss), "mss=%u", option[1] == 4 ? be16_at(option + 2) : 0);
	word = option[0] == TCPOPT_MAXSEG	    ? mss
	       : option[0] == TCPOPT_SACK_PERMITTED ? "sack"
	       : option[0] == TCPOPT_TIMESTAMP	    ? "timestamps"
	       : option[0] == TCPOPT_WINDOW	    ? "window_scaling"
						    : NULL;
	if (word && *at + strlen(word) + 3 < TRACE_INFO)
		*at += (size_t)sprintf(text + *at, ",%s", word);
}

char *trace_info(const struct trace_method *method, const uint8_t *packet, size_t size, char *text)
{
	size_t length = 0;
	size_t end;
	size_t at;
	size_t i;

	text[0] = '\0';
	if (method->protocol != IPPROTO_TCP || size < WIRE_TCP_HEADER)
		return text;
	for (i = 0; i < FLAGS; i++) {
		if (packet[13] & flags[i].bit)
			length += (size_t)sprintf(text + length, "%s%s", length ? "," : "<",
						  flags[i].name);
	}
	end = (packet[12] >> 4) * 4U;
	end = end < size ? end : size;
	for (at = WIRE_TCP_HEADER; length && at + 1 < end && packet[at] != TCPOPT_EOL;
	     at += packet[at] == TCPOPT_NOP ? 1U : packet[at + 1]) {
		if (packet[at] == TCPOPT_NOP)
			continue;
		/* Each step goes on, and stays within. */
		if (packet[at + 1] < 2 || at + packet[at + 1] > end)
			break;
		info_option(packet + at, text, &length);
	}
	if (length)
		strcpy(text + length, ">");
	return text;
}
