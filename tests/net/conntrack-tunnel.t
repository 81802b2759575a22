#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# With net.ipv4.vs.conntrack=1, connection tracking knows a request and the tunnel that it goes by
# as two: rules of source NAT that apply to the tunnel do not touch what is in it.
. "$(dirname "$0")/../lib/net.sh"
setup
serve 80 1
direct_servers
tunnel_ends
director sysctl -qw net.ipv4.vs.conntrack=1
director nft -f - << 'EOF'
table inet guard {
	chain postrouting {
		type nat hook postrouting priority srcnat
		oifname "in" masquerade
	}
}
EOF

# masqueraded CLAIM VIP SERVER ARG...: a service through one server answers and takes an upload
masqueraded()
{
	local claim=$1 vip=$2 real=$3 service=$2:80

	shift 3
	[[ $vip != *:* ]] || service="[$vip]:80"
	vs -A -t "$service" -s rr
	vs -a -t "$service" -r "$real" -i "$@"
	is "$claim: an answer" "$(ask "$vip" 80)" 1
	is "$claim: an upload" "$(client "$top/tests/lib/fetch" "$vip" 80 -300000)" whole
	vs -D -t "$service"
}

masqueraded "IPIP" $VIP 10.0.2.11
masqueraded "IPIP, IPv6" $VIP6 fd00:2::11
masqueraded "GRE" $VIP 10.0.2.11 --tun-type gre
masqueraded "GUE, IPv6" $VIP6 fd00:2::11 --tun-type gue --tun-port 5555
masqueraded "IPv4 in IPv6" $VIP fd00:2::11
finish
