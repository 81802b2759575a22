#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Options of ping that steer a probe's way do what Debian's ping does with them, and say it alike.
. "$(dirname "$0")/../lib/net.sh"
trap cleanup EXIT
topology
ln -s "$IPVSADM" "$work/ping"

# Times of whatever length are T, as are routers' clocks: the first that is told, and those after
# it, which are told as differences. A flood's dots come and go in the order that replies take:
# they are counted, and so is what takes them away.
times_gone()
{
	sed -E 's/time[= ][0-9.]+ ?ms/time T/; s|= [0-9.]+(/[0-9.]+)+ ms|= T|; s|ewma [0-9./]+ ms|ewma T|
		s/[0-9]+ absolute/T/; s/\t-?[0-9]+$/\tT/; /ipg|pipe/s/, pipe [0-9]+//' "$1" |
		awk '/^[.\b ]+$/ { $0 = gsub(/\./, "") " dots, gone " gsub(/\b/, "") } { print }'
}

# alike CLAIM ARG...: both print the same and exit alike
alike()
{
	local claim=$1 ours theirs

	shift
	client ping "$@" > "$work/theirs" 2>&1
	theirs=$?
	client "$work/ping" "$@" > "$work/ours" 2>&1
	ours=$?
	is "$claim: ping $*" "$ours $(times_gone "$work/ours")" "$theirs $(times_gone "$work/theirs")"
}

alike "a route, told once" -n -c 2 -i 0.2 -R 10.0.2.11
alike "times of routers" -n -c 2 -i 0.2 -T tsonly 10.0.2.11
alike "times and addresses, more than fit" -n -c 1 -T tsandaddr 10.0.2.11
alike "times of those that are named" -n -c 1 -T tsprespec 10.0.1.1 10.0.2.11 10.0.2.11
alike "no such stamps" -T often 10.0.2.11
alike "either, not both" -R -T tsonly 10.0.2.11
alike "a device" -n -c 1 -I eth0 10.0.1.1
alike "an address" -n -c 1 -I 10.0.1.2 10.0.1.1
alike "an address and a device" -n -c 1 -I 10.0.1.2 -I eth0 10.0.1.1
alike "an address of IPv6" -n -c 1 -I fd00:1::2 fd00:1::1
alike "an address that is kept" -n -c 1 -B 10.0.1.1
alike "another device" -n -c 1 -W 0.2 -I lo 10.0.1.1
alike "no such device" -n -c 1 -I eth7 10.0.1.1
alike "somebody else's address" -n -c 1 -I 192.0.2.1 10.0.1.1
alike "a broadcast" -n -c 1 -W 0.2 -b 10.0.1.255
alike "a broadcast unawares" -n -c 1 10.0.1.255
alike "several at once" -n -q -c 3 -l 3 10.0.1.1
alike "a bell" -n -c 1 -a 10.0.1.1
alike "a flood" -c 3 -f 10.0.1.1
alike "as fast as replies come" -n -c 3 -A 10.0.1.1
alike "a connected socket, marked" -n -c 1 -C -m 7 10.0.1.1

# Labels are kept a while for who had them: each asks with one of its own.
client ping -n -c 1 -F 0x11111 fd00:1::1 > "$work/theirs"
client "$work/ping" -n -c 1 -F 0x22222 fd00:1::1 > "$work/ours"
is "a flow label" "$(times_gone "$work/ours" | tr 2 1)" "$(times_gone "$work/theirs" | tr 2 1)"
director nft -f - <<< 'table netdev watch {
	chain in {
		type filter hook ingress device out priority 0;
		ip6 flowlabel 0x33333 counter
		ip dscp 0x2e ip ttl 7 counter
		meta mark 0 accept
	}
}'
client "$work/ping" -q -c 2 -i 0.1 -F 0x33333 fd00:1::1 > "$work/ours"
client "$work/ping" -q -c 1 -Q 0xb8 -t 7 10.0.1.1 > "$work/ours"
is "label, service class and time to live are on the wire" \
	"$(director nft list ruleset | grep -o 'packets [0-9]*' | xargs)" "packets 2 packets 1"

client "$work/ping" -n -c 1 ff02::1%eth0 > "$work/ours"
ok "one link's hosts are asked by interface, and named with it" \
	grep -q "bytes from fe80:.*%eth0: icmp_seq=1" "$work/ours"
client "$work/ping" -n -i 60 10.0.1.1 > "$work/ours" 2>&1 &
until_true grep -q "icmp_seq=1" "$work/ours"
ip netns pids "$tag-c" | xargs kill -TERM
wait $!
is "SIGTERM kills it" $? 143
ok "with the summary told" grep -q "1 packets transmitted, 1 received" "$work/ours"
client sysctl -qw net.ipv4.ping_group_range="0 65535"
client setpriv --reuid 65534 --regid 65534 --clear-groups "$work/ping" -n -R -c 1 10.0.2.11 > "$work/ours"
ok "a user without privilege may record a route" grep -q '10\.0\.2\.1$' "$work/ours"
finish
