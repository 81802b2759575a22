// SPDX-License-Identifier: GPL-2.0
#include "verdict.h"

#include <arpa/inet.h>
#include <linux/icmpv6.h>
#include <netinet/ip_icmp.h>
#include <stdio.h>

#define ROWS(table) (sizeof(table) / sizeof((table)[0]))

/* A format may have one number: the error's word, or the code itself where no row has it. */
struct row {
	uint8_t type;
	uint8_t code;
	const char *format;
};

#define ANY_CODE 255

static const struct row rows_ipv4[] = {
	{ ICMP_DEST_UNREACH, ICMP_NET_UNREACH, "Destination Net Unreachable" },
	{ ICMP_DEST_UNREACH, ICMP_HOST_UNREACH, "Destination Host Unreachable" },
	{ ICMP_DEST_UNREACH, ICMP_PROT_UNREACH, "Destination Protocol Unreachable" },
	{ ICMP_DEST_UNREACH, ICMP_PORT_UNREACH, "Destination Port Unreachable" },
	{ ICMP_DEST_UNREACH, ICMP_FRAG_NEEDED, "Frag needed and DF set (mtu = %u)" },
	{ ICMP_DEST_UNREACH, ICMP_SR_FAILED, "Source Route Failed" },
	{ ICMP_DEST_UNREACH, ICMP_NET_UNKNOWN, "Destination Net Unknown" },
	{ ICMP_DEST_UNREACH, ICMP_HOST_UNKNOWN, "Destination Host Unknown" },
	{ ICMP_DEST_UNREACH, ICMP_HOST_ISOLATED, "Source Host Isolated" },
	{ ICMP_DEST_UNREACH, ICMP_NET_ANO, "Destination Net Prohibited" },
	{ ICMP_DEST_UNREACH, ICMP_HOST_ANO, "Destination Host Prohibited" },
	{ ICMP_DEST_UNREACH, ICMP_NET_UNR_TOS, "Destination Net Unreachable for Type of Service" },
	{ ICMP_DEST_UNREACH, ICMP_HOST_UNR_TOS,
	  "Destination Host Unreachable for Type of Service" },
	{ ICMP_DEST_UNREACH, ICMP_PKT_FILTERED, "Packet filtered" },
	{ ICMP_DEST_UNREACH, ICMP_PREC_VIOLATION, "Precedence Violation" },
	{ ICMP_DEST_UNREACH, ICMP_PREC_CUTOFF, "Precedence Cutoff" },
	{ ICMP_DEST_UNREACH, ANY_CODE, "Dest Unreachable, Bad Code: %u" },
	{ ICMP_SOURCE_QUENCH, ANY_CODE, "Source Quench" },
	{ ICMP_REDIRECT, ICMP_REDIR_NET, "Redirect Network" },
	{ ICMP_REDIRECT, ICMP_REDIR_HOST, "Redirect Host" },
	{ ICMP_REDIRECT, ICMP_REDIR_NETTOS, "Redirect Type of Service and Network" },
	{ ICMP_REDIRECT, ICMP_REDIR_HOSTTOS, "Redirect Type of Service and Host" },
	{ ICMP_REDIRECT, ANY_CODE, "Redirect, Bad Code: %u" },
	{ ICMP_TIME_EXCEEDED, ICMP_EXC_TTL, "Time to live exceeded" },
	{ ICMP_TIME_EXCEEDED, ICMP_EXC_FRAGTIME, "Frag reassembly time exceeded" },
	{ ICMP_TIME_EXCEEDED, ANY_CODE, "Time exceeded, Bad Code: %u" },
	{ ICMP_PARAMETERPROB, ANY_CODE, "Parameter problem: pointer = %u" },
};

static const struct row rows_ipv6[] = {
	{ ICMPV6_DEST_UNREACH, 0, "Destination unreachable: No route" },
	{ ICMPV6_DEST_UNREACH, 1, "Destination unreachable: Administratively prohibited" },
	{ ICMPV6_DEST_UNREACH, 2, "Destination unreachable: Beyond scope of source address" },
	{ ICMPV6_DEST_UNREACH, 3, "Destination unreachable: Address unreachable" },
	{ ICMPV6_DEST_UNREACH, 4, "Destination unreachable: Port unreachable" },
	{ ICMPV6_DEST_UNREACH, 5,
	  "Destination unreachable: Source address failed ingress/egress policy" },
	{ ICMPV6_DEST_UNREACH, 6, "Destination unreachable: Reject route to destination" },
	{ ICMPV6_DEST_UNREACH, ANY_CODE, "Destination unreachable: Unknown code %u" },
	{ ICMPV6_PKT_TOOBIG, ANY_CODE, "Packet too big: mtu=%u" },
	{ ICMPV6_TIME_EXCEED, 0, "Time exceeded: Hop limit" },
	{ ICMPV6_TIME_EXCEED, 1, "Time exceeded: Defragmentation failure" },
	{ ICMPV6_TIME_EXCEED, ANY_CODE, "Time exceeded: code %u" },
	{ ICMPV6_PARAMPROB, 0, "Parameter problem: Wrong header field at %u" },
	{ ICMPV6_PARAMPROB, 1, "Parameter problem: Unknown header at %u" },
	{ ICMPV6_PARAMPROB, 2, "Parameter problem: Unknown option at %u" },
	{ ICMPV6_PARAMPROB, ANY_CODE, "Parameter problem: code %u" },
};

bool verdict_is_closed(const struct probe_error *error, const struct probe_family *family)
{
	if (family->af == AF_INET)
		return error->type == ICMP_DEST_UNREACH && error->code == ICMP_PORT_UNREACH;
	return error->type == ICMPV6_DEST_UNREACH && error->code == ICMPV6_PORT_UNREACH;
}

bool verdict_is_too_big(const struct probe_error *error, const struct probe_family *family)
{
	if (family->af == AF_INET)
		return error->type == ICMP_DEST_UNREACH && error->code == ICMP_FRAG_NEEDED;
	return error->type == ICMPV6_PKT_TOOBIG;
}

static bool row_tells_code(const struct row *row, const struct probe_family *family)
{
	if (row->code != ANY_CODE)
		return false;
	if (family->af == AF_INET)
		return row->type != ICMP_PARAMETERPROB;
	return row->type != ICMPV6_PKT_TOOBIG;
}

const char *verdict_text(const struct probe_error *error, const struct probe_family *family,
			 char *text)
{
	const struct row *rows = family->af == AF_INET ? rows_ipv4 : rows_ipv6;
	size_t count = family->af == AF_INET ? ROWS(rows_ipv4) : ROWS(rows_ipv6);
	size_t i;

	for (i = 0; i < count; i++) {
		if (rows[i].type != error->type)
			continue;
		if (rows[i].code != error->code && rows[i].code != ANY_CODE)
			continue;
/* The formats are the rows above. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
		snprintf(text, VERDICT_TEXT, rows[i].format,
			 row_tells_code(&rows[i], family) ? error->code : error->info);
#pragma GCC diagnostic pop
		return text;
	}
	if (family->af == AF_INET)
		snprintf(text, VERDICT_TEXT, "Bad ICMP type: %u", error->type);
	else
		snprintf(text, VERDICT_TEXT, "unknown icmp type: %u", error->type);
	return text;
}

struct mark {
	uint8_t type;
	uint8_t code;
	const char *text;
};

static const struct mark marks_ipv4[] = {
	{ ICMP_DEST_UNREACH, ICMP_NET_UNREACH, "!N" },
	{ ICMP_DEST_UNREACH, ICMP_HOST_UNREACH, "!H" },
	{ ICMP_DEST_UNREACH, ICMP_PROT_UNREACH, "!P" },
	{ ICMP_DEST_UNREACH, ICMP_PORT_UNREACH, "" },
	{ ICMP_DEST_UNREACH, ICMP_FRAG_NEEDED, "!F-%u" },
	{ ICMP_DEST_UNREACH, ICMP_SR_FAILED, "!S" },
	{ ICMP_DEST_UNREACH, ICMP_NET_UNKNOWN, "!N" },
	{ ICMP_DEST_UNREACH, ICMP_HOST_UNKNOWN, "!H" },
	{ ICMP_DEST_UNREACH, ICMP_HOST_ISOLATED, "!N" },
	{ ICMP_DEST_UNREACH, ICMP_NET_ANO, "!X" },
	{ ICMP_DEST_UNREACH, ICMP_HOST_ANO, "!X" },
	{ ICMP_DEST_UNREACH, ICMP_NET_UNR_TOS, "!N" },
	{ ICMP_DEST_UNREACH, ICMP_HOST_UNR_TOS, "!H" },
	{ ICMP_DEST_UNREACH, ICMP_PKT_FILTERED, "!X" },
	{ ICMP_DEST_UNREACH, ICMP_PREC_VIOLATION, "!V" },
	{ ICMP_DEST_UNREACH, ICMP_PREC_CUTOFF, "!C" },
};

static const struct mark marks_ipv6[] = {
	{ ICMPV6_DEST_UNREACH, 0, "!N" }, { ICMPV6_DEST_UNREACH, 1, "!X" },
	{ ICMPV6_DEST_UNREACH, 2, "!H" }, { ICMPV6_DEST_UNREACH, 3, "!H" },
	{ ICMPV6_DEST_UNREACH, 4, "" },	  { ICMPV6_PKT_TOOBIG, 0, "!F-%u" },
};

bool verdict_mark(const struct probe_error *error, const struct probe_family *family, char *text)
{
	const struct mark *marks = family->af == AF_INET ? marks_ipv4 : marks_ipv6;
	size_t count = family->af == AF_INET ? ROWS(marks_ipv4) : ROWS(marks_ipv6);
	uint8_t unreachable = family->af == AF_INET ? ICMP_DEST_UNREACH : ICMPV6_DEST_UNREACH;
	uint8_t exceeded = family->af == AF_INET ? ICMP_TIME_EXCEEDED : ICMPV6_TIME_EXCEED;
	size_t i;

	text[0] = '\0';
	if (error->type == exceeded && !error->code)
		return false;
	for (i = 0; i < count; i++) {
		if (marks[i].type != error->type || marks[i].code != error->code)
			continue;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
		snprintf(text, VERDICT_MARK, marks[i].text, error->info);
#pragma GCC diagnostic pop
		return true;
	}
	if (error->type == unreachable)
		snprintf(text, VERDICT_MARK, "!<%u>", error->code);
	else
		snprintf(text, VERDICT_MARK, "!<%u-%u>", error->type, error->code);
	return true;
}
