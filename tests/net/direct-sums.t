#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# A packet that the director's host had to sum up, as connection tracking does where the device has
# not, leaves by direct routing without that sum: it is none of what its server gets.
. "$(dirname "$0")/../lib/net.sh"
setup
serve 80
direct_servers
director nft -f - << 'EOF'
table inet guard {
	chain input {
		type filter hook input priority filter
		ct state invalid drop
	}
}
EOF
mac=$(director cat /sys/class/net/out/address)
for vip in $VIP $VIP6; do
	[[ $vip == "$VIP" ]] && source=10.0.1.2 real=10.0.2.11 service=$vip:80 ||
		source=fd00:1::2 real=fd00:2::11 service=[$vip]:80
	vs -A -u "$service" -s rr
	vs -a -u "$service" -r $real -g
	is "$vip: a packet of no device's is answered" "$(client "$top/tests/lib/pieces" eth0 "$mac" \
		$source $vip 80 "$(fresh_ports 1)" size=200)" 1
done
finish
