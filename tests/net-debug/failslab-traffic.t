#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# New connections while memory fails: each packet is sent on or counted as
# dropped, and the table is right afterwards.
. "$(dirname "$0")/../lib/net.sh"
. "$(dirname "$0")/faults.sh"
setup
serve 53
packets=600
vs -R << END
-A -u $VIP:99 -s rr
-a -u $VIP:99 -r 10.0.2.11:99 -m
-a -u $VIP:99 -r 10.0.2.12:99 -i
-A -u $VIP:98 -s wrr -p 100
-a -u $VIP:98 -r 10.0.2.13:98 -m
-A -u $VIP:97 -s rr -o
-a -u $VIP:97 -r 10.0.2.13:97 -m
-A -u $VIP:53 -s rr
-a -u $VIP:53 -r 10.0.2.11:53 -m
END
# Nobody listens there, and nobody shall answer that.
for number in 1 2 3; do
	server $number sysctl -qw net.ipv4.icmp_ratemask=65535 net.ipv4.icmp_ratelimit=1000000
done
in_reach

# A packet from each of so many ports, to each service in turn.
stream()
{
	client python3 -c "
import socket
for port in range(10000, 10000 + $packets):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(('', port))
        sock.sendto(b'x' * 32, ('$VIP', 97 + port % 3))"
}

# Packets that left the director for one of these reasons.
left()
{
	vs -L --explain | awk -v "names=$*" '
		BEGIN { n = split(names, list); for (i = 1; i <= n; i++) wanted[list[i]] = 1 }
		$1 in wanted { sum += $3 }
		END { print sum + 0 }'
}

# Without templates, whose client has no port.
connections()
{
	vs -Lcn | awk '/^UDP/ && $4 !~ /:0$/' | wc -l
}

counted()
{
	vs -Ln | awk '/-> 10/ { sum += $5 + $6 } END { print sum + 0 }'
}

sent="request-sent request-local"
short="no-memory no-route not-writable"
before=$(left "$sent")
chance 20
stream
chance 0
delivered=$(($(left "$sent") - before))
dropped=$(left "$short")
is "each packet was sent on or its drop is counted" $((delivered + dropped)) $packets
ok "some were dropped" test "$dropped" -gt 20
ok "most were sent on" test $delivered -gt $((packets / 3))
is "servers count the connections that there are" "$(counted)" "$(connections)"
is "with memory again, a new connection is served" "$(ask $VIP 53 1 udp)" 1

# Under failure, connections must end too, tables of buckets shrink, servers go.
chance 50
vs -C 2> /dev/null
stream
chance 0
ok "the table can be cleared" vs -C
vs --set 0 0 1
ok "all connections expire" until_true prints 0 connections

# Namespaces come whole or not at all.
made=0
refused=0
for nth in $(seq 1 60); do
	if "$top/tests/net-debug/fail-nth" "$nth" "$work/left" unshare -n true 2> "$work/said"; then
		made=$((made + 1))
	else
		refused=$((refused + 1))
		grep -q 'Cannot allocate memory' "$work/said" || cp "$work/said" "$work/wrong"
	fi
	[[ $(< "$work/left") == 0 ]] || break
done
ok "a namespace is refused for each allocation of ours" test $refused -gt 5
ok "and says that memory was short" eval "! cat $work/wrong"
is "without a failure there it is" $((made > 0)) 1
finish
