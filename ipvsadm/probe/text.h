/* SPDX-License-Identifier: GPL-2.0 */
/* Text from the network, made fit for a terminal. Pure. */
#ifndef IPVSADM_PROBE_TEXT_H
#define IPVSADM_PROBE_TEXT_H

#include <stddef.h>
#include <stdint.h>

/**
 * text_clean - copy a name, every byte that is not printable ASCII as '?'
 * @to:   where to; always ended
 * @size: its bytes
 * @from: what was received
 *
 * Return: @to.
 */
char *text_clean(char *to, size_t size, const char *from);

/**
 * text_rtt - a round trip time in milliseconds, as ping users know it
 * @text: 32 bytes
 * @ns:   nanoseconds
 * @full: three decimals in any case; else the fewer, the longer it took
 *
 * Return: @text.
 */
char *text_rtt(char *text, uint64_t ns, int full);

#endif
