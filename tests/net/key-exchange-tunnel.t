#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# ESP and AH through tunnels: a client's packets go into that of the server that it exchanged
# keys with, whether an address or a mark makes the service, and leave there as they were sent.
. "$(dirname "$0")/../lib/net.sh"
setup
serve 500
direct_servers
modprobe -a ipip ip6_tunnel
for number in 1 2 3; do
	ip -n "$tag-$number" -batch - << EOF
link add t4 up type ipip local 10.0.2.1$number remote any
link add t6 up type ip6tnl mode any local fd00:2::1$number remote any
EOF
	server $number sysctl -qw net.ipv4.conf.t4.rp_filter=0
	server $number nft -f - << 'EOF'
table inet seen {
	counter four { }
	counter six { }
	counter wrongly { }
	chain prerouting {
		type filter hook prerouting priority raw
		meta l4proto esp goto protected
		meta l4proto ah goto protected
	}
	chain protected {
		iifname "t4" ip saddr 10.0.1.2 ip daddr 10.0.1.100 counter name four drop
		iifname "t6" ip6 saddr fd00:1::2 ip6 daddr fd00:1::100 counter name six drop
		counter name wrongly drop
	}
}
EOF
done
director nft -f - << 'EOF'
table inet marks {
	chain prerouting {
		type filter hook prerouting priority mangle
		ip daddr 10.0.1.100 udp dport 500 meta mark set 7
		ip6 daddr fd00:1::100 udp dport 500 meta mark set 7
		meta l4proto esp meta mark set 7
		meta l4proto ah meta mark set 7
	}
}
EOF

# seen: how many packets came to servers 1 to 3: of IPv4, of IPv6, wrongly
seen()
{
	local number

	for number in 1 2 3; do
		server $number nft reset counters | awk '$1 == "packets" { print $2 }' | xargs | tr ' ' ,
	done | xargs
}

# protected FROM TO: a packet of ESP, and one of AH
protected()
{
	client python3 -c '
import socket, sys
family = socket.AF_INET6 if ":" in sys.argv[1] else socket.AF_INET
for protocol in 50, 51:
    sock = socket.socket(family, socket.SOCK_RAW, protocol)
    sock.bind((sys.argv[1], 0))
    sock.sendto(b"\4\4\0\0\0\0\x12\x34\0\0\0\1" + bytes(32), (sys.argv[2], 0))' "$@"
}

# A service that was made anew is asked anew.
director sysctl -qw net.ipv4.vs.expire_nodest_conn=1

# follows CLAIM VIP FROM EACH SERVICE...: EACH is what one server sees, "N" for its number
follows()
{
	local claim=$1 vip=$2 from=$3 want=$4 number real

	vs -C
	vs -A "${@:5}" -s rr
	for number in 1 2 3; do
		[[ $vip == *:* ]] && real="[fd00:2::1$number]" || real=10.0.2.1$number
		vs -a "${@:5}" -r "$real:500" -i
	done
	protected "$from" "$vip"
	is "$claim: without an exchange, nobody gets it" "$(seen)" "0,0,0 0,0,0 0,0,0"
	number=$(ask "$vip" 500 1 udp "" 500)
	last=$number
	protected "$from" "$vip"
	is "$claim: with one, the same server" "$(seen)" \
		"$(for each in 1 2 3; do ((each == number)) && echo "$want" || echo 0,0,0; done | xargs)"
	is "$claim: it is counted for it" \
		"$(vs -Ln --stats --exact "${@:5}" | awk -v real="1$number" 'index($2, real) { print $4 }')" 3
}

follows "an address" $VIP 10.0.1.2 2,0,0 -u $VIP:500
follows "a mark" $VIP 10.0.1.2 2,0,0 -f 7
follows "an address of IPv6" $VIP6 fd00:1::2 0,2,0 -u "[$VIP6]:500"
follows "a mark, IPv6" $VIP6 fd00:1::2 0,2,0 -f 7 -6

# Packets keep coming while their server is removed, and the others are not.
client python3 -c '
import os, socket, sys
sock = socket.socket(socket.AF_INET6, socket.SOCK_RAW, 50)
while not os.path.exists(sys.argv[2]):
    sock.sendto(b"\0\0\x12\x34\0\0\0\1" + bytes(32), (sys.argv[1], 0))' $VIP6 "$work/enough" &
until_true eval '[[ $(seen) == *[1-9]* ]]'
vs -d -f 7 -6 -r "[fd00:2::1$last]:500"
until_true prints "" eval "vs -Lnc | grep -F '[fd00:2::1$last]'"
touch "$work/enough"
wait $!
is "a removed server's packets begin nothing" "$(vs -Lnc | grep -F "[$VIP6]")" ""
finish
