#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# ipvsadm check asks servers of direct routing and tunnels for the virtual address itself.
. "$(dirname "$0")/../lib/net.sh"
. "$(dirname "$0")/../lib/check.sh"
setup
serve 80
direct_servers
ok "the guest has tunnels" modprobe -a ipip ip6_tunnel

for vip in "$VIP" "[$VIP6]"; do
	bare=${vip//[\[\]]/}
	real=10.0.2.1
	kind=ipip
	bits=32
	[[ $vip == "$VIP" ]] || { real=fd00:2::1 kind=ip6tnl bits=128; }
	vs -A -t "$vip:80" -s rr
	vs -a -t "$vip:80" -r "${real}1" -g

	check_says 0 "$vip:80" "direct routing, $vip" fine self-test "answers for .*, asked by its link address"
	ip -n "$tag-1" addr del "$bare/$bits" dev lo
	check_says 1 "$vip:80" "a server without the address, $vip" FAULT self-test "silent for $bare"
	ok "which names the command" grep -q "ip address add $bare/$bits dev lo" "$work/told"
	ip -n "$tag-1" addr add "$bare/$bits" dev lo

	vs -A -t "$vip:81" -s rr
	vs -a -t "$vip:81" -r "${real}2" -g
	check_says 1 "$vip:81" "a server that does not listen, $vip" FAULT self-test "nothing listens on its port 81"
	vs -D -t "$vip:81"

	vs -d -t "$vip:80" -r "${real}1"
	vs -a -t "$vip:80" -r "${real}3" -i
	check_says 1 "$vip:80" "a server without a tunnel, $vip" FAULT self-test "no end of the tunnel"
	ok "which names the command" grep -q "type $kind .*local ${real}3 remote any" "$work/told"
	ip -n "$tag-3" link add "lvs-$kind" type "$kind" local "${real}3" remote any
	ip -n "$tag-3" link set "lvs-$kind" up
	check_says 0 "$vip:80" "a tunnel, $vip" fine self-test "answers for .*, asked by the tunnel"
done

server 2 sysctl -qw net.ipv4.conf.all.arp_ignore=0
mac=$(server 2 cat /sys/class/net/eth0/address)
check_says 1 $VIP:80 "a server that answers ARP" FAULT arp "$mac on in claims $VIP too"
ok "which names the command" grep -q "sysctl -w net.ipv4.conf.all.arp_ignore=1" "$work/told"
finish
