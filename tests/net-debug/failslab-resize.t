#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Without memory for a larger table, connections live in the one that there is; it grows
# when memory has come back.
. "$(dirname "$0")/../lib/net.sh"
. "$(dirname "$0")/faults.sh"
setup
count=9000
vs -A -u $VIP:99 -s rr
vs -a -u $VIP:99 -r 10.0.2.12:99 -m
server 2 ip link set eth0 down
director ip route add 10.7.0.0/16 via 10.0.1.2
client ip addr add 10.7.0.1/16 dev lo
function_in_reach lvs_flow_table_resize

size()
{
	vs -Ln | sed -n '1s/.*size=\([0-9]*\).*/\1/p'
}

flood()
{
	client "$top/build/tests/flood" $VIP 99 $count
}


started=$(size)
echo 1000000 > $faults/failslab/times
chance 100
flood
ok "growth is tried, and fails" until_true eval '(($(cat $faults/failslab/times) < 1000000))'
tries=$((1000000 - $(cat $faults/failslab/times)))
ok "not by each new connection: $tries times" test $tries -lt 200
is "the table has its size" "$(size)" "$started"
is "and every connection" "$(vs -Lcn | grep -c '^UDP')" $count
flood
is "each packet finds its own" "$(vs -Ln --stats --exact | awk '/10.0.2.12/ { print $3, $4 }')" \
	"$count $((2 * count))"
chance 0
ok "with memory again, it grows" until_true eval '(($(size) >= 2 * count))'
is "and has lost none" "$(vs -Lcn | grep -c '^UDP')" $count
vs --set 0 0 1
ok "without memory to shrink, connections expire" eval \
	'chance 100; until_true prints 0 eval "vs -Lcn | grep -c ^UDP"'
chance 0
ok "it shrinks when it can" until_true prints "$started" size
finish
