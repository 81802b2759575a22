#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# FTP under NAT over bad networks: what is lost on either side of the director, in either
# direction, is sent again and changed again, and what clients acknowledge is what the
# server has said, SACK blocks included, though its addresses are of other lengths.
. "$(dirname "$0")/../lib/net.sh"
. "$(dirname "$0")/../lib/ftp.sh"
setup
serve_ftpd 1 2121 ports=9990-9999
for number in {1..120}; do
	: > "$work/ftp1/put/a-file-with-a-long-name-$number"
done
# Segments of one size on the wire, so that the watcher sees where each ends.
ip -n "$tag-1" link set eth0 gso_max_segs 1
vs -A -t $VIP:21 -s rr
vs -a -t $VIP:21 -r 10.0.2.11:2121 -m
# What is a service's port is none for data: so what 229 says changes, from four digits to five.
vs -A -t "[$VIP6]:21" -s rr
vs -a -t "[$VIP6]:21" -r "[fd00:2::11]:2121" -m
for port in {9990..9999}; do
	echo "-A -t [$VIP6]:$port"
done | vs -R

watched()
{
	local pid got

	server 1 "$top/tests/lib/tcp-watch" eth0 2121 > "$work/watch" &
	pid=$!
	until_true grep -q watching "$work/watch"
	client timeout 100 "$top/tests/lib/ftp-long" "$1" 21 4 120 2>&1
	ip netns pids "$tag-1" | while read -r got; do
		grep -qs tcp-watch "/proc/$got/cmdline" && kill "$got"
	done
	wait $pid 2> /dev/null
}

# is_right CLAIM: the watcher has seen ACKs and SACKs, all of them right
is_right()
{
	local acks edges strange

	read -r acks edges strange < <(tail -n 1 "$work/watch")
	note "$acks ACKs, $edges edges of SACK blocks"
	ok "$1" test "$acks" -gt 20 -a "$edges" -gt 0 -a "$strange" -eq 0
}

# lose NAMESPACE HOOK SPORT_OR_DPORT PORT CODE...: the first of what begins with such three letters
lose()
{
	local code

	for code in "${@:5}"; do
		printf 'add rule inet lose lose tcp %s %s @th,256,24 %s counter quota until 100 bytes drop\n' \
			"$3" "$4" "0x$(printf %s "$code" | od -An -tx1 | tr -d ' ')"
	done > "$work/rules"
	ip netns exec "$1" nft "add table inet lose; add chain inet lose lose { type filter hook $2 priority -500; }"
	ip netns exec "$1" nft -f "$work/rules"
}

lose "$tag-1" output sport 2121 227 229
lose "$tag-d" prerouting dport 21 PAS EPS
lose "$tag-c" prerouting sport 21 227 229
tc -n "$tag-d" qdisc add dev out root netem delay 4ms reorder 50% loss 3%
is "lost, sent again and overtaken, IPv4" "$(watched $VIP)" whole
is_right "the server is told what it has said, IPv4"
is "lost, sent again and overtaken, IPv6" "$(watched $VIP6)" whole
is_right "the server is told what it has said, IPv6"
for name in 1 d c; do
	ip netns exec "$tag-$name" nft list table inet lose
done > "$work/lost"
is "questions and answers were lost on each side" "$(grep -c 'packets [1-9].*drop' "$work/lost")" 6
finish
