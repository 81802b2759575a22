// SPDX-License-Identifier: GPL-2.0
#include "reverse.h"

#include <net/if.h>
#include <stdio.h>
#include <unistd.h>

#define STRICT	 1
#define SETTINGS "/proc/sys/net/ipv4/conf/"

/* Those that are strict, 0 at the end; lives as long as the process. */
static int devices[1024];

static int read_setting(const char *name)
{
	char path[sizeof(SETTINGS "/rp_filter") + IF_NAMESIZE];
	FILE *file;
	int value = 0;

	snprintf(path, sizeof(path), SETTINGS "%s/rp_filter", name);
	file = fopen(path, "r");
	if (!file)
		return 0;
	if (fscanf(file, "%d", &value) != 1)
		value = 0;
	fclose(file);
	return value;
}

/* What comes by a port of a bridge or of a bond is its master's. */
static bool is_port(const char *name)
{
	char path[sizeof("/sys/class/net//master") + IF_NAMESIZE];

	snprintf(path, sizeof(path), "/sys/class/net/%s/master", name);
	return !access(path, F_OK);
}

void reverse_load(void)
{
	struct if_nameindex *names = if_nameindex();
	const struct if_nameindex *name;
	int all = read_setting("all");
	size_t count = 0;
	int own;

	for (name = names; name && name->if_index; name++) {
		own = read_setting(name->if_name);
		/* The greater of both holds; 2 is content with any route. */
		if ((own > all ? own : all) == STRICT && !is_port(name->if_name) &&
		    count + 1 < sizeof(devices) / sizeof(devices[0]))
			devices[count++] = (int)name->if_index;
	}
	if (names)
		if_freenameindex(names);
}

bool reverse_is_strict(int device)
{
	const int *at;

	for (at = devices; *at && *at != device; at++)
		;
	return *at;
}
