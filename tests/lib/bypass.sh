# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Sourced by tests of cache_bypass, after net.sh.
#
#	catch MATCH...   server 1 is a host somewhere, $host and $host6; packets that match one of
#	                 these expressions of nftables have mark 7, and come in at the director
#	                 as if they were for it

host=192.0.2.77
host6=2001:db8::77

catch()
{
	local family

	ip -n "$tag-1" addr add $host/32 dev lo
	ip -n "$tag-1" addr add $host6/128 dev lo nodad
	director ip route add 192.0.2.0/24 via 10.0.2.11
	director ip route add 2001:db8::/64 via fd00:2::11
	for family in -4 -6; do
		ip -n "$tag-d" $family -batch - <<- 'EOF'
			rule add fwmark 7 lookup 100
			route add local default dev lo table 100
		EOF
	done
	director nft -f - <<- EOF
		table inet marks {
			chain prerouting {
				type filter hook prerouting priority mangle
				$(printf '%s meta mark set 7\n' "$@")
			}
		}
	EOF
}
