#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Times are those of the wire: kernel stamps leave out what user space takes, which Debian's ping
# counts in, and of a delay of 10 ms they show 10 ms. EXACT holds averages to that, on a machine
# that does nothing else; elsewhere the quickest of many probes shows it, and as a machine may be
# held up for all of them, more probes are asked until they do.
. "$(dirname "$0")/../lib/net.sh"
trap cleanup EXIT
topology
[[ -z ${EXACT-} ]] || PATIENCE=0

# times COMMAND...: the shortest of 50 probes, and the average; milliseconds
times()
{
	client "$@" -q -c 50 -i 0.02 10.0.1.1 | sed -nE 's|.*= ([0-9.]+)/([0-9.]+)/.*|\1 \2|p'
}

less()
{
	awk -v a="$1" -v b="$2" 'BEGIN { exit !(a < b) }'
}

# measure NAME COMMAND...: the average, or where it cannot be held to a bound the least of all
# rounds, into $work/NAME
measure()
{
	local name=$1 least average

	shift
	read -r least average < <(times "$@")
	note "$name: $average ms, $least at least"
	if [[ -n ${EXACT-} ]]; then
		echo "$average" > "$work/$name"
	elif [[ ! -s $work/$name ]] || less "$least" "$(< "$work/$name")"; then
		echo "$least" > "$work/$name"
	fi
}

# shorter COMMAND...: is a time of the kernel's stamps less than the time that this tells?
shorter()
{
	measure stamps "$IPVSADM" ping
	measure "${*##*/}" "$@"
	less "$(< "$work/stamps")" "$(< "$work/${*##*/}")"
}

ok "stamps of the kernel leave out user space, which Debian's ping has in" until_true shorter ping
cat "$work/out"
ok "as has -U" until_true shorter "$IPVSADM" ping -U
cat "$work/out"

director tc qdisc add dev out root netem delay 10ms
# An emulated guest on a busy machine ends no delay in time.
within()
{
	local most=15

	[[ -z ${EXACT-} ]] || most=10.3
	measure delayed "$IPVSADM" ping
	less "$(< "$work/delayed")" "$most"
}
ok "a delay of 10 ms takes hardly more" until_true within
cat "$work/out"
ok "and 10 ms at least" less 9.9999 "$(< "$work/delayed")"
finish
