#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# At which hooks rules of nftables see a balanced packet, and with which addresses: requests
# change between input and output, replies late in forward. And what rules before that can do.
. "$(dirname "$0")/../lib/net.sh"
setup
serve 53
packets=3

# chains TYPE: name, hook and priority of what is watched
chains()
{
	if [[ $1 == netdev ]]; then
		printf '%s\n' "ingress-out ingress device out 0" "ingress-in ingress device in 0" \
			"egress-out egress device out 0" "egress-in egress device in 0"
	else
		printf '%s\n' "raw prerouting raw" "mangle prerouting mangle" "input input 0" \
			"forward forward 0" "forward-late forward 101" "output-raw output raw" \
			"output output 0" "postrouting postrouting 0"
	fi
}

# rules FAMILY CLIENT VIP SERVER CHAIN: packets before ("old") and after ("new") translation
rules()
{
	local which="$1-$5"

	cat <<-RULES
		$1 saddr $2 $1 daddr $3 udp dport 5353 counter name request-old-$which
		$1 saddr $2 $1 daddr $4 udp dport 53 counter name request-new-$which
		$1 saddr $4 $1 daddr $2 udp sport 53 counter name reply-old-$which
		$1 saddr $3 $1 daddr $2 udp sport 5353 counter name reply-new-$which
	RULES
}

# watch TYPE: a table that counts in all of its chains
watch()
{
	local chain where

	echo "table $1 watch {"
	chains "$1" | while read -r chain where; do
		printf "counter %s-$chain { }\n" {request,reply}-{old,new}-ip{,6}
		echo "chain $chain { type filter hook ${where% *} priority ${where##* };"
		rules ip 10.0.1.2 $VIP 10.0.2.11 "$chain"
		rules ip6 fd00:1::2 $VIP6 fd00:2::11 "$chain"
		echo "}"
	done
	echo "}"
}

# The names of counters that have counted all packets, each with its number; then all start anew.
seen()
{
	director nft reset counters | awk '
		$1 == "counter" { name = $2 }
		$1 == "packets" && $2 { print name, $2 }' | sort
}

{
	watch netdev
	watch inet
	cat << 'RULES'
table inet rules {
	counter tracked { }
	counter untracked { }
	chain late {
		type filter hook postrouting priority 1
		udp dport 53 ct state new,established counter name tracked
		udp dport 53 ct state untracked counter name untracked
	}
	chain early {
		type filter hook prerouting priority mangle
		udp dport 5401 meta mark set 9
	}
	chain input {
		type filter hook input priority 0
		udp dport 5402 meta mark set 9
		udp dport 5403 drop
	}
}
RULES
} > "$work/rules"
director nft -f "$work/rules"

for family in ip ip6; do
	if [[ $family == ip ]]; then
		vip=$VIP service=$VIP real=10.0.2.1 six=
	else
		vip=$VIP6 service="[$VIP6]" real=fd00:2::1 six=-6
	fi
	for port in 5353 5403; do
		vs -A -u "$service:$port" -s rr
		vs -a -u "$service:$port" -r "${service/$vip/${real}1}:53" -m
	done
	# shellcheck disable=SC2086 # an option or none
	vs -A -f 9 $six -s rr
	# shellcheck disable=SC2086
	vs -a -f 9 $six -r "${service/$vip/${real}2}:53" -m
	for conntrack in 0 1; do
		director sysctl -qw net.ipv4.vs.conntrack=$conntrack
		((conntrack)) && state=tracked || state=untracked
		is "$family, conntrack=$conntrack: answers" \
			"$(ask "$vip" 5353 $packets udp | sort | uniq -c | xargs)" "$packets 1"
		is "$family, conntrack=$conntrack: each hook sees what it should" "$(seen)" \
			"$(printf "%s $packets\n" $state \
				request-old-$family-{ingress-out,raw,mangle,input} \
				request-new-$family-{output-raw,output,postrouting,egress-in} \
				reply-old-$family-{ingress-in,raw,mangle,forward} \
				reply-new-$family-{forward-late,postrouting,egress-out} | sort)"
	done
	client python3 -c 'import socket, sys
family = socket.AF_INET6 if ":" in sys.argv[1] else socket.AF_INET
socket.socket(family, socket.SOCK_DGRAM).sendto(b"x", (sys.argv[1], 5403))' "$vip"
	is "$family: a mark that prerouting sets is a service's" "$(ask "$vip" 5401 1 udp)" 2
	is "$family: a mark that input sets is a service's" "$(ask "$vip" 5402 1 udp)" 2
	is "$family: what input drops begins nothing" "$(vs -Lnc | grep -c ':5403 ')" 0
	seen > /dev/null
done
finish
