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

# clients NET VIP COUNT: a datagram from each to that virtual address
clients()
{
	client python3 - "$1" "$2" "$3" <<-'ASK'
		import socket, sys
		net, vip, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
		for host in range(1, count + 1):
		    with socket.socket(socket.AF_INET6 if ":" in vip else socket.AF_INET,
		                       socket.SOCK_DGRAM) as sock:
		        sock.bind((f"{net}{host:x}" if ":" in vip else f"{net}{host}", 0))
		        sock.sendto(b"name\n", (vip, 53))
	ASK
}

entries()
{
	vs -Lnc | tail -n +3 | wc -l
}

begin 5
clients 10.7.0. $VIP 5
clients fd00:7:: $VIP6 5
is "one for each client" "$(entries)" 10
ok "they end after their time" until_true prints 0 entries
vs -C

begin 100
director sysctl -qw net.ipv4.vs.conn_max=100
clients 10.7.0. $VIP 250
# Each CPU counts a few by itself.
ok "not many more than conn_max are kept" test "$(entries)" -le 140
clients fd00:7:: $VIP6 250
ok "of both families together" test "$(entries)" -le 140
is "newcomers are served" "$(ask $VIP 53 3 udp | xargs)" "1 1 1"
finish
