#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Direct routing: packets reach their real server unchanged, replies pass the director by.
. "$(dirname "$0")/../lib/net.sh"
setup
serve 80
direct_servers

vs -A -t $VIP:80 -s rr
vs -A -u $VIP:80 -s rr
vs -A -t "[$VIP6]:80" -s rr
vs -A -u "[$VIP6]:80" -s rr
for number in 1 2 3; do
	vs -a -t $VIP:80 -r 10.0.2.1$number -g
	vs -a -u $VIP:80 -r 10.0.2.1$number -g
	vs -a -t "[$VIP6]:80" -r fd00:2::1$number -g
	vs -a -u "[$VIP6]:80" -r fd00:2::1$number -g
done
each=$'2 1\n2 2\n2 3'

spread()
{
	sort | uniq -c | sed 's/^ *//'
}

# column N of the first TCP service's --stats line
stats()
{
	vs -Ln --stats -t $VIP:80 | awk -v n="$1" '$1 == "TCP" { print $n }'
}

states()
{
	vs -Lnc | awk '$1 == "TCP" && $3 != "NONE" { print $3 }' | sort | uniq -c | sed 's/^ *//'
}

is "IPv4 TCP" "$(ask $VIP 80 6 | spread)" "$each"
is "a finished connection waits in FIN_WAIT: the server's end is not seen" "$(states)" "6 FIN_WAIT"
is "no reply passes the director" "$(stats 5)" "0"
is "requests were counted" "$(stats 3)" "6"
is "IPv4 UDP" "$(ask $VIP 80 6 udp | spread)" "$each"
is "IPv6 TCP" "$(ask $VIP6 80 6 | spread)" "$each"
is "IPv6 UDP" "$(ask $VIP6 80 6 udp | spread)" "$each"
is "an upload of many packets" "$(client "$top/tests/lib/fetch" $VIP 80 -3000000)" "whole"
is "an upload of many packets, IPv6" "$(client "$top/tests/lib/fetch" $VIP6 80 -3000000)" "whole"

# The director is a real server itself: its own socket on the virtual address answers.
for number in 1 2 3; do
	vs -d -t $VIP:80 -r 10.0.2.1$number
	vs -d -t "[$VIP6]:80" -r fd00:2::1$number
done
vs -a -t $VIP:80 -r 10.0.2.1 -g
vs -a -t "[$VIP6]:80" -r fd00:2::1 -g
director "$top/build/tests/serve" director 80 &
until_true prints director ask $VIP 80
is "the local node takes what is its own" "$(ask $VIP 80)" "director"
is "the local node takes what is its own, IPv6" "$(ask $VIP6 80)" "director"
director nft -f - << 'EOF'
table inet guard {
	chain postrouting {
		type nat hook postrouting priority srcnat
		oifname "out" masquerade
	}
}
EOF
is "masquerading leaves its answers alone" "$(ask $VIP 80)" "director"
is "masquerading leaves its answers alone, IPv6" "$(ask $VIP6 80)" "director"
vs -d -t $VIP:80 -r 10.0.2.1
vs -d -t "[$VIP6]:80" -r fd00:2::1
vs -a -t $VIP:80 -r 127.0.0.1 -g
vs -a -t "[$VIP6]:80" -r ::1 -g
is "a loopback address is the local node, too" "$(ask $VIP 80)" "director"
is "a loopback address is the local node, too, IPv6" "$(ask $VIP6 80)" "director"
finish
