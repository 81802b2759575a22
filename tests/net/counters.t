#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Counters are exact when read: what the client's interface counted is what is shown. Real
# servers that come back have the connections that they had; so if their service does.
. "$(dirname "$0")/../lib/net.sh"
setup
serve 53
add_service()
{
	vs -A -u $VIP:53 -s rr
}

add_server()
{
	vs -a -u $VIP:53 -r 10.0.2.11:53 -m
}

counters()
{
	vs -Ln --stats --exact -u $VIP:53 | awk -v which="$1" '$0 ~ which { $1 = $2 = ""; print $0 }' |
		xargs
}

loads()
{
	vs -Ln -u $VIP:53 | awk '/10.0.2.11/ { print $5, $6 }'
}

add_service
add_server
port=$(fresh_ports 25)
ask $VIP 53 25 udp "" "$port" > "$work/out"
is "the client got 25 answers" "$(grep -c 1 "$work/out")" 25
# "name\n" is 5 bytes, the answer "1\n" 2; UDP and IP add 28.
want="25 25 25 825 750"
is "service" "$(counters ^UDP)" "$want"
is "real server" "$(counters 10.0.2.11)" "$want"
is "namespace" "$(director awk 'NR == 3 { print $1, $2, $3, $4, $5 }' /proc/net/ip_vs_stats)" "19 19 19 339 2EE"
is "reasons: requests" "$(vs -L --explain | awk '$1 == "request-sent" { print $3 }')" 25
is "reasons: replies" "$(vs -L --explain | awk '$1 == "reply" { print $3 }')" 25

vs -d -u $VIP:53 -r 10.0.2.11:53
add_server
is "a server that comes back has its connections" "$(loads)" "0 25"
is "and its counters" "$(counters 10.0.2.11)" "$want"
for gone in -D -C; do
	[[ $gone == -C ]] && vs -C || vs -D -u $VIP:53
	add_service
	add_server
	is "in a service that was made anew after $gone, too" "$(loads)" "0 25"
	is "but there it counts from 0" "$(counters 10.0.2.11)" "0 0 0 0 0"
	ask $VIP 53 1 udp "" "$port" > "$work/out"
	is "the packets of its connections" "$(counters ^UDP)" "0 1 1 33 30"
done
vs -Z
is "zeroed" "$(counters ^UDP)" "0 0 0 0 0"
finish
