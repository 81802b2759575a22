#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# ESP follows the exchange of keys that its ends agreed on it by (UDP, port 500 at both): a
# client's packets go to the server that it exchanged keys with, that server's come from the
# virtual address, and errors about them go with them. Without an exchange, nobody gets them.
. "$(dirname "$0")/../lib/net.sh"
setup
serve 500
for number in 1 2 3; do
	server $number nft -f - << 'EOF'
table inet seen {
	chain prerouting {
		type filter hook prerouting priority raw
		meta l4proto esp counter drop
	}
}
EOF
done
client nft -f - << 'EOF'
table inet seen {
	chain prerouting {
		type filter hook prerouting priority raw
		meta l4proto esp ip saddr 10.0.1.100 ip daddr 10.0.1.2 counter drop
		meta l4proto esp ip6 saddr fd00:1::100 ip6 daddr fd00:1::2 counter drop
	}
}
EOF

# seen CMD...: how many packets of ESP have come to whom that is run as
seen()
{
	"$@" nft list table inet seen | awk '/packets/ { sum += $(NF - 3) } END { print sum }' FS='[ \t]+'
}

# esp FROM TO: one, of an SPI and a number
esp()
{
	python3 -c '
import socket, sys
family = socket.AF_INET6 if ":" in sys.argv[1] else socket.AF_INET
sock = socket.socket(family, socket.SOCK_RAW, 50)
sock.bind((sys.argv[1], 0))
sock.sendto(b"\0\0\x12\x34\0\0\0\1" + bytes(32), (sys.argv[2], 0))' "$@"
}

# listen CMD...: what the first error that whom it is run as gets quotes, to $work/quoted
listen()
{
	rm -f "$work/ready"
	"$@" "$top/tests/lib/quoted" "$([[ $vip == "$VIP" ]] && echo 4 || echo 6)" "$work/ready" \
		> "$work/quoted" &
	listener=$!
	until_true test -e "$work/ready"
}

heard()
{
	wait $listener
	cat "$work/quoted"
}

for vip in $VIP "[$VIP6]"; do
	address=${vip//[\[\]]/}
	[[ $vip == "$VIP" ]] && net=10.0.2.1 me=10.0.1.2 || net=fd00:2::1 me=fd00:1::2
	vs -A -u "$vip:500" -s rr
	for number in 1 2 3; do
		vs -a -u "$vip:500" -r "$(sed 's/.*:.*/[&]/' <<< "$net$number"):500" -m
	done
	before=$(for number in 1 2 3; do seen server $number; done | xargs)
	client bash -c "$(declare -f esp); esp $me $address"
	is "$vip: without an exchange, nobody gets it" \
		"$(for number in 1 2 3; do seen server $number; done | xargs)" "$before"
	number=$(ask "$address" 500 1 udp "" 500)
	before=$(seen server "$number")
	client bash -c "$(declare -f esp); esp $me $address; esp $me $address"
	ok "$vip: with one, it goes to the same server" \
		until_true eval "((\$(seen server $number) == $before + 2))"
	is "$vip: and is counted for it" "$(vs -Ln --stats --exact -u "$vip:500" |
		awk -v server="$net$number" 'index($2, server) { print $4 }')" 3
	before=$(seen client)
	server "$number" bash -c "$(declare -f esp); esp $net$number $me"
	ok "$vip: what the server sends comes from the virtual address" \
		until_true eval "((\$(seen client) == $before + 1))"
	# Their parameter index, 0x12345678, stands where ports would.
	listen server "$number"
	client "$top/tests/lib/quote" $me "$address" "$address" 4660 $me 22136 1300 esp
	is "$vip: an error about what the server has sent reaches it" "$(heard)" \
		"$net$number 4660 > $me 22136 true"
	listen client
	server "$number" "$top/tests/lib/quote" "$net$number" $me $me 4660 "$net$number" 22136 1300 esp
	is "$vip: one about what the client has sent reaches that" "$(heard)" \
		"$me 4660 > $address 22136 true"
	director sysctl -qw net.ipv4.vs.conntrack=1
	vs -C
done
finish
