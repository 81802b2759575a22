#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Datagrams that carry packets, whose checksums are still to be made when they meet the director:
# behind NAT their own checksum is right, and where they have none, they have none.
. "$(dirname "$0")/../lib/net.sh"
setup
modprobe -a ipip ip6_tunnel fou fou6
serve 80 1
# On the way to the server, all that is still to be made is made: nothing is taken on trust there.
director "$top/tests/lib/sum" s1
vs -A -u $VIP:5555 -s rr
vs -a -u $VIP:5555 -r 10.0.2.11:5555 -m
vs -A -u "[$VIP6]:5555" -s rr
vs -a -u "[$VIP6]:5555" -r "[fd00:2::11]:5555" -m
for name in c 1; do
	ip -n "$tag-$name" fou add port 5555 ipproto 4
	ip -n "$tag-$name" fou add port 5555 ipproto 4 -6
done

# tunnel NAME REMOTE LOCAL ADDRESS KIND...: an end of one by the service
tunnel()
{
	ip -n "$tag-$1" -batch - << COMMANDS
link add inside type ${*:5} remote $2 local $3 encap fou encap-sport 5555 encap-dport 5555 $csum
addr add $4/24 dev inside
link set inside up mtu 1400
COMMANDS
}

for csum in noencap-csum encap-csum; do
	for family in IPv4 IPv6; do
		if [[ $family == IPv4 ]]; then
			tunnel c $VIP 10.0.1.2 10.0.9.2 ipip
			tunnel 1 10.0.1.2 10.0.2.11 10.0.9.11 ipip
		else
			tunnel c $VIP6 fd00:1::2 10.0.9.2 ip6tnl mode ipip6
			tunnel 1 fd00:1::2 fd00:2::11 10.0.9.11 ip6tnl mode ipip6
		fi
		is "$family, $csum: an answer" "$(ask 10.0.9.11 80)" 1
		is "$family, $csum: an upload" \
			"$(client "$top/tests/lib/fetch" 10.0.9.11 80 -300000)" whole
		ip -n "$tag-c" link del inside
		ip -n "$tag-1" link del inside
	done
done
finish
