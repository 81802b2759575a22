#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# ipvsadm check finds what is broken around a NAT service, names the evidence, and is silent where nothing is.
. "$(dirname "$0")/../lib/net.sh"
. "$(dirname "$0")/../lib/check.sh"
setup
serve 80

for vip in "$VIP" "[$VIP6]"; do
	real=10.0.2.11
	router=10.0.2.1
	bits=32
	[[ $vip == "$VIP" ]] || { real=fd00:2::11 router=fd00:2::1 bits=128; }
	bare=${real}:80
	[[ $vip == "$VIP" ]] || bare="[$real]:80"
	vs -A -t "$vip:80" -s rr
	vs -a -t "$vip:80" -r "$bare" -m

	check_says 0 "$vip:80" "all fine, $vip" fine return "come back by in"

	ip -n "$tag-1" route del default
	ip -n "$tag-1" -6 route del default
	check_says 1 "$vip:80" "a server without a way back, $vip" FAULT return "do not come back"
	ok "which names the command" grep -q "ip route replace default via $router" "$work/told"
	ip -n "$tag-1" route add default via 10.0.2.1
	ip -n "$tag-1" -6 route add default via fd00:2::1

	# Not for long, and not what the director sends: clients' replies alone stop here.
	director sysctl -qw net.ipv4.ip_forward=0 net.ipv6.conf.all.forwarding=0
	check_says 1 "$vip:80" "a director that forwards nothing, $vip" FAULT forwarding "is 0"
	director sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1

	ip -n "$tag-2" addr add "${vip//[\[\]]/}/$bits" dev eth0 nodad
	mac=$(server 2 cat /sys/class/net/eth0/address)
	check_says 1 "$vip:80" "another that claims the address, $vip" FAULT arp "$mac on in claims"
	ip -n "$tag-2" addr del "${vip//[\[\]]/}/$bits" dev eth0

	# A segment between that carries less than both ends believe.
	server 1 ip link set eth0 mtu 1400
	check_says 1 "$vip:80" "a black hole, $vip" FAULT mtu "of 1500 bytes 140. get through"
	server 1 ip link set eth0 mtu 1500

	vs -a -t "$vip:80" -r "${bare%80}81" -m
	check_says 1 "$vip:80" "a port that nothing listens on, $vip" FAULT port "nothing listens on port 81"
	vs -d -t "$vip:80" -r "${bare%80}81"

	vs -a -t "$vip:80" -r "${bare/11/99}" -m
	check_says 1 "$vip:80" "a server that is not there, $vip" FAULT neighbour "does not answer for its link"
	ok "and the others are checked still" told fine port "port 80 answers"
done
ok "JSON is objects" eval 'vs check --json $VIP:80 | python3 -c "import json, sys; assert {json.loads(l)[\"verdict\"] for l in sys.stdin} == {\"fine\", \"fault\"}"'
vs check $VIP:99 > "$work/told" 2>&1
is "a service that is not there" $? 2
finish
