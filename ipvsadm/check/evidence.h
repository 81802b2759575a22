/* SPDX-License-Identifier: GPL-2.0 */
/* Evidence about a real server, gathered from the kernel and from the wire. */
#ifndef IPVSADM_CHECK_EVIDENCE_H
#define IPVSADM_CHECK_EVIDENCE_H

#include "../model.h"
#include "finding.h"

/**
 * evidence_prepare - all that the kernel knows; before the jail
 * @service: with the address that clients ask
 * @client:  address to ask as, too, NULL for none
 */
void evidence_prepare(struct evidence *evidence, const struct service *service,
		      const struct server *server, const union probe_addr *client);

/** evidence_wait - for its link address, once all are being asked; before the jail */
void evidence_wait(struct evidence *evidence);

/**
 * evidence_next - what the wire can still tell; in the jail
 * @question: what is to be asked next
 *
 * To be called again once that is answered. Return: where the answer goes, NULL where all is
 * gathered.
 */
struct knock_answer *evidence_next(struct evidence *evidence, struct knock *question);

#endif
