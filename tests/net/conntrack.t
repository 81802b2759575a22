#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# net.ipv4.vs.conntrack: with 1, connection tracking knows balanced connections, so that
# masquerading lets servers answer whose way to clients is another, and a stateful firewall
# lets their answers pass. With 0, they are no business of it.
. "$(dirname "$0")/../lib/net.sh"
setup
serve 80
vs -A -t $VIP:80 -s rr
vs -A -t $VIP:8080 -s rr
vs -A -t "[$VIP6]:8080" -s rr
for number in 1 2 3; do
	vs -a -t $VIP:80 -r 10.0.2.1$number:80 -m
	vs -a -t $VIP:8080 -r 10.0.2.1$number:80 -m
	vs -a -t "[$VIP6]:8080" -r "[fd00:2::1$number]:80" -m
done
each="1 2 3"

answers()
{
	timeout 60 ip netns exec "$tag-c" "$top/build/tests/ask" "$1" "$2" 3 | sort | xargs
}

director nft -f - << RULES
table inet guard {
	chain forward {
		type filter hook forward priority 0; policy drop;
		ct state established accept
		iifname "in" accept
	}
	chain postrouting {
		type nat hook postrouting priority 100;
		oifname "in" masquerade
	}
}
RULES
is "0: replies pass where the firewall lets all of the servers pass" "$(answers $VIP 80)" "$each"
director nft 'delete rule inet guard forward handle '"$(director nft -a list chain inet guard forward |
	sed -n 's/.*iifname.*handle //p')"
director sysctl -qw net.ipv4.vs.conntrack=1
is "1: established, as a stateful firewall sees it" "$(answers $VIP 80)" "$each"
is "with another port" "$(answers $VIP 8080)" "$each"
is "IPv6, with another port" "$(answers $VIP6 8080)" "$each"
for number in 1 2 3; do
	ip -n "$tag-$number" route del default
	ip -n "$tag-$number" -6 route del default
done
is "masqueraded, servers answer without a way to the client" "$(answers $VIP 8080)" "$each"
is "IPv6, masqueraded" "$(answers $VIP6 8080)" "$each"
is "a large download, masqueraded" "$(client "$top/tests/lib/fetch" $VIP 8080 3000000)" "whole"
finish
