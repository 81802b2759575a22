#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# conn_max bounds the table; unanswered connections make room, answered ones stay.
. "$(dirname "$0")/../lib/net.sh"
setup
serve 53
vs -A -u $VIP:53 -s rr
vs -a -u $VIP:53 -r 10.0.2.11:53 -m
vs -A -u $VIP:99 -s rr
vs -a -u $VIP:99 -r 10.0.2.12:99 -m
server 2 ip link set eth0 down

count()
{
	vs -Lcn | grep -c '^UDP'
}

director sysctl -qw net.ipv4.vs.conn_max=20
ask $VIP 53 10 udp "" "$(fresh_ports 10)" > /dev/null
is "ten answered connections" "$(count)" 10
client python3 -c "
import socket
for port in range(20000, 20100):
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.bind(('', port))
    sock.sendto(b'x', ('$VIP', 99))"
is "a flood of a hundred stops at the limit" "$(count)" 20
is "all the answered ones are still there" "$(vs -Lcn | grep -c '10.0.2.11:53')" 10
is "ten more find room" "$(ask $VIP 53 10 udp "" "$(fresh_ports 10)" | grep -c 1)" 10
ok "then no more" test "$(ask $VIP 53 1 udp "" "$(fresh_ports 1)")" != 1
is "which is counted" "$(vs -L --explain | awk '$1 == "conn-limit" { print ($3 > 0 ? "yes" : "no") }')" yes
finish
