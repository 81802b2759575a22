#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Templates of clients whose packets are scheduled one by one: they end after their time, and
# count against conn_max.
. "$(dirname "$0")/../lib/net.sh"
setup
serve 53 1
# So many that each client's address is its own.
ip -n "$tag-c" route add local 10.7.0.0/16 dev lo
ip -n "$tag-c" -6 route add local fd00:7::/64 dev lo
client sysctl -qw net.ipv6.ip_nonlocal_bind=1
director ip route add 10.7.0.0/16 via 10.0.1.2
director ip -6 route add fd00:7::/64 via fd00:1::2

# begin SECONDS: a persistent service of each family
begin()
{
	vs -R <<- RULES
		-A -u $VIP:53 -s rr -o -p $1
		-a -u $VIP:53 -r 10.0.2.11 -m
		-A -u [$VIP6]:53 -s rr -o -p $1
		-a -u [$VIP6]:53 -r fd00:2::11 -m
	RULES
}

# clients COUNT VIP...: a datagram from each to each of these
clients()
{
	client python3 - "$@" <<-'ASK'
		import socket, sys
		for vip in sys.argv[2:]:
		    six = ":" in vip
		    for host in range(1, int(sys.argv[1]) + 1):
		        with socket.socket(socket.AF_INET6 if six else socket.AF_INET,
		                           socket.SOCK_DGRAM) as sock:
		            sock.bind((f"fd00:7::{host:x}" if six else f"10.7.0.{host}", 0))
		            sock.sendto(b"name\n", (vip, 53))
	ASK
}

entries()
{
	vs -Lnc | tail -n +3 | wc -l
}

begin 3
clients 5 $VIP $VIP6
ok "they end after their time" until_true prints 0 entries
vs -C

begin 100
clients 5 $VIP $VIP6
is "one for each client, while it lasts" "$(entries)" 10
director sysctl -qw net.ipv4.vs.conn_max=100
clients 250 $VIP
# Each CPU counts a few by itself.
ok "not many more than conn_max are kept" test "$(entries)" -le 140
clients 250 $VIP6
ok "of both families together" test "$(entries)" -le 140
is "newcomers are served" "$(ask $VIP 53 3 udp | xargs)" "1 1 1"
finish
