// SPDX-License-Identifier: GPL-2.0
#include "answer.h"
#include "bytes.h"
#include "wire.h"

#include <linux/icmpv6.h>
#include <netinet/ip_icmp.h>
#include <string.h>

#define IPV4_FRAGMENT_OFFSET 0x1fff
#define IPV6_FRAGMENT_OFFSET 0xfff8

bool quote_parse_transport(struct probe_quote *quote, uint8_t protocol, const uint8_t *bytes,
			   size_t size)
{
	quote->protocol = protocol;
	quote->transport = bytes;
	quote->size = size;
	/* RFC 792 promises eight bytes: ports of every transport, identifier of an echo. */
	if (size < 8)
		return false;
	if (protocol == IPPROTO_ICMP || protocol == IPPROTO_ICMPV6) {
		quote->ident = be16_at(bytes + 4);
		quote->seq = be16_at(bytes + 6);
		return true;
	}
	quote->ident = be16_at(bytes);
	quote->seq = be16_at(bytes + 2);
	quote->tcp_seq = be32_at(bytes + 4);
	return true;
}

static void quote_init(struct probe_quote *quote)
{
	memset(quote, 0, sizeof(*quote));
	quote->ttl = -1;
	quote->tos = -1;
	quote->length = -1;
}

static bool quote_parse_ipv4(struct probe_quote *quote, const uint8_t *bytes, size_t size)
{
	const struct probe_family *family = probe_family_of(AF_INET);
	size_t header;

	if (size < family->header || bytes[0] >> 4 != 4)
		return false;
	header = (bytes[0] & 0xf) * 4;
	if (header < family->header || size < header)
		return false;
	probe_addr_set(&quote->from, family, bytes + 12);
	probe_addr_set(&quote->to, family, bytes + 16);
	quote->tos = bytes[1];
	quote->length = be16_at(bytes + 2);
	quote->ttl = bytes[8];
	quote->protocol = bytes[9];
	if (be16_at(bytes + 6) & IPV4_FRAGMENT_OFFSET) {
		quote->fragment = true;
		return false;
	}
	return quote_parse_transport(quote, bytes[9], bytes + header, size - header);
}

/* Where an extension header leads; every step is of eight bytes at least. */
static size_t ipv6_extension_size(uint8_t type, const uint8_t *bytes)
{
	switch (type) {
	case IPPROTO_HOPOPTS:
	case IPPROTO_ROUTING:
	case IPPROTO_DSTOPTS:
		return (bytes[1] + 1) * 8;
	case IPPROTO_AH:
		return (bytes[1] + 2) * 4;
	case IPPROTO_FRAGMENT:
		return 8;
	default:
		return 0;
	}
}

static bool quote_parse_ipv6(struct probe_quote *quote, const uint8_t *bytes, size_t size)
{
	const struct probe_family *family = probe_family_of(AF_INET6);
	size_t at = family->header;
	uint8_t next;
	size_t step;

	if (size < at || bytes[0] >> 4 != 6)
		return false;
	probe_addr_set(&quote->from, family, bytes + 8);
	probe_addr_set(&quote->to, family, bytes + 24);
	quote->tos = (be16_at(bytes) >> 4) & 0xff;
	quote->length = be16_at(bytes + 4) + at;
	quote->ttl = bytes[7];
	for (next = bytes[6]; size - at >= 8; next = bytes[at], at += step) {
		step = ipv6_extension_size(next, bytes + at);
		if (!step)
			return quote_parse_transport(quote, next, bytes + at, size - at);
		if (next == IPPROTO_FRAGMENT && be16_at(bytes + at + 2) & IPV6_FRAGMENT_OFFSET) {
			quote->fragment = true;
			break;
		}
		if (step > size - at)
			break;
	}
	quote->protocol = next;
	return false;
}

bool quote_parse(struct probe_quote *quote, const struct probe_family *family, const uint8_t *bytes,
		 size_t size)
{
	quote_init(quote);
	return family->af == AF_INET6 ? quote_parse_ipv6(quote, bytes, size)
				      : quote_parse_ipv4(quote, bytes, size);
}

/* Skip the IPv4 header that a raw socket delivers; false if there is none. */
static bool answer_skip_ip(struct probe_answer *answer, const uint8_t **bytes, size_t *size)
{
	const uint8_t *ip = *bytes;
	size_t header;

	if (*size < 20 || ip[0] >> 4 != 4)
		return false;
	header = (ip[0] & 0xf) * 4;
	if (header < 20 || *size < header)
		return false;
	answer->tos = ip[1];
	answer->ttl = ip[8];
	answer->options = ip + 20;
	answer->options_size = header - 20;
	*bytes += header;
	*size -= header;
	return true;
}

static enum answer_kind kind_of_ipv4(uint8_t type)
{
	switch (type) {
	case ICMP_ECHOREPLY:
		return ANSWER_ECHO;
	case ICMP_DEST_UNREACH:
	case ICMP_SOURCE_QUENCH:
	case ICMP_TIME_EXCEEDED:
	case ICMP_PARAMETERPROB:
		return ANSWER_ERROR;
	case ICMP_REDIRECT:
		return ANSWER_REDIRECT;
	default:
		return ANSWER_OTHER;
	}
}

/* RFC 4443 2.1: errors have the high bit clear. */
static enum answer_kind kind_of_ipv6(uint8_t type)
{
	if (type == ICMPV6_ECHO_REPLY)
		return ANSWER_ECHO;
	return type & 0x80 ? ANSWER_OTHER : ANSWER_ERROR;
}

/* What means something of the word behind the header: RFC 4884 has a length in the rest. */
static uint32_t info_of(const struct probe_family *family, const uint8_t *bytes)
{
	uint8_t type = bytes[0];

	if (family->af == AF_INET6)
		return type == ICMPV6_PKT_TOOBIG || type == ICMPV6_PARAMPROB ? be32_at(bytes + 4)
									     : 0;
	if (type == ICMP_DEST_UNREACH && bytes[1] == ICMP_FRAG_NEEDED)
		return be16_at(bytes + 6);
	if (type == ICMP_PARAMETERPROB)
		return bytes[4];
	return type == ICMP_REDIRECT ? be32_at(bytes + 4) : 0;
}

enum answer_kind answer_parse(struct probe_answer *answer, const struct probe_family *family,
			      const uint8_t *bytes, size_t size, bool with_ip)
{
	memset(answer, 0, sizeof(*answer));
	answer->ttl = -1;
	answer->tos = -1;
	quote_init(&answer->quote);
	if (with_ip && !answer_skip_ip(answer, &bytes, &size))
		return answer->kind;
	if (size < WIRE_ICMP_HEADER)
		return answer->kind;
	answer->type = bytes[0];
	answer->code = bytes[1];
	answer->ident = be16_at(bytes + 4);
	answer->seq = be16_at(bytes + 6);
	answer->info = info_of(family, bytes);
	answer->payload = bytes + WIRE_ICMP_HEADER;
	answer->size = size - WIRE_ICMP_HEADER;
	if (family->af == AF_INET) {
		answer->bad_checksum = wire_checksum(bytes, size, 0) != 0;
		answer->kind = kind_of_ipv4(answer->type);
	} else {
		answer->kind = kind_of_ipv6(answer->type);
	}
	if (answer->kind == ANSWER_ERROR || answer->kind == ANSWER_REDIRECT)
		quote_parse(&answer->quote, family, answer->payload, answer->size);
	return answer->kind;
}
