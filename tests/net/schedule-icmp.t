#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# net.ipv4.vs.schedule_icmp: an error about a connection that this director does not know
# goes where the connection would go; by default it stays with the host.
. "$(dirname "$0")/../lib/net.sh"
setup
vs -A -t $VIP:80 -s rr
vs -a -t $VIP:80 -r 10.0.2.11:8080 -m
vs -A -t "[$VIP6]:80" -s rr
vs -a -t "[$VIP6]:80" -r "[fd00:2::11]:8080" -m

connections()
{
	vs -Lnc | awk '$1 == "TCP" { print $4, $6 }'
}

# listen 4|6: what the first error that server 1 gets quotes, to $work/quoted
listen()
{
	rm -f "$work/ready"
	server 1 "$top/tests/lib/quoted" "$1" "$work/ready" > "$work/quoted" &
	listener=$!
	until_true test -e "$work/ready"
}

heard()
{
	wait $listener
	cat "$work/quoted"
}

client "$top/tests/lib/quote" 10.0.1.2 $VIP $VIP 80 10.0.1.2 4000
is "by default it begins no connection" "$(connections)" ""
director sysctl -qw net.ipv4.vs.schedule_icmp=1
listen 4
client "$top/tests/lib/quote" 10.0.1.2 $VIP $VIP 80 10.0.1.2 4000
is "it reaches a server in that server's terms" "$(heard)" "10.0.2.11 8080 > 10.0.1.2 4000 true"
is "it begins a connection" "$(connections)" "10.0.1.2:4000 10.0.2.11:8080"
listen 6
client "$top/tests/lib/quote" fd00:1::2 $VIP6 $VIP6 80 fd00:1::2 4000
is "the same with IPv6" "$(heard)" "fd00:2::11 8080 > fd00:1::2 4000 true"
# Of fragments the first alone has ports: what follows a later one's header are none.
for family in 4 6; do
	[[ $family == 4 ]] && ends="10.0.1.2 $VIP" server=10.0.2.11 || ends="fd00:1::2 $VIP6" server=fd00:2::11
	listen $family
	# shellcheck disable=SC2086
	for which in "4000 1300 tcp later" "4003 1300 tcp first"; do
		client "$top/tests/lib/quote" $ends ${ends#* } 80 ${ends% *} $which
	done
	is "IPv$family: of fragments, the first alone reaches its server" "$(heard)" \
		"$server 8080 > ${ends% *} 4003 true"
done
for size in 4 7; do
	client "$top/tests/lib/quote" 10.0.1.2 $VIP $VIP 80 10.0.1.2 4007 1300 tcp $size
	client "$top/tests/lib/quote" fd00:1::2 $VIP6 $VIP6 80 fd00:1::2 4007 1300 tcp $size
done
is "less than the eight bytes that are to be quoted begin none" "$(connections | grep -c :4007)" "0"
client "$top/tests/lib/quote" 10.0.1.2 $VIP $VIP 80 10.0.1.2 4006 1300 ah
client "$top/tests/lib/quote" fd00:1::2 $VIP6 $VIP6 80 fd00:1::2 4006 1300 ah
is "what is inside of AH begins none" "$(connections | grep -c :4006)" "0"
client "$top/tests/lib/quote" 10.0.1.2 $VIP $VIP 81 10.0.1.2 4001
is "what asks for no service begins none" "$(connections | grep -c :4001)" "0"
vs -A --sctp-service $VIP:80 -s rr
vs -a --sctp-service $VIP:80 -r 10.0.2.11:8080 -m
listen 4
client "$top/tests/lib/quote" 10.0.1.2 $VIP $VIP 80 10.0.1.2 4002 1300 sctp
is "the same with SCTP" "$(heard)" "10.0.2.11 8080 > 10.0.1.2 4002 true"
# A mark can be on anything.
director nft -f - << 'RULES'
table inet marks {
	chain prerouting {
		type filter hook prerouting priority mangle
		iifname "out" meta mark set 7
	}
}
RULES
vs -A -f 7 -s rr
vs -a -f 7 -r 10.0.2.11 -m
vs -A -f 7 -6 -s rr
vs -a -f 7 -6 -r fd00:2::11 -m
client "$top/tests/lib/quote" 10.0.1.2 $VIP $VIP 80 10.0.1.2 4005 1300 gre
client "$top/tests/lib/quote" fd00:1::2 $VIP6 $VIP6 80 fd00:1::2 4005 1300 gre
is "what has no ports begins nothing, whatever mark it has" "$(vs -Lnc | grep -c :4005)" 0
finish
