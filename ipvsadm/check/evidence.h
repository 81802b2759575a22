/* SPDX-License-Identifier: GPL-2.0 */
/* Evidence about a real server, gathered from the kernel and from the wire. */
#ifndef IPVSADM_CHECK_EVIDENCE_H
#define IPVSADM_CHECK_EVIDENCE_H

#include "../model.h"
#include "finding.h"

/**
 * evidence_prepare - all that the kernel knows; before the jail
 * @service: with the address that clients ask
 */
void evidence_prepare(struct evidence *evidence, const struct service *service,
		      const struct server *server);

/** evidence_gather - all that the wire tells; in the jail */
void evidence_gather(struct evidence *evidence, struct knocker *knocker);

#endif
