#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# One-packet scheduling: each datagram finds a server of its own, none is remembered, but by
# connection tracking if that is wanted: then it knows each server's.
. "$(dirname "$0")/../lib/net.sh"
setup
serve 53
serve 54

# Nine datagrams from one port; who answers each, a line each. Of the client, or who is named
nine()
{
	"${3:-client}" python3 - "$1" "${2:-53}" <<-'ASK'
		import socket, sys
		family = socket.AF_INET6 if ":" in sys.argv[1] else socket.AF_INET
		sock = socket.socket(family, socket.SOCK_DGRAM)
		sock.settimeout(5)
		sock.connect((sys.argv[1], int(sys.argv[2])))
		for _ in range(9):
		    sock.send(b"name\n")
		    print(sock.recv(100).decode().strip())
	ASK
}

spread()
{
	sort | uniq -c | sed 's/^ *//'
}

entries()
{
	vs -Lnc | tail -n +3
}

# A firewall that knows the state of connections, and later one that hides clients from servers
guard()
{
	director nft -f - << EOF
table inet guard {
	chain forward {
		type filter hook forward priority filter
		iifname "in" ct state established accept
		iifname "in" drop
	}
	chain postrouting {
		type nat hook postrouting priority srcnat
		$1
	}
}
EOF
}

each=$'3 1\n3 2\n3 3'
for vip in $VIP "[$VIP6]"; do
	address=${vip//[\[\]]/}
	[[ $vip == "$VIP" ]] && net=10.0.2.1 || net=fd00:2::1
	vs -A -u "$vip:53" -s rr
	vs -A -u "$vip:5353" -s rr -o
	for number in 1 2 3; do
		vs -a -u "$vip:53" -r $net$number -m
		vs -a -u "$vip:5353" -r "$([[ $net == *:* ]] && echo "[$net$number]" || echo $net$number):54" -m
	done
	is "$vip: without it, a port keeps its server" "$(nine "$address" | spread | wc -l)" 1
	vs -E -u "$vip:53" -s rr -o
	vs -D -u "$vip:53"
	vs -A -u "$vip:53" -s rr -o
	for number in 1 2 3; do
		vs -a -u "$vip:53" -r $net$number -m
	done
	before=$(entries)
	is "$vip: each datagram is scheduled alone, and answered by the VIP" \
		"$(nine "$address" | spread)" "$each"
	is "$vip: to another port of the servers too" "$(nine "$address" 5353 2> /dev/null | wc -l)" 9
	is "$vip: no connection is remembered" "$(entries | sed 's/ [0-9:]* / /')" "$(sed 's/ [0-9:]* / /' <<< "$before")"
	is "$vip: each counts as one" \
		"$(vs -Ln --stats -u "$vip:53" | awk '$1 == "UDP" { print $3, $4, $5 }')" "9 9 9"
	is "$vip: the director itself is a client, too" "$(nine "$address" 53 director | spread)" "$each"
	director sysctl -qw net.ipv4.vs.conntrack=1
	guard ""
	is "$vip: conntrack 1: each server's answer is established" "$(nine "$address" | spread)" "$each"
	is "$vip: conntrack 1: from another port too" "$(nine "$address" 5353 | spread)" "$each"
	is "$vip: conntrack 1: the director as a client" "$(nine "$address" 53 director | spread)" "$each"
	director nft delete table inet guard
	guard 'oifname "in" masquerade'
	for number in 1 2 3; do
		[[ $vip == "$VIP" ]] && ip -n "$tag-$number" route del default ||
			ip -n "$tag-$number" -6 route del default
	done
	is "$vip: masqueraded to each server" "$(nine "$address" | spread)" "$each"
	is "$vip: to another port of each" "$(nine "$address" 5353 | spread)" "$each"
	is "$vip: masqueraded, the director as a client" "$(nine "$address" 53 director | spread)" "$each"
	director nft delete table inet guard
	for number in 1 2 3; do
		ip -n "$tag-$number" route add default via "${net}"
	done
	director sysctl -qw net.ipv4.vs.conntrack=0
	vs -E -u "$vip:53" -s rr -o -p 100
	is "$vip: persistent, the client keeps a server" "$(nine "$address" | spread | wc -l)" 1
	vs -D -u "$vip:53"
	vs -A -u "$vip:0" -s rr -o -p 100
	vs -a -u "$vip:0" -r "$([[ $net == *:* ]] && echo "[${net}1]" || echo ${net}1):53" -m
	is "$vip: of all ports, the server's own" "$(nine "$address" | spread)" "9 1"
	vs -C
done
finish
