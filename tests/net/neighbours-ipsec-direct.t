#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# IPsec and methods whose replies pass the director by: what policies protect of requests - with
# direct routing as clients sent them, around tunnels by the outer header - travels in ESP.
. "$(dirname "$0")/../lib/net.sh"
. "$(dirname "$0")/../lib/ipsec.sh"
setup
serve 80 1
direct_servers
tunnel_ends
server 1 nft -f - << 'RULES'
table inet seen {
	counter clear { }
	chain prerouting {
		type filter hook prerouting priority raw
		iifname "eth0" meta ipsec missing jump clear
	}
	chain clear {
		meta l4proto tcp counter name clear
		meta l4proto ipip counter name clear
		meta l4proto ipv6 counter name clear
		meta l4proto gre counter name clear
		udp dport 5555 counter name clear
	}
}
RULES

# one_way MODE NEAR FAR FROM TO [UPPER...]: from the director to server 1 only
one_way()
{
	local ends=("${@:1:3}")

	spi=$((spi + 1))
	{
		associate "${ends[@]}"
		policy out "$4" "$5" "${ends[@]}" "${@:6}"
	} | ip -n "$tag-d" -batch -
	{
		associate "${ends[@]}"
		policy in "$4" "$5" "${ends[@]}" "${@:6}"
	} | ip -n "$tag-1" -batch -
}

clear()
{
	server 1 nft reset counters | awk '$1 == "packets" { print $2 }'
}

# uploads CLAIM ARG...: by this method, with nothing in the clear
uploads()
{
	local vip service real

	for vip in $VIP $VIP6; do
		[[ $vip == *:* ]] && service="[$vip]:80" real=fd00:2::11 || service=$vip:80 real=10.0.2.11
		vs -A -t "$service" -s rr
		vs -a -t "$service" -r $real "${@:2}"
		is "$1, $vip" "$(client timeout 5 "$top/tests/lib/fetch" $vip 80 -300000)" whole
	done
	is "$1: nothing is in the clear" "$(clear)" 0
	vs -C
}

one_way tunnel 10.0.2.1 10.0.2.11 10.0.1.0/24 $VIP/32
one_way tunnel fd00:2::1 fd00:2::11 fd00:1::/64 $VIP6/128
uploads "direct" -g

ip -n "$tag-d" xfrm policy flush
ip -n "$tag-1" xfrm policy flush
one_way transport 10.0.2.1 10.0.2.11 10.0.2.1 10.0.2.11
one_way transport fd00:2::1 fd00:2::11 fd00:2::1 fd00:2::11
uploads "IPIP" -i
uploads "GRE" -i --tun-type gre
uploads "GUE" -i --tun-type gue --tun-port 5555

# Policies may tell them apart.
ip -n "$tag-d" -batch - << 'EOF'
xfrm policy flush
xfrm policy add src 10.0.2.1 dst 10.0.2.11 proto gre dir out action block
xfrm policy add src fd00:2::1 dst fd00:2::11 proto udp dport 5555 dir out action block
EOF
vs -R << EOF
-A -t $VIP:80 -s rr
-a -t $VIP:80 -r 10.0.2.11 -i --tun-type gre
-A -t [$VIP6]:80 -s rr
-a -t [$VIP6]:80 -r fd00:2::11 -i --tun-type gue --tun-port 5555
EOF
unheard "what policies block is not sent" 80 $VIP $VIP6
is "in the clear neither" "$(clear)" 0
finish
