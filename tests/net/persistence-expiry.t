#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# A template ends after its time, but not while one of its connections lives.
. "$(dirname "$0")/../lib/net.sh"
setup
serve 80

templates()
{
	vs -Lnc | awk '$4 ~ /:0$/ { print $3 }'
}

conns()
{
	vs -Lnc | awk '$4 !~ /:0$/ && $1 == "UDP"' | wc -l
}

# Above the timeout of persistence, so only for a child can it have been prolonged.
prolonged()
{
	[[ $(vs -Lnc | awk '$4 ~ /:0$/ { split($2, t, ":"); print t[1] * 60 + t[2] }') -gt 10 ]]
}

for vip in $VIP "[$VIP6]"; do
	address=${vip//[\[\]]/}
	[[ $vip == "$VIP" ]] && net=10.0.2.1 || net=fd00:2::1
	vs --set 0 0 300
	vs -A -u "$vip:80" -s rr -p 2
	vs -a -u "$vip:80" -r ${net}1 -m
	vs -a -u "$vip:80" -r ${net}2 -m
	ask "$address" 80 1 udp > "$work/out"
	is "$vip: a template, assured by an answer" "$(templates)" ASSURED
	ok "$vip: a live connection prolongs it" until_true prolonged
	vs -C
	vs --set 0 0 1
	ok "$vip: connections go" until_true prints 0 conns
	# Its 60 more seconds are over sooner when it is not prolonged at all.
	vs -A -u "$vip:80" -s rr -p 10
	vs -a -u "$vip:80" -r ${net}1 -m
	ask "$address" 80 1 udp "" 33333 > "$work/out"
	is "$vip: a new one" "$(templates | wc -l)" 1
	PATIENCE=150 ok "$vip: goes after its time" until_true prints "" templates
	vs -C
done
finish
