#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# ipvsadm predict names the server that a client then gets, or says why it cannot.
. "$(dirname "$0")/../lib/net.sh"
setup
serve 80
client ip route add local 10.7.0.0/16 dev lo
client ip -6 route add local fd00:7::/32 dev lo
client sysctl -qw net.ipv6.ip_nonlocal_bind=1
director ip route add 10.7.0.0/16 via 10.0.1.2
director ip -6 route add fd00:7::/32 via fd00:1::2

# predicted ARG...: the number of the server that is named
predicted()
{
	vs predict "$@" | sed -nE '1s/^[^ ]*1([123])\]?:[0-9]+ .*/\1/p'
}

# agree CLAIM VIP WEIGHTS SERVICE...: for clients of all sorts
agree()
{
	local claim=$1 vip=$2 weights=$3 number=0 weight server address i want="" got=""

	shift 3
	vs -A -u "$vip:80" "$@"
	for weight in $weights; do
		number=$((number + 1))
		[[ $vip == "$VIP" ]] && server=10.0.2.1$number:80 || server="[fd00:2::1$number]:80"
		vs -a -u "$vip:80" -r "$server" -m -w "$weight"
	done
	for i in 1 33 58 79; do
		[[ $vip == "$VIP" ]] && address=10.7.$i.$((255 - i)) || address=fd00:7:$i::$((999 - i))
		if [[ $vip == "$VIP" ]]; then
			want+=" $(predicted -u --client "$address:$((5000 + i))" "$vip:80")"
		else
			want+=" $(predicted -u --client "[$address]:$((5000 + i))" "$vip:80")"
		fi
		got+=" $(client "$top/build/tests/ask" "${vip//[\[\]]/}" 80 1 udp "$address" $((5000 + i)))"
	done
	is "$claim, $vip" "$want" "$got"
	vs -D -u "$vip:80"
}

for vip in "$VIP" "[$VIP6]"; do
	agree "sh" "$vip" "1 3 2" -s sh
	agree "sh-port, sh-fallback, one of weight 0" "$vip" "2 0 1" -s sh -b sh-port,sh-fallback
	agree "mh" "$vip" "5 1 3" -s mh
	agree "mh-port" "$vip" "1 2 3" -s mh -b mh-port
	agree "dh" "$vip" "1 1 1" -s dh
	agree "wlc, by counters" "$vip" "1 4 2" -s wlc
	agree "sed" "$vip" "3 2 1" -s sed
	agree "fo" "$vip" "1 9 2" -s fo
done

# What is remembered goes first.
vs -A -t $VIP:80 -s rr -p 300 -M 255.255.255.0
vs -a -t $VIP:80 -r 10.0.2.11 -m
vs -a -t $VIP:80 -r 10.0.2.12 -m
got=$(client "$top/build/tests/ask" $VIP 80 1 tcp 10.7.9.9)
is "persistence: a neighbour's template" "$(predicted --client 10.7.9.77 $VIP:80)" "$got"
ok "which says how long it lasts" eval 'vs predict --client 10.7.9.77 $VIP:80 | grep -qE "certain: its persistence, (300|29[0-9]) s left"'
vs -A -u $VIP:80 -s rr
vs -a -u $VIP:80 -r 10.0.2.13:80 -m
vs -a -u $VIP:80 -r 10.0.2.12:80 -m
got=$(client "$top/build/tests/ask" $VIP 80 1 udp 10.7.3.3 4444)
is "a connection goes on" "$(predicted -u --client 10.7.3.3:4444 $VIP:80)" "$got"
vs predict -u --client 10.7.3.3:4445 $VIP:80 > "$work/told"
is "rr cannot be known: exit status" $? 1
ok "and shares are told" grep -q "10.0.2.13:80 .* 50 %" "$work/told"
vs -A -u $VIP:82 -s wlc -b flag-2
vs -a -u $VIP:82 -r 10.0.2.13:80 -m
is "a flag of hashes means nothing to wlc" "$(predicted -u --client 10.7.3.3 $VIP:82)" 3
vs -A -u $VIP:81 -s sh
for number in 1 2; do
	vs -a -u $VIP:81 -r 10.0.2.1$number:80 -m -w $((number - 1))
done
ok "clients that sh refuses are counted" eval 'vs predict -u --client 10.7.0.1 $VIP:81 | grep -q "50 % of all clients are refused"'
ok "JSON is an object" eval 'vs predict -u --json --client 10.7.0.1 $VIP:81 | python3 -c "import json, sys; assert json.load(sys.stdin)[\"scheduler\"] == \"sh\""'
is "and one for each share" "$(vs predict -u --json --client 10.7.3.3:4445 $VIP:80 | python3 -c '
import json, sys
first, *shares = (json.loads(line) for line in sys.stdin)
print(first["certainty"], first["client"], *((s["event"], s["server"], s["percent"]) for s in shares))')" \
	"unknown 10.7.3.3:4445 ('share', '10.0.2.12:80', 50) ('share', '10.0.2.13:80', 50)"
ok "a service that is not there" eval '! vs predict --client 10.7.0.1 $VIP:99'
ok "a client of the other family" eval '! vs predict --client fd00::1 $VIP:80'
finish
