#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Times are those of the wire: kernel stamps leave out what user space takes, which Debian's ping
# counts in, and of a delay of 10 ms they show 10 ms.
. "$(dirname "$0")/../lib/net.sh"
trap cleanup EXIT
topology

# average COMMAND...: of 50 probes, milliseconds
average()
{
	client "$@" -q -c 50 -i 0.02 10.0.1.1 | sed -nE 's|.*= [0-9.]+/([0-9.]+)/.*|\1|p'
}

less()
{
	awk -v a="$1" -v b="$2" 'BEGIN { exit !(a < b) }'
}

ours=$(average "$IPVSADM" ping)
theirs=$(average ping)
user=$(average "$IPVSADM" ping -U)
note "bare: $ours ms by stamps of the kernel, $user ms by -U, $theirs ms by Debian's ping"
ok "stamps of the kernel leave out user space" less "$ours" "$theirs"
ok "-U has it in" less "$ours" "$user"
director tc qdisc add dev out root netem delay 10ms
delayed=$(average "$IPVSADM" ping)
theirs=$(average ping)
note "10 ms: $delayed ms by stamps of the kernel, $theirs ms by Debian's ping"
ok "a delay of 10 ms takes 10 ms at least" less 9.9999 "$delayed"
ok "and 0.3 ms more at most, beside what the path itself takes" \
	less "$delayed" "$(awk -v path="$ours" 'BEGIN { print 10.3 + path }')"
finish
