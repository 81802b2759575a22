#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Persistent clients of a server that takes no more, or that is gone.
. "$(dirname "$0")/../lib/net.sh"
setup
serve 80

other()
{
	[[ $1 == 1 ]] && echo 2 || echo 1
}

for vip in $VIP "[$VIP6]"; do
	address=${vip//[\[\]]/}
	[[ $vip == "$VIP" ]] && net=10.0.2.1 || net=fd00:2::1
	director sysctl -qw net.ipv4.vs.expire_quiescent_template=0
	vs -A -t "$vip:80" -s rr -p 100
	vs -a -t "$vip:80" -r ${net}1 -m
	vs -a -t "$vip:80" -r ${net}2 -m
	mine=$(ask "$address" 80)
	vs -e -t "$vip:80" -r "$net$mine" -m -w 0
	is "$vip: weight 0 keeps those that it has" "$(ask "$address" 80)" "$mine"
	director sysctl -qw net.ipv4.vs.expire_quiescent_template=1
	is "$vip: unless their templates are to expire" "$(ask "$address" 80)" "$(other "$mine")"
	vs -e -t "$vip:80" -r "$net$mine" -m -w 1
	is "$vip: the new server is kept when the old one is back" \
		"$(ask "$address" 80)" "$(other "$mine")"
	vs -d -t "$vip:80" -r "$net$(other "$mine")"
	is "$vip: a removed server is replaced" "$(ask "$address" 80)" "$mine"
	vs -d -t "$vip:80" -r "$net$mine"
	is "$vip: without any, none" "$(ask "$address" 80)" "Connection refused"
done
ok "the setting is 0 or 1" bash -c \
	"! ip netns exec $tag-d sysctl -qw net.ipv4.vs.expire_quiescent_template=2 2> /dev/null"
finish
