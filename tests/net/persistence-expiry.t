#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# A template ends after its time, but not while one of its connections lives. Both families
# wait at once.
. "$(dirname "$0")/../lib/net.sh"
setup
serve 80

# begin SECONDS: a persistent service of each family, and what a client is told by it
begin()
{
	vs -R <<- RULES
		-A -u $VIP:80 -s rr -p $1
		-a -u $VIP:80 -r 10.0.2.11 -m
		-a -u $VIP:80 -r 10.0.2.12 -m
		-A -u [$VIP6]:80 -s rr -p $1
		-a -u [$VIP6]:80 -r fd00:2::11 -m
		-a -u [$VIP6]:80 -r fd00:2::12 -m
	RULES
	ask $VIP 80 1 udp > "$work/out"
	ask $VIP6 80 1 udp > "$work/out6"
}

# The state of each template
templates()
{
	vs -Lnc | awk '$4 ~ /:0$/ { print $3 }' | xargs
}

conns()
{
	vs -Lnc | awk '$4 !~ /:0$/ && $1 == "UDP"' | wc -l
}

# Those above the timeout of persistence, so only for a child can they have been prolonged.
prolonged()
{
	vs -Lnc | awk '$4 ~ /:0$/ { split($2, t, ":"); if (t[1] * 60 + t[2] > 10) count++ } END { print count }'
}

vs --set 0 0 300
begin 2
is "a template of each family, assured by an answer" "$(templates)" "ASSURED ASSURED"
ok "a live connection prolongs it" until_true prints 2 prolonged
vs -C
vs --set 0 0 1
ok "connections go" until_true prints 0 conns
# Its 60 more seconds are over sooner when it is not prolonged at all.
begin 6
is "a new one of each" "$(wc -w <<< "$(templates)")" 2
PATIENCE=150 ok "goes after its time" until_true prints "" templates
finish
