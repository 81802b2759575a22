// SPDX-License-Identifier: GPL-2.0
/*
 * A generator for the bench whose own work is in no figure: packets are made in
 * batches, and only handing them to the network is timed. What comes out at the
 * far end is compared with what should, checksum included.
 *
 * The parameters in /sys/module/lvs_inject/parameters say what to send. Writing
 * the name of a device to "run", in the namespace of the device, sends; "result"
 * then reads SENT ARRIVED NANOSECONDS.
 *
 * LOCKING: the parameters' lock of the module is held through a run, so there
 * is one at a time. Sinks are removed before the run ends.
 */
#include <linux/etherdevice.h>
#include <linux/if_ether.h>
#include <linux/inet.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/ktime.h>
#include <linux/module.h>
#include <linux/netdevice.h>
#include <linux/nsproxy.h>
#include <linux/sort.h>
#include <linux/tcp.h>
#include <linux/udp.h>
#include <net/checksum.h>
#include <net/ip6_checksum.h>
#include <net/net_namespace.h>

#define LVS_INJECT_BATCH      64
#define LVS_INJECT_TIMES      16384
#define LVS_INJECT_PORTS      50000
#define LVS_INJECT_FIRST_PORT 1024
#define LVS_INJECT_PORT	      80

struct lvs_inject_end {
	union {
		__be32 ip;
		struct in6_addr ip6;
	};
	__be16 port;
};

struct lvs_inject_sink {
	struct packet_type tap;
	unsigned long arrived;
};

/* What to send: a packet of flow I goes from client I to virtual service I. */
static char family[4] = "4";
module_param_string(family, family, sizeof(family), 0644);
MODULE_PARM_DESC(family, "4 or 6");

static char protocol[4] = "udp";
module_param_string(protocol, protocol, sizeof(protocol), 0644);
MODULE_PARM_DESC(protocol, "udp or tcp");

static char flags[16] = "ack";
module_param_string(flags, flags, sizeof(flags), 0644);
MODULE_PARM_DESC(flags, "of TCP: syn, synack, ack, fin");

static bool reply;
module_param(reply, bool, 0644);
MODULE_PARM_DESC(reply, "from the real server to the client");

static uint size = 60;
module_param(size, uint, 0644);
MODULE_PARM_DESC(size, "bytes of the frame, its header included");

static uint first;
module_param(first, uint, 0644);
MODULE_PARM_DESC(first, "number of the first flow");

static uint flows = 500;
module_param(flows, uint, 0644);
MODULE_PARM_DESC(flows, "how many");

static uint stride = 1;
module_param(stride, uint, 0644);
MODULE_PARM_DESC(stride, "from one packet's flow to the next one's, coprime to their number");

static uint count = 500;
module_param(count, uint, 0644);
MODULE_PARM_DESC(count, "packets to send");

static uint services = 1;
module_param(services, uint, 0644);
MODULE_PARM_DESC(services, "at as many addresses, the first of which is vip");

static char vip[48] = "10.0.1.100";
module_param_string(vip, vip, sizeof(vip), 0644);
MODULE_PARM_DESC(vip, "virtual address, or the server's where nobody translates");

static char server[48] = "10.0.2.11";
module_param_string(server, server, sizeof(server), 0644);
MODULE_PARM_DESC(server, "address of the real server");

static char client[48] = "10.1.0.1";
module_param_string(client, client, sizeof(client), 0644);
MODULE_PARM_DESC(client, "address of the first client, who has 50,000 ports");

static char mac[20] = "02:00:00:00:01:01";
module_param_string(mac, mac, sizeof(mac), 0644);
MODULE_PARM_DESC(mac, "hardware address of the director's device");

static bool check = true;
module_param(check, bool, 0644);
MODULE_PARM_DESC(check, "compare what arrives; otherwise count it");

static bool xmit;
module_param(xmit, bool, 0644);
MODULE_PARM_DESC(xmit, "hand packets to the device to send, not to the network as received");

static bool any_server;
module_param(any_server, bool, 0644);
MODULE_PARM_DESC(any_server, "accept any real server that is not the virtual address");

static bool usual;
module_param(usual, bool, 0644);
MODULE_PARM_DESC(usual, "take the time of the usual batch for all: the host has other work, too");

static char sink[IFNAMSIZ] = "in";
module_param_string(sink, sink, sizeof(sink), 0644);
MODULE_PARM_DESC(sink, "device, in the same namespace, that the packets leave by");

static unsigned long lvs_inject_sent;
static unsigned long lvs_inject_arrived;
static u64 lvs_inject_time;
static u32 lvs_inject_times[LVS_INJECT_TIMES];
static u32 lvs_inject_timed;
static struct lvs_inject_end lvs_inject_first_client;
static struct lvs_inject_end lvs_inject_first_vip;
static struct lvs_inject_end lvs_inject_server;
static u8 lvs_inject_mac[ETH_ALEN];

static bool lvs_inject_is6(void)
{
	return family[0] == '6';
}

static bool lvs_inject_is_tcp(void)
{
	return protocol[0] == 't';
}

static int lvs_inject_parse(const char *text, struct lvs_inject_end *end)
{
	end->port = htons(LVS_INJECT_PORT);
	if (lvs_inject_is6())
		return in6_pton(text, -1, end->ip6.s6_addr, -1, NULL) ? 0 : -EINVAL;
	return in4_pton(text, -1, (u8 *)&end->ip, -1, NULL) ? 0 : -EINVAL;
}

/* Address number @offset from @base on. */
static struct lvs_inject_end lvs_inject_address(const struct lvs_inject_end *base, u32 offset)
{
	struct lvs_inject_end end = *base;

	if (lvs_inject_is6())
		end.ip6.s6_addr32[3] = htonl(ntohl(end.ip6.s6_addr32[3]) + offset);
	else
		end.ip = htonl(ntohl(end.ip) + offset);
	return end;
}

static struct lvs_inject_end lvs_inject_client(u32 number)
{
	struct lvs_inject_end end;

	end = lvs_inject_address(&lvs_inject_first_client, number / LVS_INJECT_PORTS);
	end.port = htons(LVS_INJECT_FIRST_PORT + number % LVS_INJECT_PORTS);
	return end;
}

static struct lvs_inject_end lvs_inject_virtual(u32 number)
{
	return lvs_inject_address(&lvs_inject_first_vip, number % services);
}

static void lvs_inject_tcp(struct tcphdr *th)
{
	th->doff = sizeof(*th) / 4;
	th->window = htons(65535);
	th->syn = flags[0] == 's';
	th->fin = flags[0] == 'f';
	th->ack = strcmp(flags, "syn") != 0;
	/* Each side's SYN is number 1000; nobody ever sends data that counts. */
	th->seq = htonl(th->syn ? 1000 : 1001);
	th->ack_seq = th->ack ? htonl(1001) : 0;
}

/* The sum of what follows the network header; the payload is zeroes. */
static __sum16 lvs_inject_sum(const struct sk_buff *skb, const void *head, u32 len)
{
	u32 header = lvs_inject_is_tcp() ? sizeof(struct tcphdr) : sizeof(struct udphdr);
	u8 proto = lvs_inject_is_tcp() ? IPPROTO_TCP : IPPROTO_UDP;
	__wsum sum = csum_partial(head, header, 0);

	if (lvs_inject_is6())
		return csum_ipv6_magic(&ipv6_hdr(skb)->saddr, &ipv6_hdr(skb)->daddr, len, proto,
				       sum);
	return csum_tcpudp_magic(ip_hdr(skb)->saddr, ip_hdr(skb)->daddr, len, proto, sum);
}

static void lvs_inject_transport(struct sk_buff *skb, void *head, u32 len, __be16 source,
				 __be16 dest)
{
	struct tcphdr *th = head;
	struct udphdr *uh = head;

	/* Both begin with the ports. */
	uh->source = source;
	uh->dest = dest;
	if (lvs_inject_is_tcp()) {
		lvs_inject_tcp(th);
		th->check = lvs_inject_sum(skb, head, len);
		return;
	}
	uh->len = htons(len);
	uh->check = lvs_inject_sum(skb, head, len);
	if (!uh->check)
		uh->check = CSUM_MANGLED_0;
}

static void lvs_inject_network(struct sk_buff *skb, const struct lvs_inject_end *source,
			       const struct lvs_inject_end *dest)
{
	u8 proto = lvs_inject_is_tcp() ? IPPROTO_TCP : IPPROTO_UDP;
	struct ipv6hdr *ip6h = ipv6_hdr(skb);
	struct iphdr *iph = ip_hdr(skb);

	if (lvs_inject_is6()) {
		ip6h->version = 6;
		ip6h->payload_len = htons(size - ETH_HLEN - sizeof(*ip6h));
		ip6h->nexthdr = proto;
		ip6h->hop_limit = 64;
		ip6h->saddr = source->ip6;
		ip6h->daddr = dest->ip6;
		return;
	}
	iph->version = 4;
	iph->ihl = 5;
	iph->tot_len = htons(size - ETH_HLEN);
	iph->frag_off = htons(IP_DF);
	iph->ttl = 64;
	iph->protocol = proto;
	iph->saddr = source->ip;
	iph->daddr = dest->ip;
	ip_send_check(iph);
}

/* A packet of flow @number as the wire would bring it. */
static struct sk_buff *lvs_inject_packet(struct net_device *dev, u32 number)
{
	u32 network = lvs_inject_is6() ? sizeof(struct ipv6hdr) : sizeof(struct iphdr);
	struct lvs_inject_end virtual = lvs_inject_virtual(number);
	struct lvs_inject_end from = lvs_inject_client(number);
	struct lvs_inject_end *source = reply ? &lvs_inject_server : &from;
	struct lvs_inject_end *dest = reply ? &from : &virtual;
	struct ethhdr *eth;
	struct sk_buff *skb;
	u8 *frame;

	skb = netdev_alloc_skb_ip_align(dev, size);
	if (!skb)
		return NULL;
	frame = skb_put_zero(skb, size);
	eth = (struct ethhdr *)frame;
	ether_addr_copy(eth->h_dest, lvs_inject_mac);
	eth->h_proto = htons(lvs_inject_is6() ? ETH_P_IPV6 : ETH_P_IP);
	skb_set_network_header(skb, ETH_HLEN);
	skb_set_transport_header(skb, ETH_HLEN + network);
	lvs_inject_network(skb, source, dest);
	lvs_inject_transport(skb, frame + ETH_HLEN + network, size - ETH_HLEN - network,
			     source->port, dest->port);
	/* As a network card says it. */
	skb->ip_summed = CHECKSUM_UNNECESSARY;
	if (xmit) {
		skb->dev = dev;
		skb->protocol = eth->h_proto;
		skb_reset_mac_header(skb);
		return skb;
	}
	skb->protocol = eth_type_trans(skb, dev);
	return skb;
}

static bool lvs_inject_same(const void *address, const struct lvs_inject_end *end)
{
	return lvs_inject_is6() ? !memcmp(address, &end->ip6, sizeof(end->ip6))
				: !memcmp(address, &end->ip, sizeof(end->ip));
}

/* The number of the flow whose client this is; past the last one if there is none. */
static u32 lvs_inject_number(const void *address, __be16 port)
{
	const __be32 *last = address + (lvs_inject_is6() ? 12 : 0);
	__be32 base = lvs_inject_is6() ? lvs_inject_first_client.ip6.s6_addr32[3]
				       : lvs_inject_first_client.ip;

	return (ntohl(*last) - ntohl(base)) * LVS_INJECT_PORTS + ntohs(port) -
	       LVS_INJECT_FIRST_PORT;
}

/* Whether these addresses and ports are those of a translated flow. */
static bool lvs_inject_translated(const void *source, const void *dest, const __be16 *ports)
{
	u32 number =
		reply ? lvs_inject_number(dest, ports[1]) : lvs_inject_number(source, ports[0]);
	struct lvs_inject_end virtual = lvs_inject_virtual(number);
	struct lvs_inject_end from = lvs_inject_client(number);

	if (number - first >= flows || ports[reply ? 0 : 1] != lvs_inject_server.port)
		return false;
	if (reply)
		return lvs_inject_same(dest, &from) && lvs_inject_same(source, &virtual);
	if (!lvs_inject_same(source, &from))
		return false;
	if (any_server)
		return !lvs_inject_same(dest, &virtual);
	return lvs_inject_same(dest, &lvs_inject_server);
}

static bool lvs_inject_right_sum(const struct sk_buff *skb, u32 offset, u32 len)
{
	u8 proto = lvs_inject_is_tcp() ? IPPROTO_TCP : IPPROTO_UDP;
	__wsum sum = skb_checksum(skb, offset, len, 0);

	if (lvs_inject_is6())
		return !csum_ipv6_magic(&ipv6_hdr(skb)->saddr, &ipv6_hdr(skb)->daddr, len, proto,
					sum);
	return !ip_fast_csum(ip_hdr(skb), 5) &&
	       !csum_tcpudp_magic(ip_hdr(skb)->saddr, ip_hdr(skb)->daddr, len, proto, sum);
}

static bool lvs_inject_right(const struct sk_buff *skb)
{
	u32 network = lvs_inject_is6() ? sizeof(struct ipv6hdr) : sizeof(struct iphdr);
	u32 offset = skb_network_offset(skb);
	const __be16 *ports;
	const void *source;
	const void *dest;

	if (skb->len != offset + size - ETH_HLEN || skb_headlen(skb) < offset + network + 4)
		return false;
	source = lvs_inject_is6() ? (void *)&ipv6_hdr(skb)->saddr : (void *)&ip_hdr(skb)->saddr;
	dest = lvs_inject_is6() ? (void *)&ipv6_hdr(skb)->daddr : (void *)&ip_hdr(skb)->daddr;
	ports = (__be16 *)(skb_network_header(skb) + network);
	return lvs_inject_translated(source, dest, ports) &&
	       lvs_inject_right_sum(skb, offset + network, size - ETH_HLEN - network);
}

/* Sees whatever the sink's device is given to send. */
static int lvs_inject_tap(struct sk_buff *skb, struct net_device *dev, struct packet_type *tap,
			  struct net_device *orig)
{
	struct lvs_inject_sink *out = container_of(tap, struct lvs_inject_sink, tap);

	if (skb->pkt_type == PACKET_OUTGOING && lvs_inject_right(skb))
		out->arrived++;
	kfree_skb(skb);
	return NET_RX_SUCCESS;
}

static unsigned long lvs_inject_transmitted(struct net_device *dev)
{
	struct rtnl_link_stats64 stats;

	return dev_get_stats(dev, &stats)->tx_packets;
}

static void lvs_inject_account(u64 time, u32 number)
{
	lvs_inject_time += time;
	if (number == LVS_INJECT_BATCH && lvs_inject_timed < LVS_INJECT_TIMES)
		lvs_inject_times[lvs_inject_timed++] = time;
}

static int lvs_inject_compare(const void *a, const void *b)
{
	const u32 *x = a;
	const u32 *y = b;

	return *x < *y ? -1 : *x > *y;
}

/*
 * What all would have taken, had each batch taken what the middle half of them did on
 * average: where the host takes the processor away, a batch takes a hundred times as long.
 */
static u64 lvs_inject_usual_time(void)
{
	u32 from = lvs_inject_timed / 4;
	u32 to = lvs_inject_timed - from;
	u64 sum = 0;
	u32 i;

	if (!lvs_inject_timed)
		return lvs_inject_time;
	sort(lvs_inject_times, lvs_inject_timed, sizeof(*lvs_inject_times), lvs_inject_compare,
	     NULL);
	for (i = from; i < to; i++)
		sum += lvs_inject_times[i];
	return div_u64(sum * lvs_inject_sent, (to - from) * LVS_INJECT_BATCH);
}

/*
 * In softirq, as from a driver; or each packet all the way to the far end. What @to
 * sends while softirqs are off was fed: the guest's own packets (multicast reports,
 * say) come from timers and work queues.
 */
static void lvs_inject_feed(struct sk_buff **batch, u32 number, struct net_device *to)
{
	unsigned long before;
	u64 start;
	u32 i;

	if (xmit) {
		start = ktime_get_ns();
		for (i = 0; i < number; i++)
			dev_queue_xmit(batch[i]);
		lvs_inject_account(ktime_get_ns() - start, number);
		return;
	}
	local_bh_disable();
	before = lvs_inject_transmitted(to);
	start = ktime_get_ns();
	for (i = 0; i < number; i++)
		netif_receive_skb(batch[i]);
	lvs_inject_account(ktime_get_ns() - start, number);
	lvs_inject_arrived += lvs_inject_transmitted(to) - before;
	local_bh_enable();
}

/* Up to a batch of packets, of which only the feeding is timed. */
static int lvs_inject_batch(struct net_device *dev, struct net_device *to, u64 *position,
			    u32 number)
{
	struct sk_buff *batch[LVS_INJECT_BATCH];
	u32 made;

	for (made = 0; made < number; made++) {
		batch[made] = lvs_inject_packet(dev, first + *position % flows);
		if (!batch[made])
			break;
		*position += stride;
	}
	lvs_inject_feed(batch, made, to);
	lvs_inject_sent += made;
	return made == number ? 0 : -ENOMEM;
}

static int lvs_inject_send(struct net_device *dev, struct net_device *to)
{
	u64 position = 0;
	u32 left = count;
	u32 number;
	int ret;

	while (left) {
		number = min_t(u32, left, LVS_INJECT_BATCH);
		ret = lvs_inject_batch(dev, to, &position, number);
		if (ret)
			return ret;
		left -= number;
		cond_resched();
		if (signal_pending(current))
			return -EINTR;
	}
	return 0;
}

/* What leaves by @to in this namespace arrives; across a cable the far end counts. */
static int lvs_inject_between(struct net_device *dev, struct net_device *to)
{
	struct lvs_inject_sink out = {
		.tap.type = htons(ETH_P_ALL),
		.tap.dev = to,
		.tap.func = lvs_inject_tap,
	};
	int ret;

	if (!check)
		return lvs_inject_send(dev, to);
	dev_add_pack(&out.tap);
	ret = lvs_inject_send(dev, to);
	dev_remove_pack(&out.tap);
	lvs_inject_arrived = out.arrived;
	return ret;
}

static int lvs_inject_prepare(void)
{
	if (!flows || !services || size < 60 || size > ETH_FRAME_LEN)
		return -EINVAL;
	if (lvs_inject_is6() && size < ETH_HLEN + sizeof(struct ipv6hdr) + sizeof(struct tcphdr))
		return -EINVAL;
	if (!mac_pton(mac, lvs_inject_mac) || lvs_inject_parse(client, &lvs_inject_first_client) ||
	    lvs_inject_parse(vip, &lvs_inject_first_vip))
		return -EINVAL;
	lvs_inject_sent = 0;
	lvs_inject_arrived = 0;
	lvs_inject_time = 0;
	lvs_inject_timed = 0;
	return lvs_inject_parse(server, &lvs_inject_server);
}

static int lvs_inject_run(const char *value, const struct kernel_param *param)
{
	struct net *net = current->nsproxy->net_ns;
	char name[IFNAMSIZ];
	struct net_device *dev;
	struct net_device *to;
	int ret;

	ret = lvs_inject_prepare();
	if (ret)
		return ret;
	strscpy(name, value, sizeof(name));
	dev = dev_get_by_name(net, strim(name));
	to = dev_get_by_name(net, xmit ? name : sink);
	ret = -ENODEV;
	if (dev && to)
		ret = lvs_inject_between(dev, to);
	if (usual)
		lvs_inject_time = lvs_inject_usual_time();
	dev_put(to);
	dev_put(dev);
	return ret;
}

static int lvs_inject_result(char *buffer, const struct kernel_param *param)
{
	return sysfs_emit(buffer, "%lu %lu %llu\n", lvs_inject_sent, lvs_inject_arrived,
			  lvs_inject_time);
}

static const struct kernel_param_ops lvs_inject_run_ops = { .set = lvs_inject_run };
module_param_cb(run, &lvs_inject_run_ops, NULL, 0200);
MODULE_PARM_DESC(run, "send into this device");

static const struct kernel_param_ops lvs_inject_result_ops = { .get = lvs_inject_result };
module_param_cb(result, &lvs_inject_result_ops, NULL, 0444);
MODULE_PARM_DESC(result, "SENT ARRIVED NANOSECONDS of the last run");

MODULE_DESCRIPTION("Packet injector for the bench");
MODULE_LICENSE("GPL");
