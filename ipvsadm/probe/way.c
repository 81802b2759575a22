// SPDX-License-Identifier: GPL-2.0
#include "way.h"

#include <errno.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* A neighbour is asked three times, a second apart, before it counts as absent. */
#define NEIGHBOUR_POLLS 40
#define NEIGHBOUR_PAUSE 100

#define NEIGHBOUR_KNOWN \
	(NUD_REACHABLE | NUD_PERMANENT | NUD_NOARP | NUD_STALE | NUD_DELAY | NUD_PROBE)

static void take_address(union probe_addr *result, const union probe_addr *like,
			 struct nlattr *attr)
{
	const struct probe_family *family = probe_family_of(like->any.sa_family);

	if (attr && nla_len(attr) == (int)family->address_size)
		probe_addr_set(result, family, nla_data(attr));
}

static int take_route(struct nl_msg *msg, void *data)
{
	struct nlattr *attrs[RTA_MAX + 1];
	struct nlattr *metrics[RTAX_MAX + 1];
	struct nlmsghdr *header = nlmsg_hdr(msg);
	struct rtmsg *route = nlmsg_data(header);
	struct way *way = data;

	if (header->nlmsg_type != RTM_NEWROUTE ||
	    nlmsg_parse(header, sizeof(*route), attrs, RTA_MAX, NULL))
		return NL_SKIP;
	way->local = route->rtm_type == RTN_LOCAL;
	if (attrs[RTA_OIF])
		way->device = (int)nla_get_u32(attrs[RTA_OIF]);
	take_address(&way->source, &way->hop, attrs[RTA_PREFSRC]);
	way->on_link = !attrs[RTA_GATEWAY];
	take_address(&way->hop, &way->hop, attrs[RTA_GATEWAY]);
	if (attrs[RTA_METRICS] && !nla_parse_nested(metrics, RTAX_MAX, attrs[RTA_METRICS], NULL) &&
	    metrics[RTAX_MTU])
		way->mtu = nla_get_u32(metrics[RTAX_MTU]);
	return NL_OK;
}

static int take_neighbour(struct nl_msg *msg, void *data)
{
	struct nlattr *attrs[NDA_MAX + 1];
	struct nlmsghdr *header = nlmsg_hdr(msg);
	struct ndmsg *neighbour = nlmsg_data(header);
	struct way *way = data;
	int size;

	if (header->nlmsg_type != RTM_NEWNEIGH ||
	    nlmsg_parse(header, sizeof(*neighbour), attrs, NDA_MAX, NULL))
		return NL_SKIP;
	way->set = neighbour->ndm_state & NUD_PERMANENT;
	way->absent = neighbour->ndm_state & NUD_FAILED;
	if (!attrs[NDA_LLADDR])
		return NL_OK;
	size = nla_len(attrs[NDA_LLADDR]);
	if (!(neighbour->ndm_state & NEIGHBOUR_KNOWN) || size > WAY_LINK)
		return NL_SKIP;
	memcpy(way->link, nla_data(attrs[NDA_LLADDR]), (size_t)size);
	way->link_size = (unsigned int)size;
	return NL_OK;
}

static int take_end(struct nl_msg *msg, void *data)
{
	bool *ended = data;

	(void)msg;
	*ended = true;
	return NL_STOP;
}

/* Put an address in, and ask; what is told comes before the end of it. Return: 0 or a negative number of libnl. */
static int ask(struct nl_sock *sock, struct nl_msg *msg, int attr, const union probe_addr *addr,
	       nl_recvmsg_msg_cb_t take, struct way *way)
{
	union probe_addr copy = *addr;
	const struct probe_family *family = probe_family_of(addr->any.sa_family);
	bool ended = false;
	int ret;

	if (nla_put(msg, attr, (int)family->address_size, probe_addr_bytes(&copy))) {
		nlmsg_free(msg);
		return -NLE_NOMEM;
	}
	nl_socket_modify_cb(sock, NL_CB_VALID, NL_CB_CUSTOM, take, way);
	nl_socket_modify_cb(sock, NL_CB_ACK, NL_CB_CUSTOM, take_end, &ended);
	ret = nl_send_auto(sock, msg);
	nlmsg_free(msg);
	while (ret >= 0 && !ended)
		ret = nl_recvmsgs_default(sock);
	return ret;
}

static int ask_route(struct nl_sock *sock, const union probe_addr *to, struct way *way)
{
	struct rtmsg header = {
		.rtm_family = (uint8_t)to->any.sa_family,
		.rtm_dst_len = (uint8_t)(probe_family_of(to->any.sa_family)->address_size * 8),
	};
	struct nl_msg *msg = nlmsg_alloc_simple(RTM_GETROUTE, 0);

	if (!msg || nlmsg_append(msg, &header, sizeof(header), NLMSG_ALIGNTO)) {
		nlmsg_free(msg);
		return -ENOMEM;
	}
	return ask(sock, msg, RTA_DST, to, take_route, way) < 0 ? -ENETUNREACH : 0;
}

static int ask_neighbour(struct nl_sock *sock, int type, struct way *way)
{
	struct ndmsg header = {
		.ndm_family = (uint8_t)way->hop.any.sa_family,
		.ndm_ifindex = way->device,
		.ndm_flags = type == RTM_NEWNEIGH ? NTF_USE : 0,
	};
	struct nl_msg *msg =
		nlmsg_alloc_simple(type, type == RTM_NEWNEIGH ? NLM_F_CREATE | NLM_F_REPLACE : 0);

	if (!msg || nlmsg_append(msg, &header, sizeof(header), NLMSG_ALIGNTO)) {
		nlmsg_free(msg);
		return -ENOMEM;
	}
	return ask(sock, msg, NDA_DST, &way->hop, take_neighbour, way);
}

/* Return: does the device have link addresses to be asked for? */
static bool read_device(struct way *way)
{
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	struct ifreq request = { 0 };
	bool asks = true;

	if (fd < 0)
		return true;
	if_indextoname((unsigned int)way->device, way->name);
	memcpy(request.ifr_name, way->name, sizeof(request.ifr_name));
	if (!way->mtu && !ioctl(fd, SIOCGIFMTU, &request))
		way->mtu = (unsigned int)request.ifr_mtu;
	if (!ioctl(fd, SIOCGIFFLAGS, &request))
		asks = !(request.ifr_flags & (IFF_NOARP | IFF_LOOPBACK | IFF_POINTOPOINT));
	close(fd);
	return asks;
}

/*
 * A use of its entry makes the kernel ask the neighbour; without a packet of ours. One that was
 * set by hand would be no more by that.
 */
static int use_neighbour(struct nl_sock *sock, struct way *way)
{
	ask_neighbour(sock, RTM_GETNEIGH, way);
	if (way->set)
		return 0;
	way->absent = false;
	way->link_size = 0;
	return ask_neighbour(sock, RTM_NEWNEIGH, way) < 0 ? -EPERM : 0;
}

static struct nl_sock *open_netlink(void)
{
	struct nl_sock *sock = nl_socket_alloc();

	if (sock && nl_connect(sock, NETLINK_ROUTE) < 0) {
		nl_socket_free(sock);
		sock = NULL;
	}
	return sock;
}

int way_start(struct way *way, const union probe_addr *to)
{
	struct nl_sock *sock = open_netlink();
	int ret;

	memset(way, 0, sizeof(*way));
	way->hop = *to;
	probe_addr_set_port(&way->hop, 0);
	if (!sock)
		return -EIO;
	ret = ask_route(sock, to, way);
	way->neighbourly = !ret && read_device(way) && !way->local;
	if (way->neighbourly)
		ret = use_neighbour(sock, way);
	nl_socket_free(sock);
	return ret;
}

int way_finish(struct way *way)
{
	struct nl_sock *sock = way->neighbourly ? open_netlink() : NULL;
	int i;

	if (!way->neighbourly)
		return 0;
	for (i = 0; sock && i < NEIGHBOUR_POLLS && !way->link_size && !way->absent; i++) {
		if (i)
			poll(NULL, 0, NEIGHBOUR_PAUSE);
		ask_neighbour(sock, RTM_GETNEIGH, way);
	}
	if (sock)
		nl_socket_free(sock);
	return way->link_size ? 0 : -EHOSTUNREACH;
}
