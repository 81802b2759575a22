#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# ipvsadm traceroute says of a path what Debian's traceroute, tracepath and mtr say, mark
# by mark; what it adds is a last line, and an exit status that tells whether it arrived.
. "$(dirname "$0")/../lib/net.sh"
. "$(dirname "$0")/../lib/chain.sh"
trap cleanup EXIT
chain
ln -s "$IPVSADM" "$work/traceroute"

ours()
{
	client timeout 30 "$work/traceroute" "$@" 2>&1
}

# Times of whatever length are T; lines about the whole are ours alone.
hops()
{
	sed -E 's/[0-9.]+ ms/T/g; s/ +$//; /^(hop [0-9]+:|reached|did not)/d'
}

# alike CLAIM STATUS ARG...: both print the same hops, and ours exits so. Without -w,
# Debian's takes fast neighbours for the measure of slow ones, and tells stars.
alike()
{
	local claim=$1 want=$2 got status

	shift 2
	got=$(ours "$@")
	status=$?
	is "$claim: traceroute $*" "$status $(hops <<< "$got")" \
		"$want $(client timeout 30 traceroute -w 3 "$@" 2>&1 | hops)"
}

for host in 10.1.4.2 fd01:4::2; do
	alike "UDP" 0 -n $host
	alike "ICMP" 0 -n -I -q 1 $host
	alike "TCP to a closed port" 0 -n -T -p 81 -O info -q 1 $host
	alike "any protocol" 0 -n -P 253 -q 1 $host
done
alike "names that are none" 0 -q 1 10.1.4.2
alike "UDP to one port" 0 -n -U -q 1 10.1.4.2
alike "UDP-Lite" 0 -n -UL -q 1 10.1.4.2
alike "some hops" 1 -n -f 2 -m 3 10.1.4.2
alike "big packets" 0 -n -q 1 10.1.4.2 3000
for number in 2 3; do
	ip -n "$tag-$number" link set "to$((5 - number))" mtu 1400
done
for host in 10.1.4.2 fd01:4::2; do
	alike "the path MTU" 0 -n --mtu -q 2 $host
done

# Of ours, of mtr and of tracepath: a line for each hop.
our_hops()
{
	ours -n -q 1 "$@" | awk '$1 ~ /^[0-9]+$/ { print $1, $2 }'
}

mtr_hops()
{
	client mtr -n -r -w -c 1 -G 1 "$@" | awk '$1 ~ /\|--/ { print $1 + 0, $2 }'
}

for host in 10.1.4.2 fd01:4::2; do
	client tracepath -n $host > "$work/theirs"
	is "tracepath has the same hops to $host" "$(our_hops $host)" \
		"$(awk '$1 ~ /^[0-9]+:$/ { print $1 + 0, $2 }' "$work/theirs" | sort -un)"
	is "and the same MTU and length" "$(ours -n -q 1 --mtu --json $host |
		sed -nE '/"summary"/s/.*"hop":([0-9]+).*"mtu":([0-9]+).*/pmtu \2 hops \1/p')" \
		"$(sed -nE 's/.*Resume: (pmtu [0-9]+ hops [0-9]+) .*/\1/p' "$work/theirs")"
	is "mtr has the same hops to $host" "$(our_hops -I $host)" "$(mtr_hops $host)"
done
is "mtr by TCP, too" "$(our_hops -T -p 81 10.1.4.2)" "$(mtr_hops -T -P 81 10.1.4.2)"
is "mtr by UDP, too" "$(our_hops fd01:4::2)" "$(mtr_hops -u fd01:4::2)"
router 2 nft 'add table inet f; add chain inet f o { type filter hook output priority 0; }
	add rule inet f o icmp type time-exceeded drop'
is "who is silent to us is silent to mtr" "$(our_hops -I -w 1 10.1.4.2)" \
	"$(mtr_hops 10.1.4.2 | sed 's/???/*/')"
router 2 nft flush ruleset

# Refusals: each with its mark, and not reached.
for kind in host-unreachable admin-prohibited; do
	router 3 nft "flush ruleset; add table inet f; add chain inet f c {
		type filter hook forward priority 0; }; add rule inet f c reject with icmpx type $kind"
	alike "$kind" 1 -n -q 1 -m 4 10.1.4.2
	alike "$kind" 1 -n -q 1 -m 4 fd01:4::2
done
router 3 nft flush ruleset
is "a path that ends is told" "$(ours -n -q 1 -m 2 10.1.4.2 | tail -n 1)" \
	"did not reach 10.1.4.2: farther than 2 hops (10.1.2.2)"
ours -n > /dev/null 10.1.4.2 -m 0
is "wrong words are an error" $? 2
ours nobody.invalid > /dev/null
is "a name that is none is an error" $? 2
is "without words it tells how it is used" "$(ours | head -n 1)" \
	"Usage: ipvsadm traceroute [OPTION...] TARGET [BYTES] | --service VIP:PORT"

# Those without privilege have what the kernel grants.
for args in "" "-I"; do
	client sysctl -qw net.ipv4.ping_group_range="0 2147483647"
	# shellcheck disable=SC2086
	is "without privilege, ${args:-UDP}" "$(client setpriv --reuid 65534 --regid 65534 \
		--clear-groups "$IPVSADM" traceroute -n $args 10.1.4.2 | hops)" \
		"$(ours -n $args 10.1.4.2 | hops)"
done
finish
