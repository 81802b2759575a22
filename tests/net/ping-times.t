#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Times are those of the wire: kernel stamps leave out what user space takes, which Debian's ping
# counts in, and of a delay of 10 ms they show 10 ms. EXACT holds averages to that, on a machine
# that does nothing else; elsewhere the quickest of many probes shows it, within half a delay.
. "$(dirname "$0")/../lib/net.sh"
trap cleanup EXIT
topology

# times COMMAND...: the shortest of 50 probes, and the average; milliseconds
times()
{
	client "$@" -q -c 50 -i 0.02 10.0.1.1 | sed -nE 's|.*= ([0-9.]+)/([0-9.]+)/.*|\1 \2|p'
}

less()
{
	awk -v a="$1" -v b="$2" 'BEGIN { exit !(a < b) }'
}

# held LEAST AVERAGE: the one of them that can be held to a bound here
held()
{
	if [[ -n ${EXACT-} ]]; then
		echo "$2"
	else
		echo "$1"
	fi
}

read -r least average < <(times "$IPVSADM" ping)
ours=$(held "$least" "$average")
note "bare: $average ms by stamps of the kernel, $least at least"
read -r least average < <(times ping)
theirs=$(held "$least" "$average")
note "bare: $average ms by Debian's ping, $least at least"
read -r least average < <(times "$IPVSADM" ping -U)
note "bare: $average ms by our -U, $least at least"
ok "stamps of the kernel leave out user space" less "$ours" "$theirs"
ok "-U has it in" less "$ours" "$(held "$least" "$average")"

director tc qdisc add dev out root netem delay 10ms
read -r least average < <(times "$IPVSADM" ping)
note "10 ms: $average ms by stamps of the kernel, $least at least"
ok "a delay of 10 ms takes 10 ms at least" less 9.9999 "$least"
# An emulated guest on a busy machine ends no delay in time.
ok "and hardly more" less "$(held "$least" "$average")" "$(held 15 10.3)"
finish
