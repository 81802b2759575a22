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

/** evidence_gather - all that the wire tells; in the jail */
void evidence_gather(struct evidence *evidence, struct knocker *knocker);

#endif
