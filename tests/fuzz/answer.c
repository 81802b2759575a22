// SPDX-License-Identifier: GPL-2.0
/* Whatever arrives at a raw socket: the first byte says which family and form. */
#include "../../ipvsadm/probe/answer.h"
#include "../../ipvsadm/probe/verdict.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	const struct probe_family *family;
	struct probe_answer answer;
	struct probe_error error;
	char text[VERDICT_TEXT];
	volatile uint8_t last;

	if (!size)
		return 0;
	family = probe_family_of(bytes[0] & 1 ? AF_INET6 : AF_INET);
	answer_parse(&answer, family, bytes + 1, size - 1, bytes[0] & 2);
	/* What the result leads to is there. */
	if (answer.size)
		last = answer.payload[answer.size - 1];
	if (answer.options_size)
		last = answer.options[answer.options_size - 1];
	if (answer.quote.size)
		last = answer.quote.transport[answer.quote.size - 1];
	(void)last;
	error = (struct probe_error){ answer.type, answer.code, answer.info };
	verdict_text(&error, family, text);
	return 0;
}
