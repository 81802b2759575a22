// SPDX-License-Identifier: GPL-2.0
/* What may be an answer to a probe of a trace: the first byte says by which method. */
#include "../../ipvsadm/probe/trace_method.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static const char *const names[] = { "default", "udplite", "tcp", "dccp", "raw" };
	const struct trace_spec spec = { .info = true };
	struct trace_draft draft = { .spec = &spec, .number = 1 };
	const struct trace_method *method;
	char text[TRACE_INFO];
	const char *c;

	if (!size)
		return 0;
	method = trace_method_find(names[bytes[0] % 5]);
	draft.family = probe_family_of(AF_INET);
	trace_answers(method, &draft, bytes + 1, size - 1);
	for (c = trace_info(method, bytes + 1, size - 1, text); *c; c++) {
		/* Nothing that could steer a terminal. */
		if (*c <= ' ' || *c >= 127)
			abort();
	}
	return 0;
}
