#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Rules of routing, with direct routing: packets keep the virtual address, but go by that of the
# real server alone; neither by who sent them, nor by the mark that has made them a service's.
. "$(dirname "$0")/../lib/net.sh"
setup
serve 80 1 2
direct_servers
# This address stands on servers 1 and 2.
for number in 1 2; do
	ip -n "$tag-$number" addr add 10.0.9.9/32 dev lo
	ip -n "$tag-$number" addr add fd00:9::9/128 dev lo nodad
done
ip -n "$tag-d" -batch - << 'RULES'
route add 10.0.9.9/32 via 10.0.2.11
route add fd00:9::9/128 via fd00:2::11
route add 10.0.9.9/32 via 10.0.2.12 table 100
route add fd00:9::9/128 via fd00:2::12 table 100
route add 10.0.1.100/32 via 10.0.2.12 table 100
route add fd00:1::100/128 via fd00:2::12 table 100
RULES
director nft -f - << 'RULES'
table inet marks {
	chain prerouting {
		type filter hook prerouting priority mangle
		tcp dport 80 meta mark set 7
	}
}
RULES
vs -R << EOF
-A -f 7 -s rr
-a -f 7 -r 10.0.9.9 -g
-A -f 7 -6 -s rr
-a -f 7 -6 -r fd00:9::9 -g
EOF

# answers CLAIM WANT
answers()
{
	is "$1" "$(ask $VIP 80) $(ask $VIP6 80)" "$2 $2"
}

# rule SELECTOR...: of IPv4 and of IPv6, "lookup 100" from now on
rule()
{
	# shellcheck disable=SC2086 # a selector is two words
	ip -n "$tag-d" rule add pref 1000 $1 lookup 100
	# shellcheck disable=SC2086
	ip -n "$tag-d" -6 rule add pref 1000 $2 lookup 100
}

answers "without rules" 1
rule "from 10.0.1.2 iif lo" "from fd00:1::2 iif lo"
answers "a rule for clients" 1
rule "fwmark 7 iif lo" "fwmark 7 iif lo"
answers "a rule for the mark" 1
rule "to $VIP iif lo" "to $VIP6 iif lo"
answers "a rule for the virtual address" 1
rule "to 10.0.9.9" "to fd00:9::9"
answers "a rule for the server's address" 2
finish
