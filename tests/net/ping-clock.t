#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Whoever sets the wall clock makes no probe of ping and traceroute lost, none wait for ever, and no
# time but what has passed.
# Alone: it sets the kernel's clock.
. "$(dirname "$0")/../lib/net.sh"
trap cleanup EXIT
topology

# across CLAIM HOURS STATUS COMMAND...: the clock is set while a command runs, and back
across()
{
	local claim=$1 hours=$2 want=$3

	shift 3
	: > "$work/told"
	client timeout 30 "$IPVSADM" "$@" > "$work/told" &
	until_true test -s "$work/told"
	date -s "$hours hours" > /dev/null
	wait $!
	is "$claim" $? "$want"
	date -s "$((-hours)) hours" > /dev/null
}

director ip route add blackhole 10.0.9.0/24
director ip route add blackhole fd00:9::/64
for hosts in "10.0.1.1 10.0.9.9" "fd00:1::1 fd00:9::9"; do
	read -r host nobody <<< "$hosts"
	across "losses are seen although it goes back, $nobody" -1 0 \
		ping -n -i 0.2 --until loss=2 $nobody
	director tc qdisc replace dev out root netem delay 1s
	across "an answer that comes later, $host" 1 0 ping -n -c 1 $host
	ok "took what it took" grep -qE "time=[0-9]{3,4} ms" "$work/told"
	across "one that comes earlier, $host" -1 0 ping -n -c 1 $host
	ok "did so, too" grep -qE "time=[0-9]{3,4} ms" "$work/told"
	across "an answer to traceroute, $host" 1 0 traceroute -n -q 1 -I $host
	ok "took what it took" grep -qE "^ 1 .* [0-9]{3,4}[.][0-9]+ ms" "$work/told"
	director tc qdisc del dev out root
done
finish
