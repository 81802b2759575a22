#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# ipvsadm traceroute follows one flow, shows the paths of many as a tree, ends a path where
# it ends however slow, limited or silent its routers are, and says which of that it met.
. "$(dirname "$0")/../lib/net.sh"
. "$(dirname "$0")/../lib/chain.sh"
trap cleanup EXIT
chain

# trace ARG...: hops, then the exit status
trace()
{
	client timeout 30 "$IPVSADM" traceroute -n "$@" > "$work/trace" 2>&1
	echo $? >> "$work/trace"
	cat "$work/trace"
}

# The last hop that was told, and who it is.
last_hop()
{
	awk '$1 ~ /^[0-9]+$/ && NF > 1 { hop = $1; for (i = 2; i <= NF; i++) if ($i ~ /[.:].*[.:]/) who = $i }
		END { print hop, who }' "$work/trace"
}

# limit NAME MS: that router sends errors no more often, after a burst of six
limit()
{
	ip netns exec "$tag-$1" sysctl -qw net.ipv4.icmp_ratelimit="$2"
}

# quiet N: router N sends no errors at all
quiet()
{
	router "$1" nft "add table inet f; add chain inet f o { type filter hook output priority 0; }
		add rule inet f o icmp type time-exceeded drop
		add rule inet f o icmpv6 type time-exceeded drop"
}

# Slow: probes that go on behind the target are answered too, before the nearest is.
target tc qdisc replace dev to3 root netem delay 60ms 40ms
trace 10.1.4.2 > /dev/null
is "the last hop is where it is, at unsteady 60 ms" "$(last_hop)" "4 10.1.4.2"
ok "and no star is made up" grep -qE '^ 4  10.1.4.2( +[0-9.]+ ms){3}$' "$work/trace"
target tc qdisc replace dev to3 root netem delay 1200ms
trace -q 1 10.1.4.2 > /dev/null
is "the last hop is where it is, after 1.2 s" "$(last_hop) $(tail -n 1 "$work/trace")" "4 10.1.4.2 0"
target tc qdisc del dev to3 root

# Silence and limits.
quiet 2
trace 10.1.4.2 > /dev/null
ok "a silent router is stars" grep -qx ' 2  \* \* \*' "$work/trace"
ok "and told as what it is" grep -qx 'hop 2: silent, but passes packets on' "$work/trace"
is "what is behind it is reached" "$(last_hop) $(tail -n 1 "$work/trace")" "4 10.1.4.2 0"
# The silent hop keeps it waiting, when all others have answered.
client nft 'add table inet seen; add chain inet seen i { type filter hook input priority 0; }
	add rule inet seen i icmp type time-exceeded counter
	add rule inet seen i icmp type destination-unreachable counter'
client "$IPVSADM" traceroute -n -w 30 -N 12 -m 4 10.1.4.2 > "$work/trace" &
ok "all but the silent one answer" until_true prints "packets 6 packets 3" \
	eval "client nft list ruleset | grep -o 'packets [0-9]*' | xargs"
ip netns pids "$tag-c" | xargs kill -INT
wait $!
is "interrupted, it ends with what it knows" "$? $(tail -n 1 "$work/trace")" \
	"0 reached 10.1.4.2: 4 hops, $(grep -o '[0-9.]* ms$' "$work/trace" | tail -n 1)"
router 2 nft flush ruleset
# Each fourth error is sent, from the first on.
router 2 nft 'add table inet f; add chain inet f o { type filter hook output priority 0; }
	add rule inet f o icmp type time-exceeded numgen inc mod 4 != 0 drop'
trace 10.1.4.2 > /dev/null
router 2 nft flush ruleset
is "a router that limits its answers is asked once more" \
	"$(sed -nE '/^ 2/s/[0-9.]+ ms/T/gp' "$work/trace" | tr -d ' *' )" "210.1.2.2TT"
ok "and told as what it is" grep -qx 'hop 2: limits its answers, but passes packets on' "$work/trace"
limit x 1000
trace 10.1.4.2 > /dev/null
trace 10.1.4.2 > /dev/null
is "a target that limits its answers is where it is" "$(last_hop)" "4 10.1.4.2"
limit x 0

# Two ways of the same length.
diamond
trace -q 6 10.1.4.2 > /dev/null
ok "one flow has one path" grep -qE '^ 2  10\.1\.[25]\.2( +[0-9.]+ ms){6}$' "$work/trace"
trace --flows 24 10.1.4.2 > /dev/null
is "the paths of many flows are a tree" "$(sed -E 's/ +[0-9.]+ ms.*//; s/10.1.[25].2/MIDDLE/' "$work/trace" |
	sed -n '2,8p')" " 1  10.1.1.1
 2  |- MIDDLE
 3  |  10.1.3.2
 4  |  10.1.4.2
 2  \`- MIDDLE
 3     10.1.3.2
 4     10.1.4.2"
for method in -I -T; do
	is "which $method shows too, on IPv6" "$(trace $method --flows 24 fd01:4::2 | grep -c 'fd01:[25]::2')" \
		"$([[ $method == -I ]] && echo 1 || echo 2)"
done

# JSON, and a name server that does not answer.
trace --json -q 1 10.1.4.2 > /dev/null
is "each line of JSON is whole, the last one tells all" "$(head -n -1 "$work/trace" | python3 -c 'import json, sys
lines = [json.loads(line) for line in sys.stdin]
print(lines[0]["event"], lines[-1]["event"], lines[-1]["reached"], lines[-1]["hop"])')" \
	"start summary True 4"
mkdir -p "/etc/netns/$tag-c"
# It would be asked for a minute, for each hop.
printf '%s\n' 'nameserver 10.1.4.2' 'options timeout:30 attempts:2' > "/etc/netns/$tag-c/resolv.conf"
target nft "add table inet f; add chain inet f i { type filter hook input priority 0; }
	add rule inet f i udp dport 53 drop"
begin=$SECONDS
client timeout 60 "$IPVSADM" traceroute -q 1 10.1.4.2 > "$work/trace"
rm -r "/etc/netns/$tag-c"
ok "a dead name server is not waited for" test $((SECONDS - begin)) -le 50
is "and nothing else" "$(last_hop)" "4 (10.1.4.2)"
finish
