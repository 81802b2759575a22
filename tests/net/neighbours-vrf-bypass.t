#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# cache_bypass and VRFs: hosts that clients in a VRF want are looked up as real servers are, from
# the main table into their VRF; what is for the director's own address in there is refused.
. "$(dirname "$0")/../lib/net.sh"
. "$(dirname "$0")/../lib/bypass.sh"
. "$(dirname "$0")/../lib/neighbours.sh"
setup
serve 8080 1
catch "ip saddr 10.0.1.2 tcp dport 8080" "ip6 saddr fd00:1::2 tcp dport 8080"
director sysctl -qw net.ipv4.vs.cache_bypass=1
vs -A -f 7 -s rr
vs -A -f 7 -6 -s rr

reaches()
{
	local address

	for address in $host $host6; do
		is "$1, $address: an upload" \
			"$(client timeout 5 "$top/tests/lib/fetch" $address 8080 -100000)" whole
	done
}

into red 10 out fd00:1::1/64 $VIP6/64
leads main red 10.0.1.0/24 fd00:1::/64
reaches "a host in no VRF"
is "what is for the director is refused" "$(ask $VIP 8080)" "Connection refused"
is "what is for the director is refused, IPv6" "$(ask $VIP6 8080)" "Connection refused"
is "and begins nothing" "$(vs -Lnc | grep -cF -e "$VIP:" -e "[$VIP6]:")" 0

into blue 11 in fd00:2::1/64
leads 11 red 10.0.1.0/24 fd00:1::/64
ip -n "$tag-d" -batch - << 'EOF'
route add 192.0.2.0/24 via 10.0.2.11 vrf blue
route add 2001:db8::/64 via fd00:2::11 vrf blue
EOF
leads main blue 192.0.2.0/24 2001:db8::/64
reaches "a host in another VRF"
ip -n "$tag-d" link set in mtu 1400
ip -n "$tag-c" route flush cache
ip -n "$tag-c" -6 route flush cache
reaches "on a narrow link there"
finish
