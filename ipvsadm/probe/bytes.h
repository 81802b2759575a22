/* SPDX-License-Identifier: GPL-2.0 */
/* Numbers of the network's byte order, wherever they lie. */
#ifndef IPVSADM_PROBE_BYTES_H
#define IPVSADM_PROBE_BYTES_H

#include <stdint.h>

static inline uint16_t be16_at(const uint8_t *at)
{
	return (uint16_t)(at[0] << 8 | at[1]);
}

static inline uint32_t be32_at(const uint8_t *at)
{
	return (uint32_t)be16_at(at) << 16 | be16_at(at + 2);
}

static inline void put_be16(uint8_t *at, uint16_t value)
{
	at[0] = (uint8_t)(value >> 8);
	at[1] = (uint8_t)value;
}

static inline void put_be32(uint8_t *at, uint32_t value)
{
	put_be16(at, (uint16_t)(value >> 16));
	put_be16(at + 2, (uint16_t)value);
}

#endif
