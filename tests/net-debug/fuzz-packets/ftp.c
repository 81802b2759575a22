// SPDX-License-Identifier: GPL-2.0
#include "ftp.h"

#include <string.h>

void put_ftp(struct packet *packet)
{
	static const char *const lines[] = {
		"PORT 10,0,1,2,8,1\r\n",
		"PORT 10,0,1,2,256,1\r\n",
		"PORT 1,2\r\nPORT 10,0,1,2,4,5\r\n",
		"EPRT |1|10.0.1.2|5282|\r\n",
		"EPRT |2|fd00:1::2|5282|\r\n",
		"EPRT |||||||\r\n",
		"EPSV\r\n",
		"EPSV ALL\r\n",
		"PASV\r\n",
		"PORT ",
		"227 Entering Passive Mode (10,0,2,11,200,13).\r\n",
		"227 Entering Passive Mode (10,0,2,12,200,13).\r\n",
		"227 Entering Passive Mode (10,0,2,13,200,13).\r\n",
		"227 Entering Passive Mode (10,0,2,11,200,13",
		"227 (010,0,2,012,9,009)\r\n227 (10,0,2,13,8,8)\r\n",
		"229 Entering (|||6446|)\r\n",
		"229 Entering (|1|10.0.2.11|6446|)\r\n",
		"229 (|||99999999|)\r\n",
		"227 10,0,2,\r\n",
	};
	const char *line = lines[draw(COUNT(lines))];
	size_t filler = FTP_SEGMENT - strlen(line);
	char before[FTP_SEGMENT];

	memset(before, 'x', filler);
	memcpy(before + filler - 2, "\r\n", 2);
	put(packet, before, filler);
	put(packet, line, strlen(line));
}
