#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Requests in pieces, in any order, and with IPv4 options or IPv6 extension headers before
# them, reach one server by each way of forwarding, wherever memory has their headers; what
# never gets whole begins nothing.
. "$(dirname "$0")/../lib/net.sh"
setup
serve 80
direct_servers
modprobe -a ipip ip6_tunnel
ip -n "$tag-1" link add t4 type ipip local 10.0.2.11 remote any
ip -n "$tag-1" link add t6 type ip6tnl mode any local fd00:2::11 remote any
for device in t4 t6; do
	ip -n "$tag-1" link set $device up
	server 1 sysctl -qw "net.ipv4.conf.$device.rp_filter=0"
done
# Links that take more than a page, and nobody who gathers headers before the director.
director sysctl -qw net.ipv4.ip_early_demux=0
printf 'link set %s mtu 9000\n' out s1 in | ip -n "$tag-d" -batch -
ip -n "$tag-c" link set eth0 mtu 9000
ip -n "$tag-1" link set eth0 mtu 9000
mac=$(director cat /sys/class/net/out/address)

# sent VIP CLAIM WANT HOW
sent()
{
	local vip=$1 claim=$2 want=$3 how=$4

	is "$method, $vip: $claim" "$(client "$top/tests/lib/pieces" eth0 "$mac" "$source" \
		"$vip" 80 "$(fresh_ports 1)" "$how")" "$want"
}

conns()
{
	vs -Lnc | grep -c UDP
}

for method in -m -g -i; do
	vs -A -u $VIP:80 -s rr
	vs -a -u $VIP:80 -r 10.0.2.11 $method
	vs -A -u "[$VIP6]:80" -s rr
	vs -a -u "[$VIP6]:80" -r fd00:2::11 $method
	for vip in $VIP $VIP6; do
		[[ $vip == "$VIP" ]] && source=10.0.1.2 || source=fd00:1::2
		sent "$vip" "three fragments" 1 0,1,2
		sent "$vip" "the first one last" 1 2,1,0
		sent "$vip" "all headers in pages" 1 size=5000,paged
		[[ $method == -m ]] || continue
		before=$(conns)
		sent "$vip" "the first one lost" nobody 1,2,nobody
		sent "$vip" "the last one lost" nobody 0,1,nobody
		sent "$vip" "overlapping" nobody over,nobody
		is "$vip: these began nothing" "$(conns)" "$before"
	done
	source=10.0.1.2
	sent $VIP "fragments that must not be cut further" 1 0,1,2,df
	sent $VIP "options that do nothing" 1 options=01010100
	sent $VIP "record route" 1 options=070b04000000000000000000
	sent $VIP "fragments with options" 1 2,0,1,options=01010101
	source=fd00:1::2
	sent $VIP6 "hop by hop, destination" 1 headers=0:00010400000000,headers=60:00010400000000
	# Type 0: kernels that know mobile IPv6 drop type 2.
	sent $VIP6 "a routing header that is done" 1 headers=43:00000000000000
	before=$(conns)
	sent $VIP6 "a routing header that leads on" nobody headers=43:00000100000000,nobody
	is "$method: it began nothing" "$(conns)" "$before"
	sent $VIP6 "fragments behind headers" 1 1,2,0,headers=0:00010400000000,headers=60:00010400000000
	vs -C
done
finish
