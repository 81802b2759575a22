// SPDX-License-Identifier: GPL-2.0
/* An SCTP packet that came from anybody. */
#include "../../ipvsadm/probe/sctp.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct sctp_packet packet;

	sctp_parse(&packet, bytes, size);
	return 0;
}
