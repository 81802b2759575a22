# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Sourced by tests that trace, after net.sh: a chain of routers, each in a network
# namespace of its own.
#
#	client ----- router 1 ----- router 2 ----- router 3 ----- target
#	10.1.1.2     10.1.1.1       10.1.2.2       10.1.3.2       10.1.4.2
#	fd01:1::2    fd01:1::1      fd01:2::2      fd01:3::2      fd01:4::2
#
#	chain            build it
#	router N CMD...  run in that namespace; so target, detour
#	diamond          a second way from router 1 to router 3: over the detour, 10.1.5.2
#	stand_in CMD...  a program that answers in router 2's kernel's place, once it says ready

router()
{
	server "$@"
}

target()
{
	ip netns exec "$tag-x" "$@"
}

detour()
{
	ip netns exec "$tag-y" "$@"
}

# Routers answer as often as they are asked, unless a test limits them.
router_space()
{
	ip netns add "$tag-$1"
	ip -n "$tag-$1" link set lo up
	ip netns exec "$tag-$1" sysctl -qw net.ipv4.ip_forward=1 \
		net.ipv6.conf.all.forwarding=1 net.ipv4.icmp_ratelimit=0 \
		net.ipv6.icmp.ratelimit=0 net.ipv4.conf.all.rp_filter=0 \
		net.ipv4.conf.default.rp_filter=0 net.ipv6.conf.all.accept_dad=0 \
		net.ipv6.conf.default.accept_dad=0
}

# link NAME N NAME: network N between two of them; the first has .1, the other .2
link()
{
	wire "$tag-$1" "to$3" "10.1.$2.1/24" "fd01:$2::1/64" \
		"$tag-$3" "to$1" "10.1.$2.2/24" "fd01:$2::2/64"
}

# via NAME N ADDRESS-OF-N...: networks behind a neighbour
via()
{
	local name=$1 hop=$2 end=$3 network

	shift 3
	for network in "$@"; do
		echo "route add 10.1.$network.0/24 via 10.1.$hop.$end"
		echo "route add fd01:$network::/64 via fd01:$hop::$end"
	done | ip -n "$tag-$name" -batch -
}

chain()
{
	local name

	for name in c 1 2 3 x; do
		router_space "$name"
	done
	# The client's end is .2 of its network, as everywhere.
	link 1 1 c
	link 1 2 2
	link 2 3 3
	link 3 4 x
	via c 1 1 2 3 4 5 6
	via 1 2 2 3 4 6
	via 2 2 1 1 5
	via 2 3 2 4 6
	via 3 3 1 1 2 5
	via x 4 1 1 2 3 5 6
	# Paths are warm: no first packet waits for a neighbour to be found.
	client ping -q -c 1 10.1.4.2 > /dev/null
	client ping -q -c 1 fd01:4::2 > /dev/null
}

# Flows go either way, by their ports.
diamond()
{
	router_space y
	link 1 5 y
	link y 6 3
	via y 5 1 1 2
	via y 6 2 4 3
	router 1 sysctl -qw net.ipv4.fib_multipath_hash_policy=1 \
		net.ipv6.fib_multipath_hash_policy=1
	router 1 ip route replace 10.1.4.0/24 nexthop via 10.1.2.2 nexthop via 10.1.5.2
	router 1 ip -6 route del fd01:4::/64
	router 1 ip -6 route add fd01:4::/64 nexthop via fd01:2::2 nexthop via fd01:5::2
}

stand_in()
{
	router 2 nft -f - << 'RULES'
table inet f {
	chain out {
		type filter hook output priority 0
		meta mark != 1 icmp type time-exceeded drop
		meta mark != 1 icmpv6 type time-exceeded drop
	}
}
RULES
	router 2 "$@" > "$work/ready" 2>&1 &
	until_true grep -q ready "$work/ready"
}
