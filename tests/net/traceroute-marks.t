#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Each error that a router may send has the mark that Debian's traceroute gives it, and ends a
# path that was not reached.
. "$(dirname "$0")/../lib/net.sh"
. "$(dirname "$0")/../lib/chain.sh"
trap cleanup EXIT
chain

stand_in "$top/tests/lib/refuse" to1

# hop COMMAND...: what it says of the second hop, its exit status
hop()
{
	client "$@" -n -U -F -q 1 -f 2 -m 2 -w 5 > "$work/told" 2>&1
	echo "$? $(sed -nE '/^ 2/s/[0-9.]+ ms/T/p' "$work/told")"
}

# refused HOST TYPE CODE
refused()
{
	local port=$(($2 * 256 + $3)) ours theirs

	ours=$(hop "$IPVSADM" traceroute -p $port "$1")
	theirs=$(hop traceroute -p $port "$1")
	is "ICMP type $2, code $3 from the way to $1" "$ours" "1 ${theirs#* }"
}

for code in 0 1 2 4 5 9 13 14 15 16; do
	refused 10.1.4.2 3 "$code"
done
refused 10.1.4.2 12 0
for code in 0 1 3 5; do
	refused fd01:4::2 1 "$code"
done
refused fd01:4::2 2 0
refused fd01:4::2 4 1
# A port that is closed is a target's, whoever says so: as everywhere, it ends the path.
is "a port unreachable on the way has no mark" \
	"$(hop "$IPVSADM" traceroute -p $((3 * 256 + 3)) 10.1.4.2)" \
	"0 $(hop traceroute -p $((3 * 256 + 3)) 10.1.4.2 | cut -d ' ' -f 2-)"
finish
