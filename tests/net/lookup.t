#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Which service a packet asks for: firewall mark, then its address and port, then the rest.
. "$(dirname "$0")/../lib/net.sh"
setup
serve 80
serve 8080

director nft -f - <<RULES
table inet marks {
	chain prerouting {
		type filter hook prerouting priority mangle
		tcp dport 8080 meta mark set 7
		tcp dport 8081 meta mark set 4294967295
		ip daddr 192.0.2.0/24 meta mark set 7
		ip6 daddr 2001:db8::/64 meta mark set 7
	}
}
RULES

vs -A -t $VIP:80 -s rr
vs -a -t $VIP:80 -r 10.0.2.11 -m
vs -A -t "[$VIP6]:80" -s rr
vs -a -t "[$VIP6]:80" -r fd00:2::11 -m
vs -A -t $VIP:8080 -s rr
vs -a -t $VIP:8080 -r 10.0.2.11 -m
vs -A -t "[$VIP6]:8080" -s rr
vs -a -t "[$VIP6]:8080" -r fd00:2::11 -m
is "address and port, IPv4" "$(ask $VIP 8080)" 1
is "address and port, IPv6" "$(ask $VIP6 8080)" 1
vs -A -f 7 -s rr
vs -a -f 7 -r 10.0.2.12 -m
is "a mark comes before address and port, IPv4" "$(ask $VIP 8080)" 2
is "an IPv4 service of that mark takes no IPv6" "$(ask $VIP6 8080)" 1
vs -A -f 7 -6 -s rr
vs -a -f 7 -6 -r fd00:2::12 -m
is "a mark comes before address and port, IPv6" "$(ask $VIP6 8080)" 2
is "what has no mark goes by address and port, IPv4" "$(ask $VIP 80)" 1
is "what has no mark goes by address and port, IPv6" "$(ask $VIP6 80)" 1

vs -A -f 4294967295 -s rr
vs -a -f 4294967295 -r 10.0.2.13:80 -m
vs -A -f 4294967295 -6 -s rr
vs -a -f 4294967295 -6 -r "[fd00:2::13]:80" -m
is "the highest mark, and a server's own port, IPv4" "$(ask $VIP 8081)" 3
is "the highest mark, and a server's own port, IPv6" "$(ask $VIP6 8081)" 3

# Marked addresses need not be the host's own, only routed as if they were.
director ip rule add fwmark 7 lookup 100
director ip route add local default dev lo table 100
director ip -6 rule add fwmark 7 lookup 100
director ip -6 route add local default dev lo table 100
is "a whole network of virtual addresses, IPv4" "$(ask 192.0.2.77 80)" 2
is "a whole network of virtual addresses, IPv6" "$(ask 2001:db8::77 80)" 2

vs -D -t $VIP:8080
vs -D -f 7
is "without the services of both, the host answers" "$(ask $VIP 8080)" "Connection refused"

# All ports: only with persistence, without which they are refused.
vs -D -f 4294967295
vs -D -f 4294967295 -6
ok "a service of all ports needs persistence" bash -c "! ip netns exec $tag-d $IPVSADM -A -t $VIP:0 -s rr"
finish
