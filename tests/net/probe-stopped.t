#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# A probe is held lost when no answer came in time, not when ping or traceroute had no turn to
# read it: what came while they were stopped counts.
. "$(dirname "$0")/../lib/net.sh"
trap cleanup EXIT
topology
director tc qdisc add dev out root netem delay 700ms

# stopped FILE PATTERN COMMAND...: it is stopped when FILE has that, and goes on when it would have given up
stopped()
{
	local file=$1 pattern=$2 begin

	shift 2
	client "$@" > "$work/told" 2>&1 &
	until_true grep -q "$pattern" "$file"
	pid=$(ip netns pids "$tag-c")
	kill -STOP "$pid"
	begin=$SECONDS
	until_true eval "((SECONDS >= $begin + 3))"
	kill -CONT "$pid"
	wait $!
}

for args in "-c 1 -W 1.5" "-c 2 -i 2 -O"; do
	# shellcheck disable=SC2086
	stopped "$work/told" PING "$IPVSADM" ping -n $args 10.0.1.1
	is "stopped, ping loses nothing: $args" \
		"$? $(grep -c "no answer" "$work/told") $(grep -o '[^,]* packet loss' "$work/told")" "0 0  0% packet loss"
done
stopped "$work/told" traceroute "$IPVSADM" traceroute -n -w 1.5 10.0.2.11
is "nor does traceroute" "$? $(grep -c '\*' "$work/told")" "0 0"
finish
