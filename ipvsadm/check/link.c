// SPDX-License-Identifier: GPL-2.0
#include "link.h"

#include <ifaddrs.h>
#include <net/if_arp.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

/* Has it neighbours that are asked for their link addresses? */
static bool is_ethernet(const char *name)
{
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	struct ifreq request = { 0 };
	bool is;

	if (fd < 0)
		return false;
	memcpy(request.ifr_name, name, strlen(name) + 1);
	is = !ioctl(fd, SIOCGIFHWADDR, &request) && request.ifr_hwaddr.sa_family == ARPHRD_ETHER &&
	     !ioctl(fd, SIOCGIFFLAGS, &request) && request.ifr_flags & IFF_UP &&
	     !(request.ifr_flags & IFF_NOARP);
	close(fd);
	return is;
}

static size_t add(struct knock_link *links, size_t count, const char *name)
{
	size_t i;

	for (i = 0; i < count && strcmp(links[i].name, name); i++)
		;
	if (i < count || count == LINKS_MAX || strlen(name) >= IF_NAMESIZE || !is_ethernet(name))
		return count;
	strcpy(links[count].name, name);
	links[count].device = (int)if_nametoindex(name);
	return count + 1;
}

size_t links_find(struct knock_link *links, const struct evidence *servers, size_t count)
{
	const struct probe_family *family = probe_family_of(servers->vip.any.sa_family);
	const struct ifaddrs *at;
	struct ifaddrs *all;
	size_t found = 0;
	size_t i;

	for (i = 0; i < count; i++) {
		if (servers[i].way.on_link && !servers[i].way.local && servers[i].way.link_size)
			found = add(links, found, servers[i].way.name);
	}
	if (getifaddrs(&all))
		return found;
	for (at = all; at; at = at->ifa_next) {
		if (at->ifa_addr && at->ifa_addr->sa_family == family->af &&
		    probe_addr_same((const union probe_addr *)at->ifa_addr, &servers->vip))
			found = add(links, found, at->ifa_name);
	}
	freeifaddrs(all);
	return found;
}
