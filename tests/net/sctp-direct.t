#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# SCTP over direct routing, of which the director sees the client's half; and associations
# that it takes over midway, if told so.
. "$(dirname "$0")/../lib/net.sh"
setup
modprobe sctp
direct_servers
for number in 1 2 3; do
	serve_sctp $number $VIP $VIP6
done

# state PORT: of the connections to that port, in this family
state()
{
	vs -Lnc | awk -v v="$vip:$1" '$1 == "SCTP" && $5 == v { print $3 }' | sort -u | xargs
}

# out_of_the_blue SPORT CHUNK: the state of what it begins with a server that does not exist
out_of_the_blue()
{
	client "$top/tests/lib/sctp-chunk" "$address" 99 "$1" "$2"
	vs -Lnc | awk -v end=":$1\$" -v v="$vip:99" '$4 ~ end && $5 == v { print $3 }'
}

for vip in $VIP "[$VIP6]"; do
	address=${vip//[\[\]]/}
	[[ $vip == "$VIP" ]] && net=10.0.2.1 || net=fd00:2::1
	vs -A --sctp-service "$vip:80" -s rr
	for number in 1 2 3; do
		vs -a --sctp-service "$vip:80" -r $net$number -g
	done
	is "$vip: each server answers" \
		"$(client "$top/tests/lib/sctp" ask "$address" 80 6 | sort | uniq -c | xargs)" "2 1 2 2 2 3"
	is "$vip: past the director" \
		"$(vs -Ln --stats --sctp-service "$vip:80" | awk '$1 == "SCTP" { print $5 }')" 0
	is "$vip: who has left leaves CLOSED" "$(state 80)" CLOSED
	mkfifo "$work/gate"
	client "$top/tests/lib/sctp" hold "$address" 80 "$work/gate" > "$work/held" &
	holder=$!
	ok "$vip: an open association is ESTABLISHED" until_true prints "CLOSED ESTABLISHED" state 80
	echo > "$work/gate"
	wait $holder
	is "$vip: and answers" "$(grep -c '^[123]$' "$work/held")" 1
	rm "$work/gate"

	vs -A --sctp-service "$vip:99" -s rr
	vs -a --sctp-service "$vip:99" -r ${net}8 -m
	is "$vip: an INIT begins one" "$(out_of_the_blue 5001 1)" INIT1
	is "$vip: data do not" "$(out_of_the_blue 5002 0)" ""
	director sysctl -qw net.ipv4.vs.sloppy_sctp=1
	is "$vip: unless sloppy_sctp" "$(out_of_the_blue 5003 0)" ESTABLISHED
	is "$vip: never an ABORT" "$(out_of_the_blue 5004 6)" ""
	director sysctl -qw net.ipv4.vs.sloppy_sctp=0
	vs -C
done
finish
