// SPDX-License-Identifier: GPL-2.0
#include "../base/packet.h"
#include "selftest.h"

#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/random.h>
#include <linux/skbuff.h>

#define LVS_PACKETS_ROUNDS 1000
#define LVS_PACKETS_BYTES  160
/* Where an error quotes: past an ICMP header behind an IPv4 one. */
#define LVS_PACKETS_QUOTE 28

/* The stack vouches for the network header, and has it in one piece. */
static unsigned int lvs_packets_vouched(u16 family)
{
	return family == AF_INET6 ? sizeof(struct ipv6hdr) : sizeof(struct iphdr);
}

/* Bytes past @linear go to a page, as a device's receive ring leaves them. */
static struct sk_buff *lvs_packets_skb(const u8 *bytes, unsigned int length, unsigned int linear)
{
	struct sk_buff *skb = alloc_skb(linear, GFP_KERNEL);
	struct page *page;

	if (!skb)
		return NULL;
	skb_put_data(skb, bytes, linear);
	skb_reset_network_header(skb);
	if (length == linear)
		return skb;
	page = alloc_page(GFP_KERNEL);
	if (!page) {
		kfree_skb(skb);
		return NULL;
	}
	memcpy(page_address(page), bytes + linear, length - linear);
	skb_add_rx_frag(skb, 0, page, 0, length - linear, PAGE_SIZE);
	return skb;
}

static enum lvs_reason lvs_packets_read(struct lvs_packet *packet, const struct sk_buff *skb,
					u16 family, bool quoted)
{
	memset(packet, 0, sizeof(*packet));
	return quoted ? lvs_packet_parse_quoted(packet, skb, LVS_PACKETS_QUOTE, family)
		      : lvs_packet_parse(packet, skb, family);
}

/* Whatever is believed was there: the ports are the bytes behind a whole network header. */
static void lvs_packets_judge(struct lvs_selftest *test, const struct lvs_packet *packet,
			      const u8 *bytes, unsigned int length)
{
	LVS_EXPECT(test, packet->offset >= lvs_packets_vouched(packet->family));
	LVS_EXPECT(test, packet->offset + 4 <= length);
	if (packet->offset + 4 > length)
		return;
	LVS_EXPECT(test, !memcmp(&packet->sport, bytes + packet->offset, 2));
	LVS_EXPECT(test, !memcmp(&packet->dport, bytes + packet->offset + 2, 2));
}

/* In one piece or in two, the same bytes are the same packet. */
static enum lvs_reason lvs_packets_parse(struct lvs_selftest *test, const u8 *bytes,
					 unsigned int length, u16 family, bool quoted)
{
	struct sk_buff *whole = lvs_packets_skb(bytes, length, length);
	struct sk_buff *paged = lvs_packets_skb(bytes, length, lvs_packets_vouched(family));
	enum lvs_reason reason = LVS_REASON_NO_MEMORY;
	struct lvs_packet packet;
	struct lvs_packet again;

	LVS_EXPECT(test, whole && paged);
	if (whole && paged) {
		reason = lvs_packets_read(&packet, whole, family, quoted);
		LVS_EXPECT(test, lvs_packets_read(&again, paged, family, quoted) == reason);
		if (reason == LVS_REASON_NONE) {
			LVS_EXPECT(test, !memcmp(&packet, &again, sizeof(packet)));
			lvs_packets_judge(test, &packet, bytes, length);
		}
	}
	kfree_skb(whole);
	kfree_skb(paged);
	return reason;
}

/* Random bytes get nowhere: each field that decides has a sensible value often. */
static void lvs_packets_forge(u8 *bytes, u16 family)
{
	static const u8 next[] = { IPPROTO_TCP,	     IPPROTO_UDP,     IPPROTO_HOPOPTS,
				   IPPROTO_ROUTING,  IPPROTO_DSTOPTS, IPPROTO_AH,
				   IPPROTO_FRAGMENT, IPPROTO_NONE,    IPPROTO_SCTP };
	u32 dice = get_random_u32();

	get_random_bytes(bytes, LVS_PACKETS_BYTES);
	if (family == AF_INET6) {
		bytes[0] = 0x60;
		bytes[6] = next[dice % ARRAY_SIZE(next)];
		/* Extension headers that chain: next, and a short length. */
		bytes[40] = next[dice / 8 % ARRAY_SIZE(next)];
		bytes[41] = dice / 64 % 8;
	} else {
		bytes[0] = 0x40 | dice % 16;
		bytes[6] &= dice & 16 ? 0x40 : 0xff;
		bytes[7] &= dice & 16 ? 0 : 0xff;
		bytes[9] = next[dice / 32 % ARRAY_SIZE(next)];
	}
}

static unsigned int lvs_packets_hostile(struct lvs_selftest *test, u16 family)
{
	unsigned int vouched = lvs_packets_vouched(family);
	u8 bytes[LVS_PACKETS_QUOTE + LVS_PACKETS_BYTES];
	unsigned int believed = 0;
	unsigned int length;
	unsigned int i;

	get_random_bytes(bytes, sizeof(bytes));
	for (i = 0; i < LVS_PACKETS_ROUNDS; i++) {
		length = vouched + get_random_u32() % (LVS_PACKETS_BYTES - vouched);
		lvs_packets_forge(bytes, family);
		if (!lvs_packets_parse(test, bytes, length, family, false))
			believed++;
		lvs_packets_forge(bytes + LVS_PACKETS_QUOTE, family);
		lvs_packets_parse(test, bytes, max(length, vouched), family, true);
	}
	return believed;
}

/* A good packet that ends too early is not one, whichever byte is the first that lacks. */
static void lvs_packets_truncated(struct lvs_selftest *test, u16 family, u8 protocol,
				  unsigned int header)
{
	unsigned int vouched = lvs_packets_vouched(family);
	unsigned int whole = vouched + header;
	u8 bytes[64] = { family == AF_INET6 ? 0x60 : 0x45 };
	enum lvs_reason reason;
	unsigned int length;

	bytes[family == AF_INET6 ? 6 : 9] = protocol;
	for (length = vouched; length <= whole; length++) {
		reason = lvs_packets_parse(test, bytes, length, family, false);
		LVS_EXPECT(test,
			   reason == (length < whole ? LVS_REASON_UNPARSED : LVS_REASON_NONE));
	}
}

/* No bytes make the parser read what is not there. */
void lvs_selftest_packets(struct lvs_selftest *test)
{
	LVS_EXPECT(test, lvs_packets_hostile(test, AF_INET) > 0);
	LVS_EXPECT(test, lvs_packets_hostile(test, AF_INET6) > 0);
	lvs_packets_truncated(test, AF_INET, IPPROTO_TCP, 20);
	lvs_packets_truncated(test, AF_INET, IPPROTO_UDP, 8);
	/* To the end of the first chunk's header. */
	lvs_packets_truncated(test, AF_INET, IPPROTO_SCTP, 16);
	lvs_packets_truncated(test, AF_INET6, IPPROTO_TCP, 20);
	lvs_packets_truncated(test, AF_INET6, IPPROTO_UDP, 8);
	lvs_packets_truncated(test, AF_INET6, IPPROTO_SCTP, 16);
}
