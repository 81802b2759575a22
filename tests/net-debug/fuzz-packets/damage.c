// SPDX-License-Identifier: GPL-2.0
#include "damage.h"

#include "ip.h"

/* What is read of a packet is at its beginning, however long it is. */
#define READ 256

static void damage_byte(uint8_t *byte)
{
	*byte = one_in(2) ? (uint8_t)draw(256) : (uint8_t)(*byte ^ 1 << draw(8));
}

void damage(struct packet *packet)
{
	uint32_t size = (uint32_t)(packet->size - ETHER);
	uint32_t read = size < READ ? size : READ;
	int count;

	if (one_in(3))
		return;
	for (count = (int)draw(4); count; count--)
		damage_byte(packet->bytes + ETHER + draw(read));
	if (one_in(8))
		packet->size = ETHER + 1 + draw(size);
	/* A header that the host drops at once shows nothing of the director. */
	if (!packet->six && packet->size >= ETHER + 20 && !one_in(8))
		sum_ip(packet, ETHER);
}
