#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Where no real server can take a connection, clients are refused at once by an ICMP error, the
# reason is counted, and the kernel's log says so, but not each time.
# Alone: it counts what the kernel's log says of other clients, too.
. "$(dirname "$0")/../lib/net.sh"
setup
serve 80
# Each is to be told, however soon it comes after the one before.
director sysctl -qw net.ipv4.icmp_ratelimit=0 net.ipv6.icmp.ratelimit=0
director nft -f - << 'EOF'
table inet marks {
	chain prerouting {
		type filter hook prerouting priority mangle
		tcp dport 81 meta mark set 7
	}
	chain output {
		type filter hook output priority filter
		icmp type destination-unreachable icmp code 3 counter
		icmpv6 type destination-unreachable icmpv6 code 4 counter
	}
}
EOF

INIT=1
echo "no-server $tag" > /dev/kmsg

counted()
{
	vs -L --explain | awk '$1 == "no-server" { print $3 }'
}

told()
{
	director nft list chain inet marks output |
		awk '/counter/ { sum += $(NF - 2) } END { print sum }'
}

# Two hundred are refused, of which some are in the log, though it may be full for the moment.
# Nobody waits for an answer.
logged()
{
	client bash -c "for ((i = 0; i < 200; i++)); do echo > /dev/udp/$address/80; done" 2> /dev/null
	lines=$(dmesg | sed "1,/no-server $tag/d" | grep -cF "lvs: wlc: UDP $vip:80 - no destination available")
	((lines > 0))
}

for vip in $VIP "[$VIP6]"; do
	address=${vip//[\[\]]/}
	[[ $vip == "$VIP" ]] && net=10.0.2.1 || net=fd00:2::1
	for kind in -t -u --sctp-service; do
		vs -A $kind "$vip:80" -s rr
	done
	before=$(counted) told=$(told)
	is "$vip: no server at all, TCP" "$(ask "$address" 80)" "Connection refused"
	is "$vip: UDP" "$(ask "$address" 80 1 udp)" "Connection refused"
	vs -a -t "$vip:80" -r ${net}1 -m -w 0
	is "$vip: weight 0" "$(ask "$address" 80)" "Connection refused"
	# A client may ask twice: one whose socket is busy with asking does not hear.
	ok "$vip: each is counted" test $(($(counted) - before)) -ge 3
	is "$vip: and told" "$(($(told) - told))" "$(($(counted) - before))"
	vs -e -t "$vip:80" -r ${net}1 -m -w 1
	is "$vip: and served when there is one" "$(ask "$address" 80)" 1
	# Of one packet: Linux's own SCTP hears the error, but asks on.
	before=$(counted) told=$(told)
	client "$top/tests/lib/sctp-chunk" "$address" 80 5000 "$INIT"
	is "$vip: SCTP is told and counted as well" \
		"$(($(told) - told)) $(($(counted) - before))" "1 1"
	vs -a --sctp-service "$vip:80" -r ${net}1 -m -w 0
	client "$top/tests/lib/sctp-chunk" "$address" 80 5001 "$INIT"
	is "$vip: likewise of a server of weight 0" \
		"$(($(told) - told)) $(($(counted) - before))" "2 2"
	is "$vip: and is no connection" "$(vs -Lnc | grep -c SCTP)" 0
	vs -E -u "$vip:80" -s wlc
	ok "$vip: the log says so" until_true logged
	ok "$vip: but not each time" test $lines -lt 100
	vs -C
done
vs -A -f 7 -s rr
is "a marked one is refused" "$(ask $VIP 81)" "Connection refused"
finish
