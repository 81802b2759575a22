# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# What is measured on: three namespaces on two cables, every address of every
# layer known beforehand, so that nothing but the director works.
#
#	 c: c0 ------------ out :d: in ------------ s0 :s
#	 10.0.1.2           10.0.1.1  10.0.2.1      10.0.2.11 .12 .13
#	 fd00:1::2          fd00:1::1 fd00:2::1     fd00:2::11 ::12 ::13
#	 clients            VIP 10.0.1.100          real servers
#	 10.1.0.0/16        fd00:1::100
#	 fd01::/112

VIP=10.0.1.100
VIP6=fd00:1::100
SERVER=10.0.2.11
CLIENT_MAC=02:00:00:00:01:02
OUT_MAC=02:00:00:00:01:01
IN_MAC=02:00:00:00:02:01
SERVER_MAC=02:00:00:00:02:0b

cable()
{
	ip link add "$2" netns "$1" address "$3" type veth peer name "$5" netns "$4" address "$6"
	ip -n "$1" link set "$2" up
	ip -n "$4" link set "$5" up
}

# Forwarding, and the way to the clients, who sit behind 10.0.1.2.
route_director()
{
	local number

	ip netns exec d sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1 \
		net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.default.rp_filter=0 \
		net.ipv4.conf.out.rp_filter=0 net.ipv4.conf.in.rp_filter=0
	ip -n d addr add 10.0.1.1/24 dev out
	ip -n d addr add $VIP/24 dev out
	ip -n d addr add 10.0.2.1/24 dev in
	ip -n d addr add fd00:1::1/64 dev out nodad
	ip -n d addr add $VIP6/64 dev out nodad
	ip -n d addr add fd00:2::1/64 dev in nodad
	ip -n d neigh replace 10.0.1.2 lladdr $CLIENT_MAC nud permanent dev out
	ip -n d neigh replace fd00:1::2 lladdr $CLIENT_MAC nud permanent dev out
	for number in 11 12 13; do
		ip -n d neigh replace 10.0.2.$number lladdr $SERVER_MAC nud permanent dev in
		ip -n d neigh replace fd00:2::$number lladdr $SERVER_MAC nud permanent dev in
	done
	ip -n d route add 10.1.0.0/16 via 10.0.1.2
	ip -n d -6 route add fd01::/112 via fd00:1::2
}

topology()
{
	local name

	for name in c d s; do
		ip netns add $name
		ip -n $name link set lo up
		# Nobody but the generator sends.
		ip netns exec $name sysctl -qw net.ipv6.conf.all.accept_dad=0 \
			net.ipv6.conf.default.accept_dad=0 \
			net.ipv6.conf.default.router_solicitations=0 \
			net.ipv6.conf.default.mc_forwarding=0 2> /dev/null
	done
	cable c c0 $CLIENT_MAC d out $OUT_MAC
	cable d in $IN_MAC s s0 $SERVER_MAC
	route_director
}

no_topology()
{
	local name

	for name in c d s; do
		ip netns del $name
	done
}
