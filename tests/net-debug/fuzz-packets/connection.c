// SPDX-License-Identifier: GPL-2.0
#include "connection.h"

#include "ip.h"
#include "transport.h"

#include <netinet/in.h>

/* Younger than the headers of Debian 12 */
#ifndef VIRTIO_NET_HDR_GSO_UDP_L4
#define VIRTIO_NET_HDR_GSO_UDP_L4 5
#endif

void put_connection(struct packet *packet, bool back)
{
	uint8_t protocol = a_protocol();
	size_t ip = begin_ip(packet, protocol, back);
	size_t at;

	if (one_in(12))
		put_between(packet, ip, protocol);
	at = packet->size;
	put_transport(packet, protocol, back);
	if (!one_in(16))
		sum_transport(packet, ip, at, protocol);
	end_ip(packet, ip);
	packet->transport = at;
	packet->protocol = protocol;
}

static uint8_t segments_of(const struct packet *packet)
{
	if (packet->protocol != IPPROTO_TCP)
		return VIRTIO_NET_HDR_GSO_UDP_L4;
	return packet->six ? VIRTIO_NET_HDR_GSO_TCPV6 : VIRTIO_NET_HDR_GSO_TCPV4;
}

void put_offload(struct packet *packet)
{
	struct virtio_net_hdr *offload = &packet->offload;
	size_t head = packet->protocol == IPPROTO_TCP ? 20 : 8;

	if (!checksum_at(packet->protocol))
		return;
	offload->flags = VIRTIO_NET_HDR_F_NEEDS_CSUM;
	offload->csum_start = (uint16_t)packet->transport;
	offload->csum_offset = (uint16_t)checksum_at(packet->protocol);
	if (one_in(16))
		offload->csum_start = (uint16_t)draw((uint32_t)packet->size);
	if (one_in(2))
		return;
	offload->gso_type = segments_of(packet);
	offload->gso_size = (uint16_t)(8 + draw(64));
	offload->hdr_len = (uint16_t)(packet->transport + head);
}
