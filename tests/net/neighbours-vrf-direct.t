#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Servers in a VRF, by direct routing and tunnels: the way is that of the real server, which the
# main table leads into the VRF and its own table ends, though packets are for another address.
# What is too narrow for them on that way, clients in another VRF are told of.
. "$(dirname "$0")/../lib/net.sh"
. "$(dirname "$0")/../lib/neighbours.sh"
setup
serve 8080 1 2
direct_servers
tunnel_ends

# by ARG...: clients reach server 1 by this method
by()
{
	vs -C
	vs -R << SERVICES
-A -t $VIP:8080 -s rr
-a -t $VIP:8080 -r 10.0.2.11:8080 $*
-A -t [$VIP6]:8080 -s rr
-a -t [$VIP6]:8080 -r [fd00:2::11]:8080 $*
SERVICES
}

# narrow CLAIM WANT ARG...
narrow()
{
	local vip

	by "${@:3}"
	ip -n "$tag-c" route flush cache
	ip -n "$tag-c" -6 route flush cache
	for vip in $VIP $VIP6; do
		is "$1, $vip: an upload" \
			"$(client timeout 5 "$top/tests/lib/fetch" $vip 8080 -100000)" whole
	done
	is "$1: clients know its MTU" "$(known_mtus)" "$2"
}

into blue 11 in fd00:2::1/64
leads main blue 10.0.2.0/24 fd00:2::/64
by -g
answers "clients in none, direct" 1
by -i
answers "clients in none, IPIP" 1
# It would look the way up once more, by what the packet is for.
director tc qdisc add dev blue root pfifo
answers "the VRF has a queue, IPIP" 1
by -g
answers "the VRF has a queue, direct" 1
director tc qdisc del dev blue root

into red 10 out fd00:1::1/64 $VIP6/64
leads main red 10.0.1.0/24 fd00:1::/64
by -i --tun-type gre
answers "clients in another one, GRE" 1
by -i --tun-type gue --tun-port 5555
answers "clients in another one, GUE" 1
ip -n "$tag-d" link set in mtu 1400
narrow "a narrow way, IPIP" "1380 1360" -i
narrow "a narrow way, direct" "1400 1400" -g

# What the VRF's table says changes, then which VRF it is.
ip -n "$tag-d" -batch - << 'EOF'
route add 10.0.2.11/32 via 10.0.2.12 dev in vrf blue
route add fd00:2::11/128 via fd00:2::12 dev in vrf blue
EOF
answers "another way there" 2
ip -n "$tag-d" -batch - << 'EOF'
route del 10.0.2.11/32 via 10.0.2.12 dev in vrf blue
route del fd00:2::11/128 via fd00:2::12 dev in vrf blue
link add green up type vrf table 12
route add 10.0.2.11/32 via 10.0.2.12 dev in onlink vrf green
route add fd00:2::11/128 via fd00:2::12 dev in onlink vrf green
EOF
answers "which goes again" 1
leads main green 10.0.2.11/32 fd00:2::11/128
answers "the way leads into another VRF" 2
finish
