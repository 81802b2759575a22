/* SPDX-License-Identifier: GPL-2.0 */
/* What ends of an FTP control connection say. */
#ifndef TESTS_NET_DEBUG_FUZZ_PACKETS_FTP_H
#define TESTS_NET_DEBUG_FUZZ_PACKETS_FTP_H

#include "packet.h"

/* Bytes of a segment. Its first line says nothing, so that reading may begin within. */
#define FTP_SEGMENT 64

void put_ftp(struct packet *packet);

#endif
