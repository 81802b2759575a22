/* SPDX-License-Identifier: GPL-2.0 */
#ifndef IPVSADM_TRANSPORT_H
#define IPVSADM_TRANSPORT_H

#include <netlink/msg.h>
#include <stdbool.h>
#include <stddef.h>

/*
 * Transport: one socket, requests and answers of the kernel's families.
 *
 * Functions return 0 or a positive errno of the kernel. The sentence that came
 * with a refusal is in transport_sentence() until the next request.
 */

/* Find the family, loading the module if need be. 0, or an errno. */
int transport_open(void);
void transport_close(void);

enum transport_family {
	TRANSPORT_IPVS,
	TRANSPORT_LVS,
	TRANSPORT_FAMILIES,
};

/* Attributes of an answer that are told apart. */
#define TRANSPORT_ATTR_MAX 15

/* Does the kernel side speak our own family? */
bool transport_has_lvs(void);

/* A message for a command; freed by transport_send(). @flags: NLM_F_*. */
struct nl_msg *transport_message(enum transport_family family, int command, int flags);

/* Send and wait for the acknowledgement. Each answer is given to @answer, if any. */
int transport_send(struct nl_msg *msg, void (*answer)(struct nlattr **attrs, void *data),
		   void *data);

/* What became of one message: an errno, 0 for success, and the kernel's sentence or "". */
struct transport_result {
	int error;
	char sentence[160];
};

/**
 * transport_batch() - send many messages at once
 * @msgs: each wants an acknowledgement; all are freed
 * @count: how many
 * @results: of each, zeroed before
 *
 * Return: 0, or the errno of the transport itself.
 */
int transport_batch(struct nl_msg **msgs, size_t count, struct transport_result *results);

const char *transport_sentence(void);

#endif
