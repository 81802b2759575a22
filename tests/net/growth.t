#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The table grows with its connections, loses none of them, and shrinks again.
. "$(dirname "$0")/../lib/net.sh"
setup
count=${COUNT:-12000}
vs -A -u $VIP:99 -s rr
vs -a -u $VIP:99 -r 10.0.2.12:99 -m
server 2 ip link set eth0 down

# A packet from each of so many ports.
flood()
{
	client python3 -c "
import socket
for port in range(10000, 10000 + $count):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(('', port))
        sock.sendto(b'x', ('$VIP', 99))"
}

size()
{
	vs -Ln | sed -n '1s/.*size=\([0-9]*\).*/\1/p'
}

grown()
{
	(($(size) >= 2 * count))
}

flood
is "each port is a connection" "$(vs -Lcn | grep -c '^UDP')" $count
ok "the table has grown" until_true grown
flood
is "each port has found its own again" "$(vs -Ln --stats --exact | awk '/10.0.2.12/ { print $3, $4 }')" \
	"$count $((2 * count))"
vs --set 0 0 1
ok "all expire" until_true prints "0 0" bash -c \
	"ip netns exec $tag-d $IPVSADM -Ln | awk '/10.0.2.12/ { print \$5, \$6 }'"
ok "the table shrinks" until_true prints 4096 size
finish
