#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# traceroute shows the ways to all real servers of a service as one tree, with what the table says
# of each at its end, and exits by whether all were reached.
. "$(dirname "$0")/../lib/net.sh"
setup

# Server 2 is a router to x, which is one to y, and has no way to 10.0.5.0/24.
for name in x y; do
	ip netns add "$tag-$name"
	ip -n "$tag-$name" link set lo up
done
wire "$tag-2" tox 10.0.3.1/24 fd00:3::1/64 "$tag-x" to2 10.0.3.2/24 fd00:3::2/64
wire "$tag-x" toy 10.0.4.1/24 fd00:4::1/64 "$tag-y" tox 10.0.4.2/24 fd00:4::2/64
# Routers answer as often as they are asked.
for name in 2 x; do
	ip netns exec "$tag-$name" sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1 \
		net.ipv4.icmp_ratelimit=0 net.ipv6.icmp.ratelimit=0
done
printf 'route add %s via 10.0.2.12\n' 10.0.{3,4,5}.0/24 | ip -n "$tag-d" -batch -
printf 'route add %s via fd00:2::12\n' fd00:{3,4}::/64 | ip -n "$tag-d" -batch -
printf 'route add %s\n' "10.0.4.0/24 via 10.0.3.2" "10.0.5.0/24 via 10.0.3.2" "fd00:4::/64 via fd00:3::2" |
	ip -n "$tag-2" -batch -
printf 'route add %s\n' "default via 10.0.3.1" "default via fd00:3::1" "unreachable 10.0.5.0/24" |
	ip -n "$tag-x" -batch -
printf 'route add default via %s\n' 10.0.4.1 fd00:4::1 | ip -n "$tag-y" -batch -

# trace ARG...: the tree without times
trace()
{
	vs traceroute -n -w 1 "$@" > "$work/trace" 2>&1
	status=$?
	tree=$(sed -E 's/ +[0-9.]+ ms//' "$work/trace")
}

# expect CLAIM STATUS: the tree is what stands on standard input
expect()
{
	is "$1" "$status $tree" "$2 $(cat)"
}

vs -A -t $VIP:80 -s rr
vs -a -t $VIP:80 -r 10.0.2.11:80 -m -w 3
vs -a -t $VIP:80 -r 10.0.3.2:8080 -g -w 0
vs -a -t $VIP:80 -r 10.0.4.2:80 -i
vs -a -t $VIP:80 -r 10.0.5.2:80 -i
trace --service $VIP:80
expect "one server cannot be reached" 1 << 'EOF'
traceroute to 4 real servers, 30 hops max
 1  |- 10.0.2.12  [3 of 4 servers]
 2  |  10.0.3.2  [3 of 4 servers]  => 10.0.3.2:80 Route, weight 0, 0 active, drained
 -  |  |- 10.0.5.2  not reached: 10.0.3.2 at hop 2 refuses: !H  => 10.0.5.2:80 Tunnel, weight 1, 0 active
 3  |  `- 10.0.4.2  => 10.0.4.2:80 Tunnel, weight 1, 0 active
 1  `- 10.0.2.11  => 10.0.2.11:80 Masq, weight 3, 0 active
reached 3 of 4 real servers
EOF
server 2 nft "add table inet f; add chain inet f c { type filter hook forward priority 0; }
	add rule inet f c ip daddr 10.0.5.2 drop"
trace --json --service $VIP:80
is "a silent one ends behind a few hops; in JSON, too" "$status $(python3 -c '
import json, sys
servers = [event for event in map(json.loads, open(sys.argv[1])) if event["event"] == "server"]
print(*(event["server"] + ":" + event["reason"] for event in servers if not event["reached"]))' "$work/trace")" \
	"1 10.0.5.2:80:nothing answers behind hop 1 (10.0.2.12)"
ok "within the gap" eval '! grep -q "\"hop\":[7-9]" "$work/trace"'
server 2 nft flush ruleset
vs -d -t $VIP:80 -r 10.0.5.2:80
server 2 nft "add table inet f; add chain inet f o { type filter hook output priority 0; }
	add rule inet f o icmp type time-exceeded numgen inc mod 8 > 0 drop"
trace --service $VIP:80
server 2 nft flush ruleset
is "a router that has said enough is the one that it was to others" "$(sed -n '2p' <<< "$tree")" \
	" 1  |- 10.0.2.12  [2 of 3 servers, silent to 1]"

# A host of several services has one path; its kernel answers echo requests for UDP services.
vs -A -u $VIP:53 -s rr
vs -a -u $VIP:53 -r 10.0.2.11:53 -m
trace --all
is "all services, all reached" "$status $(tail -n 2 <<< "$tree")" \
	"0  1  \`- 10.0.2.11  => 10.0.2.11:80 Masq, weight 3, 0 active; 10.0.2.11:53 Masq, weight 1, 0 active
reached 4 of 4 real servers"
vs -A -f 7 -6 -s rr
vs -a -f 7 -6 -r "[fd00:4::2]:80" -g
trace -6 --fwmark 7
expect "the IPv6 service of a mark" 0 << 'EOF'
traceroute to 1 real server, 30 hops max
 1  fd00:2::12
 2  fd00:3::2
 3  fd00:4::2  => [fd00:4::2]:80 Route, weight 1, 0 active
reached 1 of 1 real servers
EOF
trace --fwmark 7 -I fd00:4::2
is "with a target, the mark is that of the probes" "$status $(grep -c "^reached fd00:4::2: 3 hops" "$work/trace")" "0 1"
director ip route del 10.0.3.0/24
trace --service $VIP:80
ok "a server without a route is one of them" grep -q "10.0.3.2 .*not reached: cannot send: Network is unreachable" "$work/trace"
is "nothing passed the director" "$(vs -Lnc | tail -n +3)" ""
finish
