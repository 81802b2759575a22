/* SPDX-License-Identifier: GPL-2.0 */
/* The links on which somebody may claim a virtual address. */
#ifndef IPVSADM_CHECK_LINK_H
#define IPVSADM_CHECK_LINK_H

#include "finding.h"

/* As many are asked: with their claims, findings have room for them. */
#define LINKS_MAX (FINDINGS_MAX - KNOCK_CLAIMS - 1)

/**
 * links_find - those that the virtual address is on, and each with a real server of its own
 * @links: LINKS_MAX
 *
 * Return: how many there are.
 */
size_t links_find(struct knock_link *links, const struct evidence *servers, size_t count);

#endif
