// SPDX-License-Identifier: GPL-2.0
/*
 * The views that monitoring tools parse: their columns are a contract.
 */
#include "procfs.h"

#include "attr.h"

#include "../tables/conns.h"
#include "../tables/dest.h"
#include "../tables/service.h"
#include "../tables/session.h"

#include <linux/proc_fs.h>
#include <linux/seq_file.h>

static struct lvs_net *lvs_procfs_net(struct seq_file *seq)
{
	return lvs_net(seq_file_net(seq));
}

/* ip_vs: position 0 is the header, others are one more than the id that came before. */
static void *lvs_procfs_services_start(struct seq_file *seq, loff_t *pos)
{
	struct lvs_net *lnet = lvs_procfs_net(seq);

	mutex_lock(&lnet->mutex);
	return *pos ? lvs_service_next(lnet, *pos - 1) : SEQ_START_TOKEN;
}

static void *lvs_procfs_services_next(struct seq_file *seq, void *v, loff_t *pos)
{
	u32 id = v == SEQ_START_TOKEN ? 0 : ((struct lvs_service *)v)->id;

	*pos = (loff_t)id + 1;
	return lvs_service_next(lvs_procfs_net(seq), id);
}

static void lvs_procfs_services_stop(struct seq_file *seq, void *v)
{
	mutex_unlock(&lvs_procfs_net(seq)->mutex);
}

static const char *lvs_procfs_method(u32 method)
{
	switch (method) {
	case IP_VS_CONN_F_LOCALNODE:
		return "Local";
	case IP_VS_CONN_F_TUNNEL:
		return "Tunnel";
	case IP_VS_CONN_F_DROUTE:
		return "Route";
	default:
		/* Bypass and the unnamed ones too: readers know no other word. */
		return "Masq";
	}
}

static const char *lvs_procfs_protocol(u16 protocol)
{
	switch (protocol) {
	case IPPROTO_TCP:
		return "TCP";
	case IPPROTO_UDP:
		return "UDP";
	case IPPROTO_SCTP:
		return "SCTP";
	case IPPROTO_IP:
		return "IP";
	case IPPROTO_ICMP:
		return "ICMP";
	case IPPROTO_ICMPV6:
		return "ICMPv6";
	default:
		return NULL;
	}
}

static void lvs_procfs_show_protocol(struct seq_file *seq, u16 protocol)
{
	const char *name = lvs_procfs_protocol(protocol);

	if (name)
		seq_puts(seq, name);
	else
		seq_printf(seq, "IP_%u", protocol);
}

static void lvs_procfs_show_service(struct seq_file *seq, const struct lvs_service *service)
{
	const struct lvs_service_config *config = &service->config;
	const struct lvs_service_key *key = &service->key;
	const char *ops = config->flags & IP_VS_SVC_F_ONEPACKET ? "ops " : "";

	if (key->fwmark) {
		seq_printf(seq, "FWM  %08X %s %s", key->fwmark, config->sched_name, ops);
	} else {
		lvs_procfs_show_protocol(seq, key->protocol);
		if (key->family == AF_INET6)
			seq_printf(seq, "  [%pI6]:%04X %s ", &key->addr.in6, ntohs(key->port),
				   config->sched_name);
		else
			seq_printf(seq, "  %08X:%04X %s %s ", ntohl(key->addr.ip), ntohs(key->port),
				   config->sched_name, ops);
	}
	if (config->flags & IP_VS_SVC_F_PERSISTENT)
		/* An IPv6 prefix length is shown as if it were a mask: 64 is 40000000. */
		seq_printf(seq, "persistent %u %08X\n", config->timeout,
			   ntohl((__force __be32)config->netmask));
	else
		seq_putc(seq, '\n');
}

static void lvs_procfs_show_dest(struct seq_file *seq, const struct lvs_dest *dest)
{
	const struct lvs_server *server = &dest->server;

	if (server->family == AF_INET6)
		seq_printf(seq, "  -> [%pI6]:%04X", &server->addr.in6, ntohs(server->port));
	else
		seq_printf(seq, "  -> %08X:%04X", ntohl(server->addr.ip), ntohs(server->port));
	seq_printf(seq, "      %-7s %-6d %-10d %-10d\n", lvs_procfs_method(dest->config.fwd_method),
		   server->weight, atomic_read(&server->active), atomic_read(&server->inactive));
}

static int lvs_procfs_services_show(struct seq_file *seq, void *v)
{
	const struct lvs_service *service = v;
	const struct lvs_dest *dest;

	if (v == SEQ_START_TOKEN) {
		seq_printf(seq, "IP Virtual Server version %d.%d.%d (size=%u)\n",
			   LVS_IPVS_VERSION >> 16, LVS_IPVS_VERSION >> 8 & 0xff,
			   LVS_IPVS_VERSION & 0xff, lvs_conns_size(lvs_procfs_net(seq)));
		seq_puts(seq, "Prot LocalAddress:Port Scheduler Flags\n");
		seq_puts(seq, "  -> RemoteAddress:Port Forward Weight ActiveConn InActConn\n");
		return 0;
	}
	lvs_procfs_show_service(seq, service);
	list_for_each_entry(dest, &service->dests, link)
		lvs_procfs_show_dest(seq, dest);
	return 0;
}

static const struct seq_operations lvs_procfs_services_ops = {
	.start = lvs_procfs_services_start,
	.next = lvs_procfs_services_next,
	.stop = lvs_procfs_services_stop,
	.show = lvs_procfs_services_show,
};

/* ip_vs_conn, ip_vs_conn_sync: position 0 is the header, n the part n - 1 of the table. */
static void *lvs_procfs_conns_start(struct seq_file *seq, loff_t *pos)
{
	if (*pos > LVS_CONNS_PARTS)
		return NULL;
	return *pos ? pos : SEQ_START_TOKEN;
}

static void *lvs_procfs_conns_next(struct seq_file *seq, void *v, loff_t *pos)
{
	++*pos;
	return lvs_procfs_conns_start(seq, pos);
}

static void lvs_procfs_conns_stop(struct seq_file *seq, void *v)
{
}

static void lvs_procfs_show_end(struct seq_file *seq, u16 family, const union nf_inet_addr *addr,
				__be16 port)
{
	if (family == AF_INET6)
		seq_printf(seq, " %pI6 %04X", &addr->in6, ntohs(port));
	else
		seq_printf(seq, " %08X %04X", ntohl(addr->ip), ntohs(port));
}

/* Who is connected, and how far that has come. A server behind a tunnel has a family of its own. */
static void lvs_procfs_show_ends(struct seq_file *seq, const struct lvs_conn_info *info)
{
	seq_printf(seq, "%-3s", lvs_procfs_protocol(info->protocol));
	lvs_procfs_show_end(seq, info->family, &info->caddr, info->cport);
	lvs_procfs_show_end(seq, info->family, &info->vaddr, info->vport);
	lvs_procfs_show_end(seq, info->daddr_family, &info->daddr, info->dport);
	seq_printf(seq, " %-11s", info->state);
}

static int lvs_procfs_show_conn(const struct lvs_conn_info *info, void *ctx)
{
	lvs_procfs_show_ends(ctx, info);
	seq_printf(ctx, " %7u\n", info->expires);
	return 0;
}

/* None has come from another director: there is no synchronisation yet. */
static int lvs_procfs_show_origin(const struct lvs_conn_info *info, void *ctx)
{
	lvs_procfs_show_ends(ctx, info);
	seq_printf(ctx, " %-6s %7u\n", "LOCAL", info->expires);
	return 0;
}

static int lvs_procfs_conns_show(struct seq_file *seq, void *v)
{
	if (v == SEQ_START_TOKEN) {
		seq_puts(
			seq,
			"Pro FromIP   FPrt ToIP     TPrt DestIP   DPrt State       Expires PEName PEData\n");
		return 0;
	}
	lvs_conns_walk(lvs_procfs_net(seq), *(loff_t *)v - 1, lvs_procfs_show_conn, seq);
	return 0;
}

static const struct seq_operations lvs_procfs_conns_ops = {
	.start = lvs_procfs_conns_start,
	.next = lvs_procfs_conns_next,
	.stop = lvs_procfs_conns_stop,
	.show = lvs_procfs_conns_show,
};

static int lvs_procfs_origins_show(struct seq_file *seq, void *v)
{
	if (v == SEQ_START_TOKEN) {
		seq_puts(
			seq,
			"Pro FromIP   FPrt ToIP     TPrt DestIP   DPrt State       Origin Expires\n");
		return 0;
	}
	lvs_conns_walk(lvs_procfs_net(seq), *(loff_t *)v - 1, lvs_procfs_show_origin, seq);
	return 0;
}

static const struct seq_operations lvs_procfs_origins_ops = {
	.start = lvs_procfs_conns_start,
	.next = lvs_procfs_conns_next,
	.stop = lvs_procfs_conns_stop,
	.show = lvs_procfs_origins_show,
};

static void lvs_procfs_show_totals(struct seq_file *seq, const struct lvs_totals *totals)
{
	seq_printf(seq, "%8llX %8llX %8llX %16llX %16llX\n", totals->conns, totals->in_packets,
		   totals->out_packets, totals->in_bytes, totals->out_bytes);
}

static int lvs_procfs_stats_show(struct seq_file *seq, void *v)
{
	struct lvs_net *lnet = lvs_net(seq_file_single_net(seq));
	struct lvs_totals totals;
	struct lvs_totals rates;

	mutex_lock(&lnet->mutex);
	lvs_stats_read(&lnet->stats, &totals);
	lvs_rate_read(&lnet->rate, &rates);
	mutex_unlock(&lnet->mutex);
	seq_puts(seq, "   Total Incoming Outgoing         Incoming         Outgoing\n");
	seq_puts(seq, "   Conns  Packets  Packets            Bytes            Bytes\n");
	lvs_procfs_show_totals(seq, &totals);
	seq_puts(seq, "\n Conns/s   Pkts/s   Pkts/s          Bytes/s          Bytes/s\n");
	lvs_procfs_show_totals(seq, &rates);
	return 0;
}

static int lvs_procfs_stats_percpu_show(struct seq_file *seq, void *v)
{
	struct lvs_net *lnet = lvs_net(seq_file_single_net(seq));
	struct lvs_totals totals;
	struct lvs_totals rates;
	int cpu;

	seq_puts(seq, "       Total Incoming Outgoing         Incoming         Outgoing\n");
	seq_puts(seq, "CPU    Conns  Packets  Packets            Bytes            Bytes\n");
	for_each_possible_cpu(cpu) {
		lvs_stats_read_cpu(&lnet->stats, cpu, &totals);
		seq_printf(seq, "%3X ", cpu);
		lvs_procfs_show_totals(seq, &totals);
	}
	mutex_lock(&lnet->mutex);
	lvs_stats_read(&lnet->stats, &totals);
	lvs_rate_read(&lnet->rate, &rates);
	mutex_unlock(&lnet->mutex);
	seq_puts(seq, "  ~ ");
	lvs_procfs_show_totals(seq, &totals);
	seq_puts(seq, "\n     Conns/s   Pkts/s   Pkts/s          Bytes/s          Bytes/s\n    ");
	lvs_procfs_show_totals(seq, &rates);
	return 0;
}

/* Who reads what connections say, and how many there are: FTP. */
static int lvs_procfs_app_show(struct seq_file *seq, void *v)
{
	struct lvs_net *lnet = lvs_net(seq_file_single_net(seq));
	unsigned int slot;

	seq_puts(seq, "prot port    usecnt name\n");
	for (slot = 0; slot < LVS_FTP_PORTS_MAX && lvs_session_port(slot); slot++)
		seq_printf(seq, "%-4s %-7u %-6u %-17s\n", "TCP", lvs_session_port(slot),
			   lvs_conns_sessions(lnet, slot), "ftp");
	return 0;
}

int lvs_procfs_net_init(struct lvs_net *lnet)
{
	struct proc_dir_entry *dir = lnet->net->proc_net;

	if (!proc_create_net("ip_vs", 0444, dir, &lvs_procfs_services_ops,
			     sizeof(struct seq_net_private)))
		return -ENOMEM;
	if (!proc_create_net("ip_vs_conn", 0444, dir, &lvs_procfs_conns_ops,
			     sizeof(struct seq_net_private)))
		goto err_remove_services;
	if (!proc_create_net("ip_vs_conn_sync", 0444, dir, &lvs_procfs_origins_ops,
			     sizeof(struct seq_net_private)))
		goto err_remove_conns;
	if (!proc_create_net_single("ip_vs_stats", 0444, dir, lvs_procfs_stats_show, NULL))
		goto err_remove_origins;
	if (!proc_create_net_single("ip_vs_stats_percpu", 0444, dir, lvs_procfs_stats_percpu_show,
				    NULL))
		goto err_remove_stats;
	if (!proc_create_net_single("ip_vs_app", 0444, dir, lvs_procfs_app_show, NULL))
		goto err_remove_stats_percpu;
	return 0;

err_remove_stats_percpu:
	remove_proc_entry("ip_vs_stats_percpu", dir);
err_remove_stats:
	remove_proc_entry("ip_vs_stats", dir);
err_remove_origins:
	remove_proc_entry("ip_vs_conn_sync", dir);
err_remove_conns:
	remove_proc_entry("ip_vs_conn", dir);
err_remove_services:
	remove_proc_entry("ip_vs", dir);
	return -ENOMEM;
}

void lvs_procfs_net_exit(struct lvs_net *lnet)
{
	struct proc_dir_entry *dir = lnet->net->proc_net;

	remove_proc_entry("ip_vs_app", dir);
	remove_proc_entry("ip_vs_stats_percpu", dir);
	remove_proc_entry("ip_vs_stats", dir);
	remove_proc_entry("ip_vs_conn_sync", dir);
	remove_proc_entry("ip_vs_conn", dir);
	remove_proc_entry("ip_vs", dir);
}
