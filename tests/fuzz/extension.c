// SPDX-License-Identifier: GPL-2.0
/* Whatever a router puts behind the packet that it quotes. */
#include "../../ipvsadm/probe/extension.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	char text[EXTENSION_TEXT];
	const char *c;

	for (c = extension_text(bytes, size, text); *c; c++) {
		/* Nothing that could steer a terminal. */
		if (*c <= ' ' || *c >= 127)
			abort();
	}
	return 0;
}
