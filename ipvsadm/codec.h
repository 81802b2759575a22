/* SPDX-License-Identifier: GPL-2.0 */
#ifndef IPVSADM_CODEC_H
#define IPVSADM_CODEC_H

#include "model.h"

#include <netlink/msg.h>

/* Between structures and attributes of the IPVS family. Decoders return false for nonsense. */
void codec_put_service(struct nl_msg *msg, const struct service *service, bool full);
void codec_put_server(struct nl_msg *msg, const struct server *server, bool full);
void codec_put_timeouts(struct nl_msg *msg, const struct timeouts *timeouts);
void codec_put_daemon(struct nl_msg *msg, const struct daemon *daemon);

bool codec_get_service(struct nlattr *nest, struct service *service);
bool codec_get_server(struct nlattr *nest, struct server *server);
bool codec_get_daemon(struct nlattr *nest, struct daemon *daemon);

#endif
