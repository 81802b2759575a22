#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Ports are asked by TCP SYN and by UDP: open, closed, refused on the way and silent are told
# apart, and no server keeps a connection.
. "$(dirname "$0")/../lib/net.sh"
trap cleanup EXIT
topology
serve
server 1 python3 -c '
import socket
s = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
s.bind(("::", 7))
while True:
    data, peer = s.recvfrom(2000)
    s.sendto(data, peer)
    if data[1] == 3:
        s.sendto(b"", peer)' &
until_true eval 'server 1 ss -Hlun | grep -q ":7 "'

# asked CLAIM STATUS STATE ARG...: that exit status and that state of the port
asked()
{
	local claim=$1 status=$2 state=$3

	shift 3
	client "$IPVSADM" ping -n -c 2 -i 0.1 -W 2 "$@" > "$work/told" 2>&1
	is "$claim: ping $*" "$? $(sed -n 's/^port [^:]*: //p' "$work/told")" "$status $state"
}

for host in 10.0.2.11 fd00:2::11; do
	asked "a server listens" 0 open --tcp 80 $host
	ok "with its time, and the largest segment it takes" \
		grep -qE ":80: tcp_seq=1 open mss=14[46]0 ttl=63 time=[0-9.]+ ms$" "$work/told"
	asked "nobody listens" 1 closed --tcp 81 $host
	ok "that, too, takes its time" grep -qE "tcp_seq=1 closed ttl=63 time=" "$work/told"
	asked "a router ends it" 1 unreachable --tcp 80 -t 1 $host
	ok "and says why" grep -qE "^From .* tcp_seq=1 Time" "$work/told"
	asked "a service answers" 0 open --udp 7 $host
	asked "nobody there" 1 closed --udp 8 $host
	asked "a router ends a datagram" 1 unreachable --udp 7 -t 1 $host
done
server 1 nft -f - <<< 'table inet wall {
	chain in {
		type filter hook input priority 0;
		tcp dport 443 drop
		udp dport 53 reject with icmpx admin-prohibited
	}
}'
asked "a filter swallows" 1 "silent: filtered, or nobody there" --tcp 443 10.0.2.11
asked "a filter refuses" 1 unreachable --udp 53 10.0.2.11
ok "and says so" grep -q "From 10.0.2.11 udp_seq=1 Packet filtered" "$work/told"
ok "of half-open connections nothing is left" until_true eval \
	"! server 1 ss -Htan | grep -qE '10\.0\.1\.2|fd00:1::2'"
client "$IPVSADM" ping -n -c 5 -i 0.1 --udp 7 --sport 4242 10.0.2.11 > "$work/told"
ok "a service that answers twice is told of" grep -q "+[1-9] duplicates" "$work/told"
server 2 nft -f - <<< 'table inet seen {
	chain in {
		type filter hook input priority 0;
		tcp flags & (syn | ack) == syn tcp sport 4343 counter
		tcp flags & rst == rst tcp sport 4343 counter
	}
}'
client "$IPVSADM" ping -q -c 5 -i 0.1 --tcp 80 --sport 4343 10.0.2.12 > "$work/told"
ok "one flow: five times from one port, each time given up" until_true prints \
	"packets 5 packets 5" eval "server 2 nft list ruleset | grep -o 'packets [0-9]*' | xargs"
ok "in JSON with the state" eval 'client "$IPVSADM" ping --json -c 1 --tcp 80 10.0.2.11 |
	grep -q "\"event\":\"reply\".*\"state\":\"open\""'
client setpriv --reuid 65534 --regid 65534 --clear-groups "$IPVSADM" ping -c 1 --udp 7 10.0.2.11 > "$work/told"
is "a user without privilege asks by UDP" $? 0
ok "and learns what SYNs need" eval '! client setpriv --reuid 65534 --regid 65534 --clear-groups \
	"$IPVSADM" ping -c 1 --tcp 80 10.0.2.11 2>&1 | grep -qv "^ping: --tcp needs a raw socket: Operation not permitted$"'
finish
