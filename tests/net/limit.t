#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# conn_max bounds the table; unanswered connections make room, answered ones stay. So do those
# of direct routing, whose answers the director does not see, where the client says more.
. "$(dirname "$0")/../lib/net.sh"
setup
serve 53
vs -A -u $VIP:53 -s rr
vs -a -u $VIP:53 -r 10.0.2.11:53 -m
vs -A -u $VIP:99 -s rr
vs -a -u $VIP:99 -r 10.0.2.12:99 -m
vs -A -u $VIP:54 -s rr
vs -a -u $VIP:54 -r 10.0.2.12 -g
server 2 ip link set eth0 down

count()
{
	vs -Lcn | grep -c '^UDP'
}

# say FIRST LAST VPORT: a word from each of these ports
say()
{
	client python3 -c "
import socket
for port in range($1, $2):
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.bind(('', port))
    sock.sendto(b'x', ('$VIP', $3))"
}

director sysctl -qw net.ipv4.vs.conn_max=25
say 19000 19005 54
say 19000 19005 54
ask $VIP 53 10 udp "" "$(fresh_ports 10)" > /dev/null
is "fifteen answered connections" "$(count)" 15
say 20000 20100 99
is "a flood of a hundred stops at the limit" "$(count)" 25
is "all the answered ones are still there" "$(vs -Lcn | grep -c '10.0.2.11:53')" 10
is "and those of clients that said more to a direct server" "$(vs -Lcn | grep -c ':54 ')" 5
is "ten more find room" "$(ask $VIP 53 10 udp "" "$(fresh_ports 10)" | grep -c 1)" 10
ok "then no more" test "$(ask $VIP 53 1 udp "" "$(fresh_ports 1)")" != 1
is "which is counted" "$(vs -L --explain | awk '$1 == "conn-limit" { print ($3 > 0 ? "yes" : "no") }')" yes
finish
