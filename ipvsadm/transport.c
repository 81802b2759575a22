// SPDX-License-Identifier: GPL-2.0
#include "transport.h"

#include "module.h"

#include <errno.h>
#include <linux/ip_vs.h>
#include <linux/lvs.h>
#include <linux/netlink.h>
#include <netlink/genl/ctrl.h>
#include <netlink/genl/genl.h>
#include <netlink/netlink.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>

/* Room for the acknowledgements of a batch. */
#define RECEIVE_BUFFER (4 << 20)

static struct nl_sock *transport_sock;
static int transport_families[TRANSPORT_FAMILIES];
static char transport_text[256];

/* An exchange under way. */
struct transport_exchange {
	void (*answer)(struct nlattr **attrs, void *data);
	void *data;
	int error;
	bool done;
	uint32_t first_seq;
	size_t count;
	size_t acked;
	struct transport_result *results;
};

const char *transport_sentence(void)
{
	return transport_text;
}

static int transport_connect(void)
{
	int one = 1;

	transport_sock = nl_socket_alloc();
	if (!transport_sock)
		return ENOMEM;
	if (genl_connect(transport_sock))
		return EPROTONOSUPPORT;
	nl_socket_set_buffer_size(transport_sock, RECEIVE_BUFFER, RECEIVE_BUFFER);
	setsockopt(nl_socket_get_fd(transport_sock), SOL_NETLINK, NETLINK_EXT_ACK, &one,
		   sizeof(one));
	setsockopt(nl_socket_get_fd(transport_sock), SOL_NETLINK, NETLINK_CAP_ACK, &one,
		   sizeof(one));
	transport_families[TRANSPORT_IPVS] = genl_ctrl_resolve(transport_sock, IPVS_GENL_NAME);
	if (transport_families[TRANSPORT_IPVS] < 0) {
		module_load("lvs");
		transport_families[TRANSPORT_IPVS] =
			genl_ctrl_resolve(transport_sock, IPVS_GENL_NAME);
	}
	return transport_families[TRANSPORT_IPVS] < 0 ? ENOPROTOOPT : 0;
}

int transport_open(void)
{
	return transport_sock ? 0 : transport_connect();
}

void transport_close(void)
{
	if (transport_sock)
		nl_socket_free(transport_sock);
	transport_sock = NULL;
}

bool transport_has_lvs(void)
{
	transport_families[TRANSPORT_LVS] = genl_ctrl_resolve(transport_sock, LVS_GENL_NAME);
	return transport_families[TRANSPORT_LVS] >= 0;
}

struct nl_msg *transport_message(enum transport_family family, int command, int flags)
{
	struct nl_msg *msg = nlmsg_alloc();

	if (!msg || !genlmsg_put(msg, NL_AUTO_PORT, NL_AUTO_SEQ, transport_families[family], 0,
				 flags, command, IPVS_GENL_VERSION)) {
		fprintf(stderr, "ipvsadm: out of memory\n");
		exit(2);
	}
	return msg;
}

static int transport_on_answer(struct nl_msg *msg, void *arg)
{
	struct transport_exchange *exchange = arg;
	struct nlattr *attrs[TRANSPORT_ATTR_MAX + 1];

	if (exchange->answer && !genlmsg_parse(nlmsg_hdr(msg), 0, attrs, TRANSPORT_ATTR_MAX, NULL))
		exchange->answer(attrs, exchange->data);
	return NL_OK;
}

/* The kernel's sentence stands in attributes behind the error, the request left out. */
static void transport_keep_sentence(const struct nlmsghdr *header, char *text, size_t room)
{
	const struct nlmsgerr *error = nlmsg_data(header);
	struct nlattr *attrs[NLMSGERR_ATTR_MAX + 1];
	size_t skip = sizeof(*error);

	if (!(header->nlmsg_flags & NLM_F_ACK_TLVS))
		return;
	if (!(header->nlmsg_flags & NLM_F_CAPPED))
		skip += error->msg.nlmsg_len - sizeof(error->msg);
	if (header->nlmsg_len < NLMSG_HDRLEN + NLMSG_ALIGN(skip))
		return;
	if (nla_parse(attrs, NLMSGERR_ATTR_MAX,
		      (struct nlattr *)((char *)nlmsg_data(header) + NLMSG_ALIGN(skip)),
		      header->nlmsg_len - NLMSG_HDRLEN - NLMSG_ALIGN(skip), NULL))
		return;
	if (attrs[NLMSGERR_ATTR_MSG])
		nla_strlcpy(text, attrs[NLMSGERR_ATTR_MSG], room);
}

static struct transport_result *transport_result_of(struct transport_exchange *exchange,
						    uint32_t seq)
{
	if (!exchange->results || seq - exchange->first_seq >= exchange->count)
		return NULL;
	return &exchange->results[seq - exchange->first_seq];
}

static void transport_finish_one(struct transport_exchange *exchange, uint32_t seq, int error)
{
	if (error && !exchange->error)
		exchange->error = error;
	if (transport_result_of(exchange, seq))
		transport_result_of(exchange, seq)->error = error;
	exchange->acked++;
	exchange->done = exchange->acked >= exchange->count;
}

static int transport_on_ack(struct nl_msg *msg, void *arg)
{
	transport_finish_one(arg, nlmsg_hdr(msg)->nlmsg_seq, 0);
	return NL_STOP;
}

static int transport_on_done(struct nl_msg *msg, void *arg)
{
	const struct nlmsghdr *header = nlmsg_hdr(msg);
	int error = nlmsg_datalen(header) >= (int)sizeof(int) ? *(int *)nlmsg_data(header) : 0;

	transport_finish_one(arg, header->nlmsg_seq, -error);
	return NL_STOP;
}

static int transport_on_error(struct sockaddr_nl *from, struct nlmsgerr *error, void *arg)
{
	const struct nlmsghdr *header =
		(const struct nlmsghdr *)((const char *)error - NLMSG_HDRLEN);
	struct transport_exchange *exchange = arg;
	struct transport_result *result = transport_result_of(exchange, header->nlmsg_seq);

	(void)from;
	if (!exchange->error)
		transport_keep_sentence(header, transport_text, sizeof(transport_text));
	if (result)
		transport_keep_sentence(header, result->sentence, sizeof(result->sentence));
	transport_finish_one(exchange, header->nlmsg_seq, -error->error);
	return NL_SKIP;
}

/* Answers of a batch have many numbers; finish_one() tells them apart. */
static int transport_on_seq(struct nl_msg *msg, void *arg)
{
	(void)msg;
	(void)arg;
	return NL_OK;
}

static int transport_receive(struct transport_exchange *exchange)
{
	struct nl_cb *cb = nl_cb_alloc(NL_CB_DEFAULT);
	int ret = 0;

	if (!cb)
		return ENOMEM;
	nl_cb_set(cb, NL_CB_VALID, NL_CB_CUSTOM, transport_on_answer, exchange);
	nl_cb_set(cb, NL_CB_ACK, NL_CB_CUSTOM, transport_on_ack, exchange);
	nl_cb_set(cb, NL_CB_FINISH, NL_CB_CUSTOM, transport_on_done, exchange);
	nl_cb_set(cb, NL_CB_SEQ_CHECK, NL_CB_CUSTOM, transport_on_seq, exchange);
	nl_cb_err(cb, NL_CB_CUSTOM, transport_on_error, exchange);
	while (!exchange->done && ret >= 0)
		ret = nl_recvmsgs(transport_sock, cb);
	nl_cb_put(cb);
	return ret < 0 ? EIO : 0;
}

int transport_send(struct nl_msg *msg, void (*answer)(struct nlattr **attrs, void *data),
		   void *data)
{
	struct transport_exchange exchange = { .answer = answer, .data = data, .count = 1 };
	int ret;

	transport_text[0] = 0;
	nl_complete_msg(transport_sock, msg);
	if (!(nlmsg_hdr(msg)->nlmsg_flags & NLM_F_DUMP))
		nlmsg_hdr(msg)->nlmsg_flags |= NLM_F_ACK;
	ret = nl_send_auto(transport_sock, msg);
	nlmsg_free(msg);
	if (ret < 0)
		return EIO;
	ret = transport_receive(&exchange);
	return ret ? ret : exchange.error;
}

int transport_batch(struct nl_msg **msgs, size_t count, struct transport_result *results)
{
	struct transport_exchange exchange = { .count = count, .results = results };
	struct iovec iov[count ? count : 1];
	struct msghdr header = { .msg_iov = iov, .msg_iovlen = count };
	size_t i;
	int ret = 0;

	transport_text[0] = 0;
	for (i = 0; i < count; i++) {
		nl_complete_msg(transport_sock, msgs[i]);
		nlmsg_hdr(msgs[i])->nlmsg_flags |= NLM_F_ACK;
		iov[i].iov_base = nlmsg_hdr(msgs[i]);
		iov[i].iov_len = NLMSG_ALIGN(nlmsg_hdr(msgs[i])->nlmsg_len);
	}
	if (count) {
		exchange.first_seq = nlmsg_hdr(msgs[0])->nlmsg_seq;
		if (nl_sendmsg(transport_sock, msgs[0], &header) < 0)
			ret = EIO;
		else
			ret = transport_receive(&exchange);
	}
	for (i = 0; i < count; i++)
		nlmsg_free(msgs[i]);
	return ret;
}
