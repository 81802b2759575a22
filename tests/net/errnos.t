#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Each request of the IPVS family that can be refused has the errno of the contract, in its
# order of checks; in-tree ip_vs in the same kernel says the same, or the row tells otherwise.
# Alone: it takes our modules out of the kernel.
. "$(dirname "$0")/../lib/net.sh"
setup

# rows WHOSE [ARGUMENT]: a test point for each
rows()
{
	local claim got want

	director "$top/tests/lib/errnos" ${2:+"$2"} > "$work/rows" 2>&1 ||
		note "$(grep -A20 Traceback "$work/rows")"
	while IFS=$'\t' read -r claim got want; do
		is "$1: $claim" "$got" "$want"
	done < "$work/rows"
}

rows ours
ok "none of them is missing" test "$points" -gt 110
ip netns del "$tag-d"
ok "ours can go" unload
modprobe -i ip_vs_rr
ip netns add "$tag-d"
ip -n "$tag-d" link set lo up
rows in-tree stock
ip netns del "$tag-d"
until_true modprobe -r ip_vs_rr ip_vs
finish
