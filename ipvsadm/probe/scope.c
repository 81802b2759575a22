// SPDX-License-Identifier: GPL-2.0
#include "scope.h"

#include <net/if.h>
#include <stddef.h>

/* Lives as long as the process; written once, before anything is received. */
static struct if_nameindex *names;

void scope_load(void)
{
	if (!names)
		names = if_nameindex();
}

const char *scope_name(unsigned int index)
{
	const struct if_nameindex *name;

	for (name = names; name && name->if_index; name++) {
		if (name->if_index == index)
			return name->if_name;
	}
	return NULL;
}
