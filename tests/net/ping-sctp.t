#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# SCTP ports are asked by INIT: open, closed, refused on the way and silent are told apart, broken
# answers are not believed, and no server keeps an association.
. "$(dirname "$0")/../lib/net.sh"
modprobe sctp
setup
serve_sctp 1 10.0.2.11 fd00:2::11

# asked CLAIM STATUS STATE ARG...: that exit status and that state of the port
asked()
{
	local claim=$1 status=$2 state=$3

	shift 3
	client "$IPVSADM" ping -n -c 2 -i 0.1 -W 2 "$@" > "$work/told" 2>&1
	is "$claim: ping $*" "$? $(sed -n 's/^port [^:]*: //p' "$work/told")" "$status $state"
}

server 1 nft -f - << 'EOF'
table inet seen {
	chain in {
		type filter hook input priority 0;
		sctp sport 50123 sctp chunk init exists counter
		sctp sport 50123 sctp chunk cookie-echo exists counter
	}
}
EOF
for host in 10.0.2.11 fd00:2::11; do
	asked "a server listens" 0 open --sctp 80 --sport 50123 $host
	ok "with its time" grep -qE ":80: sctp_seq=1 open ttl=63 time=[0-9.]+ ms$" "$work/told"
	asked "nobody listens" 1 closed --sctp 81 $host
	asked "a router ends it" 1 unreachable --sctp 80 -t 1 $host
	ok "and says why" grep -qE "^From .* sctp_seq=1 Time" "$work/told"
done
is "one INIT for each probe, and nothing behind it" \
	"$(server 1 nft list ruleset | grep -o 'packets [0-9]*' | xargs)" "packets 4 packets 0"
is "no association is left" "$(server 1 sh -c 'tail -n +2 /proc/net/sctp/assocs')" ""
server 1 nft -f - << 'EOF'
table inet wall {
	chain in {
		type filter hook input priority 0;
		sctp dport 443 drop
		sctp dport 444 reject with icmpx admin-prohibited
	}
}
EOF
asked "a filter swallows" 1 "silent: filtered, or nobody there" --sctp 443 10.0.2.11
asked "a filter refuses" 1 unreachable --sctp 444 10.0.2.11
ok "and says so" grep -q "From 10.0.2.11 sctp_seq=2 Packet filtered" "$work/told"

# Most bits of an INIT ACK are those of its cookie.
director tc qdisc add dev out root netem corrupt 100%
client "$IPVSADM" ping -n -q -c 10 -i 0.05 -W 1 --sctp 80 10.0.2.11 > "$work/told"
director tc qdisc del dev out root
ok "an answer with a wrong checksum is none" grep -qE '\+[0-9]+ corrupted' "$work/told"

vs -A --sctp-service $VIP:80 -s rr
vs -a --sctp-service $VIP:80 -r 10.0.2.11:80 -m
vs -a --sctp-service $VIP:80 -r 10.0.2.11:81 -m -w 0
vs ping -i 0.05 --service sctp:$VIP:80 > "$work/told"
is "the ports of an SCTP service's servers" "$? $(awk 'NR > 1 { print $1, $10, $11 }' "$work/told" | sort | xargs)" \
	"0 10.0.2.11:80 ok 10.0.2.11:81 refused, drained"
ok "which server a flow through the director gets" eval \
	'vs ping -n -c 1 --sctp 80 --through $VIP | grep -q "^through the director to 10.0.2.11:80"'
finish
