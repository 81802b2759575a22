# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# What is measured on. End to end, three namespaces on two cables; for the stack
# alone, the director's with two dummy devices. Every address of every layer is
# known beforehand, so that nothing but the director works.
#
#	 c: c0 ------------ out :d: in ------------ s0 :s
#	 10.0.1.2           10.0.1.1  10.0.2.1      10.0.2.11 .12 .13
#	 fd00:1::2          fd00:1::1 fd00:2::1     fd00:2::11 ::12 ::13
#	 clients            VIP 10.0.1.100          more real servers
#	 10.1.0.0/16        fd00:1::100             10.2.0.0/16
#	 fd01::/112

VIP=10.0.1.100
VIP6=fd00:1::100
SERVER=10.0.2.11
SERVER6=fd00:2::11
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

# Nobody but the generator sends.
quiet_namespace()
{
	ip netns add "$1"
	ip -n "$1" link set lo up
	ip netns exec "$1" sysctl -qw net.ipv6.conf.all.accept_dad=0 \
		net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.default.router_solicitations=0
}

# Forwarding, and the way to the clients, who sit behind 10.0.1.2.
route_director()
{
	local number

	ip netns exec d sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1 \
		net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.default.rp_filter=0 \
		net.ipv4.conf.out.rp_filter=0 net.ipv4.conf.in.rp_filter=0
	ip -n d -batch - <<- END
		addr add 10.0.1.1/24 dev out
		addr add $VIP/24 dev out
		addr add 10.0.2.1/24 dev in
		addr add fd00:1::1/64 dev out nodad
		addr add $VIP6/64 dev out nodad
		addr add fd00:2::1/64 dev in nodad
		neigh replace 10.0.1.2 lladdr $CLIENT_MAC nud permanent dev out
		neigh replace fd00:1::2 lladdr $CLIENT_MAC nud permanent dev out
		$(for number in 11 12 13; do
			echo "neigh replace 10.0.2.$number lladdr $SERVER_MAC nud permanent dev in"
			echo "neigh replace fd00:2::$number lladdr $SERVER_MAC nud permanent dev in"
		done)
		route add 10.1.0.0/16 via 10.0.1.2
		route add 10.2.0.0/16 via $SERVER
		route add fd01::/112 via fd00:1::2
	END
}

topology_wire()
{
	quiet_namespace c
	quiet_namespace d
	quiet_namespace s
	cable c c0 $CLIENT_MAC d out $OUT_MAC
	cable d in $IN_MAC s s0 $SERVER_MAC
	route_director
}

topology_stack()
{
	quiet_namespace d
	ip -n d -batch - <<- END
		link add out address $OUT_MAC type dummy
		link add in address $IN_MAC type dummy
		link set out arp on multicast off up
		link set in arp on multicast off up
	END
	route_director
}

# What the namespaces leave, a million connections maybe, the kernel clears away later:
# the next row shall neither wait for that nor find entries of theirs in its table.
no_topology()
{
	local name

	for name in $(ip netns list | cut -d' ' -f 1); do
		ip netns del "$name"
	done
	memory_used > /dev/null
}
