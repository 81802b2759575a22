// SPDX-License-Identifier: GPL-2.0
#include "finding.h"

#include "../probe/scope.h"

#include <linux/ip_vs.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define LINK_TEXT (3 * WAY_LINK)

static struct finding *found(struct findings *findings, enum finding_kind kind, const char *matter,
			     const char *format, ...) __attribute__((format(printf, 4, 5)));

static struct finding *found(struct findings *findings, enum finding_kind kind, const char *matter,
			     const char *format, ...)
{
	struct finding *finding = &findings->items[findings->count];
	va_list args;

	/* Each matter is judged once: there is room for all. */
	if (findings->count < FINDINGS_MAX - 1)
		findings->count++;
	memset(finding, 0, sizeof(*finding));
	finding->kind = kind;
	finding->matter = matter;
	va_start(args, format);
	vsnprintf(finding->evidence, sizeof(finding->evidence), format, args);
	va_end(args);
	return finding;
}

static void mend(struct finding *finding, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void mend(struct finding *finding, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(finding->mend, sizeof(finding->mend), format, args);
	va_end(args);
}

static const char *link_text(const struct knock_answer *answer, char *text)
{
	unsigned int i;

	snprintf(text, LINK_TEXT, "nobody");
	for (i = 0; i < answer->link_size; i++)
		snprintf(text + 3 * i, LINK_TEXT - 3 * i, "%02x%s", answer->link[i],
			 i + 1 < answer->link_size ? ":" : "");
	return text;
}

static bool is_nat(const struct evidence *evidence)
{
	return evidence->method == IP_VS_CONN_F_MASQ;
}

static unsigned int bits(const union probe_addr *addr)
{
	return (unsigned int)probe_family_of(addr->any.sa_family)->address_size * 8;
}

static void judge_way(struct findings *findings, const struct evidence *evidence)
{
	char hop[PROBE_ADDR_TEXT];
	char server[PROBE_ADDR_TEXT];

	probe_addr_text(&evidence->way.hop, hop);
	probe_addr_text(&evidence->server, server);
	switch (evidence->state) {
	case WAY_NO_ROUTE:
		mend(found(findings, FINDING_FAULT, "route", "the director has no route to %s",
			   server),
		     "ip route add %s/%u via GATEWAY", server, bits(&evidence->server));
		break;
	case WAY_NO_NEIGHBOUR:
		mend(found(findings, FINDING_FAULT, "neighbour",
			   "%s does not answer for its link address on %s", hop,
			   evidence->way.name),
		     "ip neigh show to %s dev %s", hop, evidence->way.name);
		break;
	case WAY_FAILED:
		found(findings, FINDING_UNKNOWN, "route", "the kernel does not tell the way to it");
		break;
	default:
		break;
	}
}

static void told_error(const struct knock_answer *answer, char *text)
{
	verdict_text(&answer->error, probe_family_of(answer->by.any.sa_family), text);
}

/* What listens on the port is the server's to say. */
static void mend_listener(struct finding *finding, const struct evidence *evidence,
			  const union probe_addr *addr)
{
	char text[PROBE_ADDR_TEXT];

	char kind = evidence->protocol == IPPROTO_UDP	 ? 'u'
		    : evidence->protocol == IPPROTO_SCTP ? 'S'
							 : 't';

	mend(finding, "on the server: ss -ln%c sport = :%u  # must show *:%u or %s:%u", kind,
	     probe_addr_port(addr), probe_addr_port(addr), probe_addr_text(addr, text),
	     probe_addr_port(addr));
}

static void judge_port(struct findings *findings, const struct evidence *evidence)
{
	unsigned int port = probe_addr_port(&evidence->server);
	char error[VERDICT_TEXT];

	switch (evidence->port.state) {
	case KNOCK_OPEN:
		found(findings, FINDING_FINE, "port", "port %u answers", port);
		break;
	case KNOCK_CLOSED:
		mend_listener(found(findings, FINDING_FAULT, "port",
				    "nothing listens on port %u: it refuses", port),
			      evidence, &evidence->server);
		break;
	case KNOCK_REFUSED:
		told_error(&evidence->port, error);
		mend(found(findings, FINDING_FAULT, "port", "port %u: %s", port, error),
		     "on the server: nft list ruleset");
		break;
	default:
		/* A datagram that asks nothing need not be answered. */
		if (evidence->protocol == IPPROTO_UDP)
			found(findings, FINDING_FINE, "port", "port %u does not refuse", port);
		else
			mend(found(findings, FINDING_FAULT, "port", "port %u stays silent", port),
			     "on the server: nft list ruleset");
		break;
	}
}

static const char *tunnel_kind(const struct evidence *evidence)
{
	bool six = evidence->server.any.sa_family == AF_INET6;

	if (evidence->tunnel == FRAME_GRE)
		return six ? "ip6gre" : "gre";
	if (six)
		return "ip6tnl mode any";
	return evidence->vip.any.sa_family == AF_INET6 ? "sit" : "ipip";
}

/* One of each kind may be wanted: the name tells which it is. */
static void tunnel_name(const struct evidence *evidence, char *name)
{
	const char *kind = tunnel_kind(evidence);

	snprintf(name, IF_NAMESIZE, "lvs-%.*s", (int)strcspn(kind, " "), kind);
}

static void mend_tunnel(struct finding *finding, const struct evidence *evidence)
{
	const char *kind = tunnel_kind(evidence);
	bool six = evidence->server.any.sa_family == AF_INET6;
	char device[IF_NAMESIZE];
	char gue[48] = "";
	char server[PROBE_ADDR_TEXT];

	tunnel_name(evidence, device);
	if (evidence->tunnel == FRAME_GUE)
		snprintf(gue, sizeof(gue), "ip fou add port %u gue%s && ", evidence->tunnel_port,
			 six ? " -6" : "");
	mend(finding,
	     "on the server: %sip link add %s type %s local %s remote any && ip link set %s up && sysctl -w net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.%s.rp_filter=0",
	     gue, device, kind, probe_addr_text(&evidence->server, server), device, device);
}

static void mend_address(struct finding *finding, const struct evidence *evidence)
{
	char vip[PROBE_ADDR_TEXT];

	mend(finding,
	     "on the server: sysctl -w net.ipv4.conf.all.arp_ignore=1 net.ipv4.conf.all.arp_announce=2 && ip address add %s/%u dev lo",
	     probe_addr_text(&evidence->vip, vip), bits(&evidence->vip));
}

/* The greater of both holds; a device without an address is dropped from even by 2. */
static void mend_reverse(struct finding *finding, const struct evidence *evidence)
{
	char device[IF_NAMESIZE];

	tunnel_name(evidence, device);
	mend(finding,
	     "on the server: sysctl -w net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.%s.rp_filter=0  # by its tunnel's name",
	     device);
}

static void judge_silence(struct findings *findings, const struct evidence *evidence,
			  const char *how)
{
	char vip[PROBE_ADDR_TEXT];

	probe_addr_text(&evidence->vip, vip);
	if (evidence->inner.state == KNOCK_SILENT)
		mend_reverse(
			found(findings, FINDING_FAULT, "self-test",
			      "nothing that the tunnel carries is answered: rp_filter, or a filter, drops what comes out of it"),
			evidence);
	else if (evidence->protocol == IPPROTO_UDP)
		found(findings, FINDING_UNKNOWN, "self-test", "silent for %s, as UDP may be", vip);
	else
		mend_address(
			found(findings, FINDING_FAULT, "self-test",
			      "asked %s, silent for %s: does it have that address?%s", how, vip,
			      evidence->inner.state == KNOCK_OPEN ? " Its own answers in the tunnel"
								  : ""),
			evidence);
}

/* Does a server that is not NAT take what is for the virtual address? */
static void judge_virtual(struct findings *findings, const struct evidence *evidence)
{
	const char *how = evidence->tunnel == FRAME_PLAIN ? "by its link address" : "by the tunnel";
	char vip[PROBE_ADDR_TEXT];
	char error[VERDICT_TEXT];

	probe_addr_text(&evidence->vip, vip);
	switch (evidence->port.state) {
	case KNOCK_UNTRIED:
		found(findings, FINDING_UNKNOWN, "self-test",
		      "%s has no address of that family to ask from", evidence->way.name);
		break;
	case KNOCK_OPEN:
		found(findings, FINDING_FINE, "self-test", "answers for %s:%u, asked %s", vip,
		      probe_addr_port(&evidence->vip), how);
		break;
	case KNOCK_CLOSED:
		mend_listener(found(findings, FINDING_FAULT, "self-test",
				    "has %s, but nothing listens on its port %u", vip,
				    probe_addr_port(&evidence->vip)),
			      evidence, &evidence->vip);
		break;
	case KNOCK_REFUSED:
		told_error(&evidence->port, error);
		if (evidence->tunnel == FRAME_PLAIN)
			mend_address(found(findings, FINDING_FAULT, "self-test",
					   "asked %s for %s: %s", how, vip, error),
				     evidence);
		else
			mend_tunnel(found(findings, FINDING_FAULT, "self-test",
					  "no end of the tunnel: %s", error),
				    evidence);
		break;
	default:
		judge_silence(findings, evidence, how);
		break;
	}
}

/* Did the answer come as the one to our inside address did? */
static bool same_way(const struct knock_answer *a, const struct knock_answer *b)
{
	return a->device == b->device && a->link_size == b->link_size &&
	       !memcmp(a->link, b->link, a->link_size);
}

static bool answers(const struct knock_answer *answer)
{
	return answer->state == KNOCK_OPEN || answer->state == KNOCK_CLOSED;
}

/* So many without a reply are no accident; of UDP none need come. */
#define COUNTED_LEAST 100

static void judge_counters(struct findings *findings, const struct evidence *evidence)
{
	char source[PROBE_ADDR_TEXT];

	if (evidence->protocol != IPPROTO_UDP && evidence->totals.in_packets >= COUNTED_LEAST &&
	    !evidence->totals.out_packets)
		mend(found(findings, FINDING_FAULT, "return",
			   "%llu packets of clients went to it, no reply came back",
			   (unsigned long long)evidence->totals.in_packets),
		     "on the server: ip route replace default via %s",
		     probe_addr_text(&evidence->way.source, source));
	else if (evidence->totals.out_packets)
		found(findings, FINDING_FINE, "return",
		      "%llu packets of clients went to it, %llu replies came back",
		      (unsigned long long)evidence->totals.in_packets,
		      (unsigned long long)evidence->totals.out_packets);
	else
		found(findings, FINDING_UNKNOWN, "return",
		      "which way clients' replies go does not show: --client ADDRESS asks as one");
}

/* NAT: what is asked by a foreign address goes where the server's route leads, here or past us. */
static void judge_return(struct findings *findings, const struct evidence *evidence)
{
	const struct knock_answer *outside = &evidence->outside;
	const char *device;
	char source[PROBE_ADDR_TEXT];
	char asker[PROBE_ADDR_TEXT];
	char link[LINK_TEXT];
	struct finding *finding;

	if (!answers(&evidence->port)) {
		found(findings, FINDING_UNKNOWN, "return", "no reply to follow");
		return;
	}
	if (outside->state == KNOCK_UNTRIED) {
		judge_counters(findings, evidence);
		return;
	}
	probe_addr_text(&evidence->asker, asker);
	/* What is for a client comes here only to pass; the rest is ours, whichever way it comes. */
	if (answers(outside) && (evidence->as_client || same_way(outside, &evidence->port))) {
		device = scope_name((unsigned int)outside->device);
		found(findings, FINDING_FINE, "return", "replies to %s come back by %s", asker,
		      device ? device : evidence->way.name);
		return;
	}
	if (answers(outside))
		finding = found(findings, FINDING_FAULT, "return",
				"replies to %s do not come by %s but from %s", asker,
				evidence->way.name, link_text(outside, link));
	else
		finding = found(findings, FINDING_FAULT, "return",
				"replies to %s do not come back; those to the director's inside do",
				asker);
	mend(finding, "on the server: ip route replace default via %s",
	     probe_addr_text(&evidence->way.source, source));
}

/* Not NAT: replies are the virtual address's own, which the director takes from nobody. */
static void judge_stray(struct findings *findings, const struct evidence *evidence)
{
	const struct knock_answer *outside = &evidence->outside;
	char asker[PROBE_ADDR_TEXT];
	char link[LINK_TEXT];

	if (!answers(&evidence->port))
		return;
	probe_addr_text(&evidence->asker, asker);
	if (outside->state == KNOCK_UNTRIED)
		found(findings, FINDING_UNKNOWN, "return",
		      "which way clients' replies go does not show: --client ADDRESS asks as one");
	else if (answers(outside) && (evidence->as_client || same_way(outside, &evidence->port)))
		mend(found(findings, FINDING_FAULT, "return",
			   "replies to %s come to the director, which drops what bears its own address",
			   asker),
		     "on the server: ip route replace default via ROUTER  # the clients', not the director");
	else if (answers(outside))
		found(findings, FINDING_FINE, "return",
		      "replies to %s go another way: they come from %s", asker,
		      link_text(outside, link));
	else
		found(findings, FINDING_FINE, "return", "replies to %s do not come to the director",
		      asker);
}

static void judge_reverse(struct findings *findings, const struct evidence *evidence)
{
	const char *device = scope_name((unsigned int)evidence->strict);

	if (evidence->strict)
		mend(found(findings, FINDING_FAULT, "rp_filter",
			   "replies come by %s, the route to it leads by %s: the director drops them",
			   device ? device : "another interface", evidence->way.name),
		     "sysctl -w net.ipv4.conf.%s.rp_filter=2", device ? device : "all");
}

static void judge_forwarding(struct findings *findings, const struct evidence *evidence)
{
	const char *name = evidence->vip.any.sa_family == AF_INET ? "net.ipv4.ip_forward"
								  : "net.ipv6.conf.all.forwarding";

	if (evidence->forwarding)
		found(findings, FINDING_FINE, "forwarding", "%s is on", name);
	else
		mend(found(findings, FINDING_FAULT, "forwarding",
			   "%s is 0: replies of the server stop at the director", name),
		     "sysctl -w %s=1", name);
}

bool findings_know_mtu(const struct knock_answer *full)
{
	return full->state == KNOCK_OPEN ||
	       (full->state == KNOCK_REFUSED && full->error.info &&
		verdict_is_too_big(&full->error, probe_family_of(full->by.any.sa_family)));
}

#define SEGMENT_TEXT 96
#define TCP_HEADER   20

/* Does what the server's SYN-ACK has clients send fit into so many bytes? */
static const char *segment_text(const struct evidence *evidence, size_t room, char *text)
{
	size_t headers = probe_family_of(evidence->vip.any.sa_family)->header + TCP_HEADER;
	unsigned int mss = evidence->port.mss;

	text[0] = '\0';
	if (mss && room > headers && mss + headers > room)
		snprintf(text, SEGMENT_TEXT,
			 "; clients' segments of %u (its MSS) do not fit: %zu would", mss,
			 room - headers);
	return text;
}

static void judge_full(struct findings *findings, const struct evidence *evidence, size_t overhead)
{
	char text[SEGMENT_TEXT];

	if (overhead)
		found(findings, FINDING_FINE, "mtu",
		      "%u bytes get through, %zu of them for what is in the tunnel%s",
		      evidence->mtu, evidence->mtu - overhead,
		      segment_text(evidence, evidence->mtu - overhead, text));
	else
		found(findings, FINDING_FINE, "mtu", "%u bytes get through", evidence->mtu);
}

static void judge_mtu(struct findings *findings, const struct evidence *evidence)
{
	const struct probe_family *family = probe_family_of(evidence->server.any.sa_family);
	size_t overhead = frame_overhead(evidence->tunnel, family);
	char server[PROBE_ADDR_TEXT];
	char text[SEGMENT_TEXT];
	char hop[PROBE_ADDR_TEXT];
	struct finding *finding;

	if (evidence->echo.state != KNOCK_OPEN) {
		found(findings, FINDING_UNKNOWN, "mtu", "it does not answer echo requests");
		return;
	}
	if (evidence->full.state == KNOCK_OPEN) {
		judge_full(findings, evidence, overhead);
		return;
	}
	if (findings_know_mtu(&evidence->full)) {
		found(findings, FINDING_FINE, "mtu",
		      "%u of %u bytes get through, as a router tells", evidence->full.error.info,
		      evidence->mtu);
		return;
	}
	finding =
		found(findings, FINDING_FAULT, "mtu",
		      "black hole: of %u bytes %u get through, and nobody tells%s", evidence->mtu,
		      evidence->carried,
		      segment_text(evidence,
				   evidence->carried > overhead ? evidence->carried - overhead : 0,
				   text));
	probe_addr_text(&evidence->server, server);
	mend(finding, "ip route replace %s/%u %s%s%sdev %s mtu %u", server, bits(&evidence->server),
	     evidence->way.on_link ? "" : "via ",
	     evidence->way.on_link ? "" : probe_addr_text(&evidence->way.hop, hop),
	     evidence->way.on_link ? "" : " ", evidence->way.name, evidence->carried);
}

void findings_judge(struct findings *findings, const struct evidence *evidence)
{
	findings->count = 0;
	if (evidence->state != WAY_FOUND) {
		judge_way(findings, evidence);
		return;
	}
	if (evidence->way.local) {
		found(findings, FINDING_FINE, "route", "the director itself");
		return;
	}
	if (is_nat(evidence)) {
		judge_port(findings, evidence);
		judge_forwarding(findings, evidence);
		judge_return(findings, evidence);
		judge_reverse(findings, evidence);
	} else {
		judge_virtual(findings, evidence);
		judge_stray(findings, evidence);
	}
	judge_mtu(findings, evidence);
}

/* The server whose link address it is, "" for none. */
static const char *claimant_text(const struct knock_answer *claim, const struct evidence *servers,
				 size_t count, char *text)
{
	const struct way *way;
	size_t i;

	for (i = 0; i < count; i++) {
		way = &servers[i].way;
		if (way->on_link && way->device == claim->device &&
		    way->link_size == claim->link_size &&
		    !memcmp(way->link, claim->link, claim->link_size)) {
			probe_addr_text(&servers[i].server, text);
			strcat(text, ", ");
			return text;
		}
	}
	return "";
}

static void judge_claim(struct findings *findings, const struct knock_link *on,
			const struct knock_answer *claim, const struct evidence *servers,
			size_t count)
{
	const union probe_addr *vip = &servers->vip;
	char server[PROBE_ADDR_TEXT + 2];
	char text[PROBE_ADDR_TEXT];
	char link[LINK_TEXT];
	struct finding *finding;

	probe_addr_text(vip, text);
	finding = found(findings, FINDING_FAULT, "arp", "%s%s on %s claims %s too",
			claimant_text(claim, servers, count, server), link_text(claim, link),
			on->name, text);
	if (vip->any.sa_family == AF_INET)
		mend(finding,
		     "on that host: sysctl -w net.ipv4.conf.all.arp_ignore=1 net.ipv4.conf.all.arp_announce=2");
	else
		mend(finding,
		     "on that host: ip address add %s/128 dev lo, and from no other device", text);
}

void findings_judge_arp(struct findings *findings, const struct knock_link *links, size_t count,
			const struct knock_claims *claims, const struct evidence *servers,
			size_t server_count)
{
	char vip[PROBE_ADDR_TEXT];
	size_t before;
	size_t i;
	size_t j;

	probe_addr_text(&servers->vip, vip);
	for (i = 0; i < count; i++) {
		before = findings->count;
		for (j = 0; j < claims->count; j++) {
			if (claims->items[j].device == links[i].device)
				judge_claim(findings, &links[i], &claims->items[j], servers,
					    server_count);
		}
		if (!links[i].asked)
			found(findings, FINDING_UNKNOWN, "arp", "%s cannot be asked on %s", vip,
			      links[i].name);
		else if (findings->count == before)
			found(findings, FINDING_FINE, "arp", "nobody else on %s claims %s",
			      links[i].name, vip);
	}
}

int findings_worst(const struct findings *findings)
{
	int worst = 0;
	size_t i;

	for (i = 0; i < findings->count; i++) {
		if (findings->items[i].kind == FINDING_FAULT)
			return 1;
		if (findings->items[i].kind == FINDING_UNKNOWN)
			worst = 2;
	}
	return worst;
}
