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

for vip in $VIP "[$VIP6]"; do
	[[ $vip == "$VIP" ]] && servers=(10.0.2.1{1,2}) six= || servers=("[fd00:2::1"{1,2}"]") six=-6
	for port in 5353 5403; do
		echo "-A -u $vip:$port -s rr"
		echo "-a -u $vip:$port -r ${servers[0]}:53 -m"
	done
	echo "-A -f 9 $six -s rr"
	echo "-a -f 9 $six -r ${servers[1]}:53 -m"
done | vs -R

for conntrack in 0 1; do
	director sysctl -qw net.ipv4.vs.conntrack=$conntrack
	((conntrack)) && state=tracked || state=untracked
	for vip in $VIP $VIP6; do
		is "conntrack=$conntrack, $vip: answers" \
			"$(ask $vip 5353 $packets udp | sort | uniq -c | xargs)" "$packets 1"
	done
	is "conntrack=$conntrack: each hook sees what it should" "$(seen)" "$({
		printf "%s $packets\n" \
			request-old-ip{,6}-{ingress-out,raw,mangle,input} \
			request-new-ip{,6}-{output-raw,output,postrouting,egress-in} \
			reply-old-ip{,6}-{ingress-in,raw,mangle,forward} \
			reply-new-ip{,6}-{forward-late,postrouting,egress-out}
		echo "$state $((2 * packets))"
	} | sort)"
done
for vip in $VIP $VIP6; do
	client python3 -c 'import socket, sys
family = socket.AF_INET6 if ":" in sys.argv[1] else socket.AF_INET
socket.socket(family, socket.SOCK_DGRAM).sendto(b"x", (sys.argv[1], 5403))' $vip
	is "$vip: a mark that prerouting sets is a service's" "$(ask $vip 5401 1 udp)" 2
	is "$vip: a mark that input sets is a service's" "$(ask $vip 5402 1 udp)" 2
done
is "what input drops begins nothing" "$(vs -Lnc | grep -c ':5403 ')" 0
finish
