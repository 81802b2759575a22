// SPDX-License-Identifier: GPL-2.0
/*
 * FTP behind NAT. A client's data connection must find the server of its
 * control connection, and a server tells its clients an address that is not
 * theirs to know: so control connections are read, and where a server names
 * its address and port, others are put in their place. What clients say needs
 * no change: servers see their true addresses.
 *
 * Lines are read as segments of the stream in order, so that nobody can pass
 * the middle of a line off as a line; one that is cut into segments is not read.
 */
#include "ftp.h"

#include "track.h"

#include "../base/compat.h"
#include "../base/csum.h"
#include "../proto/ftp.h"
#include "../proto/tcp.h"
#include "../tables/expected.h"
#include "../tables/service.h"
#include "../tables/session.h"

#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/tcp.h>
#include <net/checksum.h>
#include <net/dst.h>
#include <net/tcp.h>

/* Commands stand at the head of their segment, and the longest of ours has 60 bytes. */
#define LVS_FTP_COMMANDS_MAX 256
/* Replies of more bytes than this are text, in which no address is looked for. */
#define LVS_FTP_REPLIES_MAX 4096

/* A segment of the control connection. */
struct lvs_ftp_segment {
	struct sk_buff *skb;
	unsigned int transport; /* offsets from skb->data */
	unsigned int payload;
	unsigned int length; /* of the payload */
	u32 seq;	     /* of the payload's first byte, as its sender counts */
};

static struct tcphdr *lvs_ftp_header(const struct lvs_ftp_segment *segment)
{
	return (struct tcphdr *)(segment->skb->data + segment->transport);
}

/* False where headers lie: then there is nothing to read. */
static bool lvs_ftp_segment_init(struct lvs_ftp_segment *segment, struct sk_buff *skb,
				 const struct lvs_packet *packet)
{
	const struct tcphdr *th;
	struct tcphdr buffer;

	th = skb_header_pointer(skb, packet->offset, sizeof(buffer), &buffer);
	if (!th || th->doff * 4 < sizeof(*th) || skb->len < packet->offset + th->doff * 4)
		return false;
	segment->skb = skb;
	segment->transport = packet->offset;
	segment->payload = packet->offset + th->doff * 4;
	segment->length = skb->len - segment->payload;
	segment->seq = ntohl(th->seq) + th->syn;
	return true;
}

/* What changes of the headers and the payload up to @end adds to the checksum. */
static __wsum lvs_ftp_sum(const struct lvs_ftp_segment *segment, unsigned int end)
{
	return csum_partial(lvs_ftp_header(segment), end - segment->transport, 0);
}

static void lvs_ftp_update_check(const struct lvs_ftp_segment *segment, __wsum before, __wsum after)
{
	struct tcphdr *th = lvs_ftp_header(segment);

	/* What hardware will sum has no part in it yet. */
	if (segment->skb->ip_summed != CHECKSUM_PARTIAL)
		th->check = lvs_csum_apply(th->check, csum_sub(after, before));
}

static void lvs_ftp_say_block(u8 *block, const struct lvs_edits *edits)
{
	u32 left = lvs_edits_said(edits, get_unaligned_be32(block), LVS_EDIT_UP);
	u32 right = lvs_edits_said(edits, get_unaligned_be32(block + 4), LVS_EDIT_DOWN);

	put_unaligned_be32(left, block);
	put_unaligned_be32(right, block + 4);
}

/* The blocks of a SACK option (RFC 2018), wherever it stands. */
static void lvs_ftp_say_sack(const struct lvs_ftp_segment *segment, const struct lvs_edits *edits)
{
	u8 *option = segment->skb->data + segment->transport + sizeof(struct tcphdr);
	u8 *end = segment->skb->data + segment->payload;
	u8 *block;

	while (option < end && *option != TCPOPT_EOL) {
		if (*option == TCPOPT_NOP) {
			option++;
			continue;
		}
		if (end - option < 2 || option[1] < 2 || option[1] > end - option)
			return;
		if (*option == TCPOPT_SACK) {
			for (block = option + TCPOLEN_SACK_BASE;
			     block + TCPOLEN_SACK_PERBLOCK <= option + option[1];
			     block += TCPOLEN_SACK_PERBLOCK)
				lvs_ftp_say_block(block, edits);
		}
		option += option[1];
	}
}

/* The client acknowledges what it was told: to the server, that is what it has said. */
static enum lvs_reason lvs_ftp_acknowledge(const struct lvs_ftp_segment *segment,
					   const struct lvs_edits *edits)
{
	struct tcphdr *th;
	__wsum before;

	if (skb_ensure_writable(segment->skb, segment->payload))
		return LVS_REASON_NOT_WRITABLE;
	th = lvs_ftp_header(segment);
	if (!th->ack)
		return LVS_REASON_NONE;
	before = lvs_ftp_sum(segment, segment->payload);
	th->ack_seq = htonl(lvs_edits_said(edits, ntohl(th->ack_seq), LVS_EDIT_DOWN));
	lvs_ftp_say_sack(segment, edits);
	lvs_ftp_update_check(segment, before, lvs_ftp_sum(segment, segment->payload));
	return LVS_REASON_NONE;
}

/* May a client be called there? At its own address, and at no port of a privileged service. */
static bool lvs_ftp_is_clients(const struct lvs_ftp_place *place, const struct lvs_conn *conn)
{
	const struct lvs_flow *request = lvs_conn_flow(conn, LVS_DIR_REQUEST);

	return place->family == request->family && ntohs(place->port) >= LVS_PORT_UNPRIVILEGED &&
	       lvs_addr_equal(place->addr.ip6, lvs_flow_addr(request, LVS_FLOW_SADDR),
			      request->family);
}

static void lvs_ftp_take_command(struct lvs_net *lnet, const struct lvs_conn *conn,
				 const char *line, unsigned int length)
{
	struct lvs_session *session = conn->session;
	struct lvs_ftp_place place;

	switch (lvs_ftp_parse_command(line, length, &place)) {
	case LVS_FTP_ASKS:
		session->asked = true;
		break;
	case LVS_FTP_CLIENT_WAITS:
		session->asked = false;
		if (lvs_ftp_is_clients(&place, conn))
			lvs_expected_add_active(lnet, conn, place.port);
		break;
	default:
		break;
	}
}

static void lvs_ftp_take_commands(struct lvs_net *lnet, const struct lvs_conn *conn,
				  const struct lvs_ftp_segment *segment)
{
	unsigned int left = min_t(unsigned int, segment->length, LVS_FTP_COMMANDS_MAX);
	char buffer[LVS_FTP_COMMANDS_MAX];
	unsigned int length;
	const char *line;

	line = skb_header_pointer(segment->skb, segment->payload, left, buffer);
	if (!line)
		return;
	for (; (length = lvs_ftp_line(line, left)); line += length, left -= length)
		lvs_ftp_take_command(lnet, conn, line, length);
}

enum lvs_reason lvs_ftp_request(struct lvs_net *lnet, struct sk_buff *skb,
				const struct lvs_packet *packet, const struct lvs_conn *conn)
{
	enum lvs_reason reason = LVS_REASON_NONE;
	struct lvs_session *session = conn->session;
	struct lvs_ftp_segment segment;

	if (!lvs_ftp_segment_init(&segment, skb, packet))
		return LVS_REASON_NONE;
	spin_lock_bh(&session->lock);
	lvs_ftp_take_commands(lnet, conn, &segment);
	if (lvs_edits_any(&session->edits)) {
		lvs_track_be_liberal(skb);
		reason = lvs_ftp_acknowledge(&segment, &session->edits);
	}
	spin_unlock_bh(&session->lock);
	return reason;
}

/* Is it the server itself that waits there, by its own address or by the virtual one? */
static bool lvs_ftp_is_servers(enum lvs_ftp_word word, const struct lvs_ftp_place *place,
			       const struct lvs_conn *conn)
{
	const struct lvs_flow *reply = lvs_conn_flow(conn, LVS_DIR_REPLY);

	if (ntohs(place->port) < LVS_PORT_UNPRIVILEGED)
		return false;
	if (word == LVS_FTP_SERVER_WAITS_HERE)
		return true;
	return place->family == reply->family &&
	       (lvs_addr_equal(place->addr.ip6, lvs_flow_addr(reply, LVS_FLOW_SADDR),
			       reply->family) ||
		lvs_addr_equal(place->addr.ip6, lvs_flow_addr(reply, LVS_FLOW_NEW_SADDR),
			       reply->family));
}

/* Can the packet be so much longer on its way out? Segments that were merged are cut anew. */
static bool lvs_ftp_may_grow(const struct sk_buff *skb, unsigned int growth)
{
	const struct dst_entry *dst = skb_dst(skb);

	return skb_is_gso(skb) || (dst && skb->len + growth <= dst_mtu(dst));
}

/* The server waits: expect its client there, and note what it shall be told. */
static void lvs_ftp_take_place(struct lvs_net *lnet, const struct lvs_conn *conn,
			       const struct sk_buff *skb, u32 seq, const char *line,
			       enum lvs_ftp_word word, const struct lvs_ftp_place *place)
{
	const struct lvs_flow *reply = lvs_conn_flow(conn, LVS_DIR_REPLY);
	struct lvs_session *session = conn->session;
	char text[LVS_FTP_TEXT_MAX];
	union nf_inet_addr vaddr;
	unsigned int length;
	__be16 vport;

	if (!lvs_ftp_is_servers(word, place, conn) || place->length > LVS_EDIT_TEXT_MAX ||
	    !lvs_ftp_may_grow(skb, LVS_FTP_TEXT_MAX) ||
	    !lvs_expected_add_passive(lnet, conn, place->port, &vport))
		return;
	lvs_addr_set(&vaddr, lvs_flow_addr(reply, LVS_FLOW_NEW_SADDR), reply->family);
	length = lvs_ftp_print(word, &vaddr, vport, text);
	if (length != place->length || memcmp(line + place->at, text, length))
		lvs_edits_add(&session->edits, seq + place->at, place->length, text, length);
}

static void lvs_ftp_take_replies(struct lvs_net *lnet, const struct lvs_conn *conn,
				 const struct lvs_ftp_segment *segment, unsigned int skip)
{
	const char *payload = (const char *)segment->skb->data + segment->payload;
	struct lvs_session *session = conn->session;
	struct lvs_ftp_place place;
	enum lvs_ftp_word word;
	unsigned int length;

	for (; session->asked && skip < segment->length; skip += length) {
		length = lvs_ftp_line(payload + skip, segment->length - skip);
		if (!length)
			return;
		word = lvs_ftp_parse_reply(payload + skip, length, &place);
		if (word == LVS_FTP_OTHER)
			continue;
		session->asked = false;
		lvs_ftp_take_place(lnet, conn, segment->skb, segment->seq + skip, payload + skip,
				   word, &place);
	}
}

/* The new bytes of a segment are in: where is the stream now? */
static void lvs_ftp_advance(struct lvs_session *session, const struct lvs_ftp_segment *segment)
{
	char last;

	session->next = segment->seq + segment->length;
	session->known = true;
	if (segment->length &&
	    !skb_copy_bits(segment->skb, segment->payload + segment->length - 1, &last, 1))
		session->midline = last != '\n';
	lvs_edits_advance(&session->edits, session->next);
}

/* A server that begins anew has said nothing yet; one that repeats itself has. */
static void lvs_ftp_begin(struct lvs_session *session, u32 seq)
{
	if (session->known && session->first == seq)
		return;
	memset(&session->edits, 0, sizeof(session->edits));
	session->first = seq;
	session->next = seq;
	session->known = true;
	session->midline = false;
}

/*
 * Read what is new. A segment ahead of one that was lost, while the client
 * waits for an answer that must not reach it unread, is to be sent once more.
 */
static enum lvs_reason lvs_ftp_listen(struct lvs_net *lnet, const struct lvs_conn *conn,
				      const struct lvs_ftp_segment *segment)
{
	struct lvs_session *session = conn->session;
	u32 seen = session->next - segment->seq;

	if (!session->known) {
		lvs_ftp_advance(session, segment);
		return LVS_REASON_NONE;
	}
	if ((s32)seen < 0 && session->asked)
		return LVS_REASON_FTP_GAP;
	/* Nothing new, which includes probes of one old byte. */
	if ((s32)(seen - segment->length) >= 0)
		return LVS_REASON_NONE;
	if (session->asked && !session->midline && segment->length <= LVS_FTP_REPLIES_MAX) {
		if (skb_ensure_writable(segment->skb, segment->skb->len))
			return LVS_REASON_NOT_WRITABLE;
		lvs_ftp_take_replies(lnet, conn, segment, seen);
	}
	lvs_ftp_advance(session, segment);
	return LVS_REASON_NONE;
}

static void lvs_ftp_set_length(struct sk_buff *skb, int change, u16 family)
{
	struct iphdr *iph = ip_hdr(skb);
	struct ipv6hdr *ip6h = ipv6_hdr(skb);
	__be16 length;

	if (family == AF_INET6) {
		ip6h->payload_len = htons(ntohs(ip6h->payload_len) + change);
		return;
	}
	length = htons(ntohs(iph->tot_len) + change);
	csum_replace2(&iph->check, iph->tot_len, length);
	iph->tot_len = length;
}

/* Into how many segments it will be cut: one is none for who cuts. */
static void lvs_ftp_set_segments(struct sk_buff *skb, unsigned int length)
{
	struct skb_shared_info *info = skb_shinfo(skb);

	if (length <= info->gso_size)
		skb_gso_reset(skb);
	else
		info->gso_segs = DIV_ROUND_UP(length, info->gso_size);
}

/* Put an edit's text where it belongs; the packet is writable to its end. False for no memory. */
static bool lvs_ftp_splice(struct lvs_ftp_segment *segment, const struct lvs_edit *edit)
{
	unsigned int at = segment->payload + (edit->seq - segment->seq);
	unsigned int rest = segment->skb->len - at - edit->before;
	int growth = edit->after - edit->before;
	struct sk_buff *skb = segment->skb;

	if (growth > skb_tailroom(skb) &&
	    pskb_expand_head(skb, 0, growth - skb_tailroom(skb), GFP_ATOMIC))
		return false;
	if (growth > 0)
		skb_put(skb, growth);
	memmove(skb->data + at + edit->after, skb->data + at + edit->before, rest);
	memcpy(skb->data + at, edit->text, edit->after);
	if (growth < 0)
		__skb_trim(skb, skb->len + growth);
	return true;
}

/* As the segment covers them, last first: so those before stay where they are. */
static enum lvs_reason lvs_ftp_apply(struct lvs_ftp_segment *segment, const struct lvs_edits *edits,
				     u16 family)
{
	struct sk_buff *skb = segment->skb;
	unsigned int length = skb->len;
	__wsum before;
	u32 i;

	if (skb_ensure_writable(skb, length))
		return LVS_REASON_NOT_WRITABLE;
	before = lvs_ftp_sum(segment, length);
	for (i = edits->count; i; i--) {
		const struct lvs_edit *edit = &edits->edit[i - 1];

		if (lvs_edit_covered(edit, segment->seq, segment->length) == LVS_EDIT_INSIDE &&
		    !lvs_ftp_splice(segment, edit))
			return LVS_REASON_NOT_WRITABLE;
	}
	lvs_ftp_update_check(segment, before, lvs_ftp_sum(segment, skb->len));
	inet_proto_csum_replace2(&lvs_ftp_header(segment)->check, skb,
				 htons(length - segment->transport),
				 htons(skb->len - segment->transport), true);
	lvs_ftp_set_length(skb, skb->len - length, family);
	if (skb_is_gso(skb))
		lvs_ftp_set_segments(skb, skb->len - segment->payload);
	return LVS_REASON_NONE;
}

/* What becomes of a segment by all edits that it has part in. */
static enum lvs_edit_cover lvs_ftp_cover(const struct lvs_ftp_segment *segment,
					 const struct lvs_edits *edits)
{
	enum lvs_edit_cover cover = LVS_EDIT_OUTSIDE;
	u32 i;

	for (i = 0; i < edits->count; i++)
		cover = max(cover,
			    lvs_edit_covered(&edits->edit[i], segment->seq, segment->length));
	return cover;
}

static enum lvs_reason lvs_ftp_tell(struct lvs_ftp_segment *segment, const struct lvs_edits *edits,
				    u16 family)
{
	enum lvs_reason reason;
	struct tcphdr *th;
	__wsum before;

	switch (lvs_ftp_cover(segment, edits)) {
	case LVS_EDIT_ACROSS:
		return LVS_REASON_FTP_CUT;
	case LVS_EDIT_INSIDE:
		reason = lvs_ftp_apply(segment, edits, family);
		break;
	default:
		reason = skb_ensure_writable(segment->skb, segment->payload)
				 ? LVS_REASON_NOT_WRITABLE
				 : LVS_REASON_NONE;
		break;
	}
	if (reason != LVS_REASON_NONE)
		return reason;
	before = lvs_ftp_sum(segment, segment->payload);
	th = lvs_ftp_header(segment);
	th->seq = htonl(lvs_edits_told(edits, ntohl(th->seq)));
	lvs_ftp_update_check(segment, before, lvs_ftp_sum(segment, segment->payload));
	return LVS_REASON_NONE;
}

enum lvs_reason lvs_ftp_reply(struct lvs_net *lnet, struct sk_buff *skb,
			      const struct lvs_packet *packet, const struct lvs_conn *conn)
{
	struct lvs_session *session = conn->session;
	struct lvs_ftp_segment segment;
	enum lvs_reason reason;

	if (!lvs_ftp_segment_init(&segment, skb, packet))
		return LVS_REASON_NONE;
	spin_lock_bh(&session->lock);
	if (packet->tcp_flags & LVS_TCP_FLAG_SYN)
		lvs_ftp_begin(session, segment.seq);
	reason = lvs_ftp_listen(lnet, conn, &segment);
	if (reason == LVS_REASON_NONE && lvs_edits_any(&session->edits)) {
		lvs_track_be_liberal(skb);
		reason = lvs_ftp_tell(&segment, &session->edits, packet->family);
	}
	spin_unlock_bh(&session->lock);
	return reason;
}

void lvs_ftp_translate_quoted(struct tcphdr *header, unsigned int length,
			      const struct lvs_conn *conn)
{
	struct lvs_session *session = conn->session;
	__be32 seq;

	spin_lock_bh(&session->lock);
	seq = htonl(lvs_edits_said(&session->edits, ntohl(header->seq), LVS_EDIT_DOWN));
	spin_unlock_bh(&session->lock);
	if (length >= offsetofend(struct tcphdr, check))
		csum_replace4(&header->check, header->seq, seq);
	header->seq = seq;
}
