#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Rules of routing. Requests go by the real server's address alone, whatever mark brought them
# here: what else should count, an output chain of nft's type "route" can say. Replies take
# the way of the virtual address, unless snat_reroute is 0: then they take the real server's.
. "$(dirname "$0")/../lib/net.sh"
. "$(dirname "$0")/../lib/neighbours.sh"
setup
serve 80
client sysctl -qw net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.default.rp_filter=0 \
	net.ipv4.conf.eth0.rp_filter=0
wire "$tag-d" out2 10.0.5.1/24 fd00:5::1/64 "$tag-c" eth1 10.0.5.2/24 fd00:5::2/64
# This address stands on servers 1 and 2.
for number in 1 2; do
	ip -n "$tag-$number" addr add 10.0.9.9/32 dev lo
	ip -n "$tag-$number" addr add fd00:9::9/128 dev lo nodad
done
ip -n "$tag-d" -batch - << RULES
route add 10.0.9.9/32 via 10.0.2.11
route add fd00:9::9/128 via fd00:2::11
route add 10.0.9.9/32 via 10.0.2.12 table 100
route add fd00:9::9/128 via fd00:2::12 table 100
route add 10.0.1.0/24 via 10.0.5.2 table 101
route add fd00:1::/64 via fd00:5::2 table 101
RULES
vs -R << EOF
-A -t $VIP:8080 -s rr
-a -t $VIP:8080 -r 10.0.9.9:80 -m
-A -t [$VIP6]:8080 -s rr
-a -t [$VIP6]:8080 -r [fd00:9::9]:80 -m
EOF

# rules add|del SELECTOR4 SELECTOR6 TABLE
rules()
{
	# shellcheck disable=SC2086 # a selector is two words
	ip -n "$tag-d" rule "$1" $2 lookup "$4"
	# shellcheck disable=SC2086
	ip -n "$tag-d" -6 rule "$1" $3 lookup "$4"
}

answers "without rules" 1
rules add "to 10.0.9.9" "to fd00:9::9" 100
answers "a rule for the server's address" 2
rules del "to 10.0.9.9" "to fd00:9::9" 100
rules add "from 10.0.1.2" "from fd00:1::2" 100
rules add "fwmark 7" "fwmark 7" 100
director nft -f - << 'RULES'
table inet marks {
	chain prerouting {
		type filter hook prerouting priority mangle
		tcp dport 8080 meta mark set 7
	}
}
RULES
answers "rules for clients, and for a mark that requests come with" 1
director nft -f - << 'RULES'
flush table inet marks
table inet marks {
	chain output {
		type route hook output priority mangle
		tcp dport 80 meta mark set 7
	}
}
RULES
answers "a rule for a mark that is set on their way out" 2
director nft delete table inet marks

# sideways CLAIM: do replies come over the other cable?
sideways()
{
	local before

	before=$(came c eth1)
	ask $VIP 8080 > "$work/answer"
	ask $VIP6 8080 >> "$work/answer"
	echo "$(xargs < "$work/answer") $((($(came c eth1) - before) / 4 > 0))"
}

rules add "from $VIP" "from $VIP6" 101
is "replies go by the virtual address" "$(sideways)" "1 1 1"
director sysctl -qw net.ipv4.vs.snat_reroute=0
is "snat_reroute=0: by the real server's" "$(sideways)" "1 1 0"
rules add "from 10.0.9.9" "from fd00:9::9" 101
is "which rules may name" "$(sideways)" "1 1 1"
finish
