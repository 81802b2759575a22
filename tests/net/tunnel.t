#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Tunnels: IPIP, GRE and GUE, with and without checksums, over both families and across them.
. "$(dirname "$0")/../lib/net.sh"
setup
serve 80
direct_servers
ok "the guest has tunnels" modprobe -a ipip sit ip6_tunnel ip_gre ip6_gre fou fou6

# Server 1 takes every kind of tunnel on both of its addresses.
to4=10.0.2.11
to6=fd00:2::11
one()
{
	ip -n "$tag-1" "$@"
}

one link add t-ipip type ipip local $to4 remote any
one link add t-sit type sit local $to4 remote any
one link add t-gre type gre local $to4 remote any
one link add t-ip6 type ip6tnl mode any local $to6 remote any
one link add t-gre6 type ip6gre local $to6 remote any
one fou add port 5555 gue
one fou add port 5555 gue -6
for device in t-ipip t-sit t-gre t-ip6 t-gre6; do
	one link set $device up
	server 1 sysctl -qw "net.ipv4.conf.$device.rp_filter=0"
done

# A receiver takes checksums only where it has been told to: server 2 has.
ip -n "$tag-2" link add t-gre type gre local 10.0.2.12 remote any icsum
ip -n "$tag-2" link add t-gre6 type ip6gre local fd00:2::12 remote any icsum
for device in t-gre t-gre6; do
	ip -n "$tag-2" link set $device up
	server 2 sysctl -qw "net.ipv4.conf.$device.rp_filter=0"
done

# tunnel CLAIM SERVICE-ADDRESS SERVER ARG...: a service through one server answers and takes an upload
tunnel()
{
	local claim=$1 address=$2 real=$3 service=$2:80

	shift 3
	[[ $address != *:* ]] || service="[$address]:80"
	vs -A -t "$service" -s rr
	ok "$claim is accepted" vs -a -t "$service" -r "$real" -i "$@"
	is "$claim: an answer" "$(ask "$address" 80)" "${real: -1}"
	is "$claim: an upload" "$(client "$top/tests/lib/fetch" "$address" 80 -1000000)" "whole"
	vs -D -t "$service"
}

tunnel "IPIP, 4 in 4" $VIP $to4
tunnel "IPIP, 6 in 4" $VIP6 $to4
tunnel "IPIP, 6 in 6" $VIP6 $to6
tunnel "IPIP, 4 in 6" $VIP $to6
tunnel "GRE, 4 in 4" $VIP $to4 --tun-type gre
tunnel "GRE with checksum, 4 in 4" $VIP 10.0.2.12 --tun-type gre --tun-csum
tunnel "GRE, 6 in 6" $VIP6 $to6 --tun-type gre
tunnel "GRE with checksum, 6 in 6" $VIP6 fd00:2::12 --tun-type gre --tun-csum
tunnel "GUE, 4 in 4" $VIP $to4 --tun-type gue --tun-port 5555
tunnel "GUE, 6 in 6" $VIP6 $to6 --tun-type gue --tun-port 5555
# From here on, none without.
server 1 nft -f - << 'EOF'
table inet strict {
	chain input {
		type filter hook input priority 0
		udp dport 5555 udp checksum 0 drop
	}
}
EOF
tunnel "GUE with checksum, 4 in 4" $VIP $to4 --tun-type gue --tun-port 5555 --tun-csum
tunnel "GUE with remote checksum, 4 in 4" $VIP $to4 --tun-type gue --tun-port 5555 --tun-remcsum
tunnel "GUE with checksum, 6 in 4" $VIP6 $to4 --tun-type gue --tun-port 5555 --tun-csum
finish
