#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# IPsec. What policies protect - between the director and a real server, around a tunnel,
# between a virtual address and clients - travels in ESP; what has to and does not is no request.
. "$(dirname "$0")/../lib/net.sh"
. "$(dirname "$0")/../lib/neighbours.sh"
. "$(dirname "$0")/../lib/ipsec.sh"
setup
serve 80
services 1
protect 1 tunnel 10.0.2.1 10.0.2.11 10.0.1.0/24 10.0.2.11/32
protect 1 tunnel fd00:2::1 fd00:2::11 fd00:1::/64 fd00:2::11/128
transfers "between director and server"
vs -C

services 3
protect c transport $VIP 10.0.1.2 $VIP 10.0.1.2
protect c transport $VIP6 fd00:1::2 $VIP6 fd00:1::2
transfers "between virtual address and client"
ip -n "$tag-c" xfrm policy flush
ip -n "$tag-c" xfrm state flush
unheard "without ESP, clients are not heard" 8080 $VIP $VIP6
is "and begins nothing" "$(vs -Lnc | grep -c SYN_RECV)" 0

ip -n "$tag-d" -batch - << EOF
xfrm policy flush
xfrm policy add src 10.0.1.0/24 dst 10.0.2.13 dir out action block
xfrm policy add src fd00:1::/64 dst fd00:2::13 dir out action block
EOF
unheard "what policies block is not sent" 8080 $VIP $VIP6
ok "these are counted for their reason" \
	test "$(vs -L --explain | awk '$1 == "ipsec" { print $3 }')" -ge 4
vs -C

ip -n "$tag-d" xfrm policy flush
direct_servers
modprobe -a ipip ip6_tunnel
ip -n "$tag-2" link add t4 type ipip local 10.0.2.12 remote any
ip -n "$tag-2" link add t6 type ip6tnl mode any local fd00:2::12 remote any
for device in t4 t6; do
	ip -n "$tag-2" link set $device up
	server 2 sysctl -qw "net.ipv4.conf.$device.rp_filter=0"
done
protect 2 transport 10.0.2.1 10.0.2.12 10.0.2.1 10.0.2.12 proto 4
protect 2 transport fd00:2::1 fd00:2::12 fd00:2::1 fd00:2::12 proto 41
vs -A -t $VIP:80 -s rr
vs -a -t $VIP:80 -r 10.0.2.12 -i
vs -A -t "[$VIP6]:80" -s rr
vs -a -t "[$VIP6]:80" -r fd00:2::12 -i
for vip in $VIP $VIP6; do
	is "around a tunnel, $vip" "$(client "$top/tests/lib/fetch" "$vip" 80 -1000000)" whole
done
finish
