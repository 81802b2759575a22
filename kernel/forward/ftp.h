/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LVS_FORWARD_FTP_H
#define LVS_FORWARD_FTP_H

#include "../base/net.h"
#include "../base/packet.h"
#include "../tables/conn.h"

#include <linux/tcp.h>

/**
 * lvs_ftp_request() - read a client's packet of a control connection
 * @lnet: namespace
 * @skb: packet, not translated yet
 * @packet: as parsed from it
 * @conn: control connection
 *
 * What it acknowledges becomes what the server has said, where that was
 * changed. Context: softirq, RCU read side. Return: LVS_REASON_NONE, or why it
 * cannot go on.
 */
enum lvs_reason lvs_ftp_request(struct lvs_net *lnet, struct sk_buff *skb,
				const struct lvs_packet *packet, const struct lvs_conn *conn);

/**
 * lvs_ftp_reply() - read and change a server's packet of a control connection
 *
 * Where the server says that it waits for a data connection, the client is
 * told the virtual address, and the connection is expected there. As above.
 */
enum lvs_reason lvs_ftp_reply(struct lvs_net *lnet, struct sk_buff *skb,
			      const struct lvs_packet *packet, const struct lvs_conn *conn);

/**
 * lvs_ftp_translate_quoted() - a reply that an ICMP error quotes, as its server sent it
 * @header: quoted transport header
 * @length: of what is quoted of it, 8 bytes at least
 * @conn: control connection
 */
void lvs_ftp_translate_quoted(struct tcphdr *header, unsigned int length,
			      const struct lvs_conn *conn);

#endif
