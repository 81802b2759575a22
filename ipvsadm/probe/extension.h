/* SPDX-License-Identifier: GPL-2.0 */
/* ICMP extensions (RFC 4884): MPLS labels (RFC 4950), interfaces (RFC 5837). Pure. */
#ifndef IPVSADM_PROBE_EXTENSION_H
#define IPVSADM_PROBE_EXTENSION_H

#include <stddef.h>
#include <stdint.h>

#define EXTENSION_TEXT 512

/**
 * extension_text - write them for people
 * @bytes: the extension structure, its header first
 * @size:  its bytes
 * @text:  EXTENSION_TEXT bytes; what does not fit is left out
 *
 * MPLS:L=100,E=5,S=0,T=1/L=200,E=0,S=1,T=254 for a stack of labels;
 * INC:7,10.0.1.2,"eth0",mtu=1500 for an interface; class/type:hex,hex for
 * others; objects with semicolons between them. Nothing if a length or the
 * checksum is wrong, of the whole or of a field.
 *
 * Return: @text.
 */
const char *extension_text(const uint8_t *bytes, size_t size, char *text);

#endif
