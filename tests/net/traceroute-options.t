#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Options of traceroute make the packets that those of Debian's traceroute make, told alike: what
# the first router sees of both is the same. Sequence numbers, checksums, and ports and labels
# that nobody asked for are either's own.
. "$(dirname "$0")/../lib/net.sh"
. "$(dirname "$0")/../lib/chain.sh"
trap cleanup EXIT
chain
router 1 sysctl -qw net.ipv4.conf.all.accept_source_route=1 net.ipv4.conf.toc.accept_source_route=1
router 1 "$top/tests/lib/seen" toc > "$work/seen" 2>&1 &
until_true grep -q ready "$work/seen"

seen_all()
{
	(($(wc -l < "$work/seen") >= $1))
}

# each COMMAND...: does so for each of $work/cases; what it says of its hop, two lines each
each()
{
	# shellcheck disable=SC2016
	client bash -c 'while read -ra words; do "$@" -n -q 1 -m 1 -w 1 "${words[@]}" 2>&1; done' - "$@" \
		< "$work/cases" | sed -nE 's/[0-9.]+ ms/T/; /^traceroute to|^ 1/p'
}

for host in 10.1.4.2 fd01:4::2; do
	for words in "" -I -T -U "-P 89" "-t 184" "-UL -O coverage=12" "-T -O syn,sack,mss=1300"; do
		echo "$words $host"
	done
done > "$work/cases"
cat >> "$work/cases" << 'CASES'
-F 10.1.4.2 1000
-M raw -O protocol=88 10.1.4.2
-T -p https 10.1.4.2
-U -p 123 10.1.4.2
--sport=4444 -T 10.1.4.2
-T -O ecn 10.1.4.2
-T -O ack 10.1.4.2
-T -O fin,psh,urg 10.1.4.2
-T -O flags=0x12 10.1.4.2
-T -O sack 10.1.4.2
-T -O timestamps 10.1.4.2
-T -O window_scaling 10.1.4.2
-T -O mss=1200 10.1.4.2
-T -O sysctl 10.1.4.2
-i to1 -I 10.1.4.2
--fwmark=5 -I 10.1.4.2
-r -I 10.1.1.1
-d -N 3 -z 0.01 10.1.4.2
-s 10.1.1.77 10.1.4.2
-s fd01:1::77 fd01:4::2
-l 0x12345 fd01:4::2
CASES
ip -n "$tag-c" addr add 10.1.1.77/24 dev to1
ip -n "$tag-c" addr add fd01:1::77/64 dev to1 nodad

mapfile -t cases < "$work/cases"
mapfile -t ours < <(each "$IPVSADM" traceroute)
until_true seen_all $((${#cases[@]} + 1))
mapfile -t theirs < <(each traceroute)
until_true seen_all $((2 * ${#cases[@]} + 1))
# The first line is that it is ready.
mapfile -t -s 1 packets < "$work/seen"
shopt -s extglob
for i in "${!cases[@]}"; do
	pair=("${packets[i]}" "${packets[i + ${#cases[@]}]}")
	[[ ${cases[i]} == *--sport* ]] || pair=("${pair[@]/sport=+([0-9]) /}")
	[[ ${cases[i]} == *-l* ]] || pair=("${pair[@]/label=+([0-9]) /}")
	is "traceroute ${cases[i]}" "${pair[0]}; ${ours[2 * i]}; ${ours[2 * i + 1]}" \
		"${pair[1]}; ${theirs[2 * i]}; ${theirs[2 * i + 1]}"
done

# last_packet COMMAND...: what was seen of it, however often it was repeated
last_packet()
{
	client "$@" > "$work/told" 2>&1
	until_true eval "tail -n 1 $work/seen | grep -q '$pattern'"
	tail -n 1 "$work/seen" | sed -E 's/sport=[0-9]+ //'
	head -n 1 "$work/told"
}

pattern=options=0183
is "a source route" "$(last_packet "$IPVSADM" traceroute -n -q 1 -m 1 -w 1 -g 10.1.1.1 10.1.4.2)" \
	"$(last_packet traceroute -n -q 1 -m 1 -w 1 -g 10.1.1.1 10.1.4.2)"
# Debian's asks its kernel for DCCP, which may have none; what we send is said here.
pattern=protocol=33
is "a DCCP request" "$(last_packet "$IPVSADM" traceroute -n -q 1 -m 1 -D -p 1000 -O service=7 10.1.4.2)" \
	"tos=0 length=40 df=0 ttl=1 from=10.1.1.2 options= protocol=33 dport=1000 type=0 service=7
traceroute to 10.1.4.2 (10.1.4.2), 1 hops max, 40 byte packets"

# wrong ARG...: an error of usage, as it is for Debian's
wrong()
{
	local ours

	client "$IPVSADM" traceroute "$@" > "$work/told" 2>&1
	ours=$?
	client traceroute "$@" > "$work/told" 2>&1
	is "that is wrong: traceroute $*" $ours $?
}

wrong -4 fd01:4::2
wrong -f 5 -m 4 10.1.4.2
wrong -m 256 10.1.4.2
wrong -q 11 10.1.4.2
wrong -p nosuchservice 10.1.4.2
wrong -M nosuch 10.1.4.2
wrong -T -O nosuch 10.1.4.2
wrong -g 1.1.1.1,1.1.1.1,1.1.1.1,1.1.1.1,1.1.1.1,1.1.1.1,1.1.1.1,1.1.1.1,1.1.1.1 10.1.4.2
wrong 10.1.4.2 65001
finish
