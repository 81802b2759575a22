#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# ping asks all real servers of a service at once, and says how each does.
. "$(dirname "$0")/../lib/net.sh"
setup
serve 80

# judged SERVER: the verdict on it, without figures
judged()
{
	awk -v s="$1" '$1 == s { for (i = 10; i <= NF; i++) printf "%s%s", $i, i < NF ? " " : "\n" }' "$work/table" |
		sed -E 's/[0-9.]+ times/N times/'
}

asked()
{
	vs ping -i 0.05 "$@" > "$work/table" 2>&1
}

for vip in "$VIP" "[$VIP6]"; do
	[[ $vip == "$VIP" ]] && net=10.0.2.1 end=: || net=[fd00:2::1 end=]:
	vs -A -t "$vip:80" -s rr
	vs -a -t "$vip:80" -r "${net}1${end}80" -m -w 3
	vs -a -t "$vip:80" -r "${net}2${end}80" -m -w 0
	vs -a -t "$vip:80" -r "${net}3${end}81" -m
	asked --service "$vip:80"
	is "$vip: a closed port is no success" $? 1
	is "$vip: a server that serves" "$(judged "${net}1${end}80")" "ok"
	is "$vip: one that is drained" "$(judged "${net}2${end}80")" "ok, drained"
	is "$vip: one whose port is closed" "$(judged "${net}3${end}81")" "refused"
	is "$vip: weight and method are told" "$(awk -v s="${net}1${end}80" '$1 == s { print $2, $3 }' "$work/table")" "Masq 3"
	ok "$vip: one is enough, if so wanted" asked --service "$vip:80" --min-ok 1
	ok "$vip: two are too many: the drained one does not count" eval '! asked --service "$vip:80" --min-ok 2'
	is "$vip: nothing passes the director" "$(vs -Lnc | tail -n +3)" ""
	vs -D -t "$vip:80"
done

# Hosts and ports that say nothing.
vs -A -t $VIP:80 -s rr
for number in 1 2 3; do
	vs -a -t $VIP:80 -r 10.0.2.1$number:80 -m
done
vs -a -t $VIP:80 -r 10.0.2.99:80 -m
server 1 nft "add table inet f; add chain inet f i { type filter hook input priority 0; }
	add rule inet f i tcp dport 80 drop"
server 2 nft "add table inet f; add chain inet f i { type filter hook input priority 0; }
	add rule inet f i ip protocol icmp drop"
server 3 tc qdisc add dev eth0 root netem delay 40ms
asked -W 0.5 --service $VIP:80
is "a port that says nothing" "$(judged 10.0.2.11:80)" "silent"
is "a host that hides from ICMP serves all the same" "$(judged 10.0.2.12:80)" "ok"
is "one that is much slower than the others" "$(judged 10.0.2.13:80)" "slow, N times the usual"
# Unreachable once neighbour discovery has given up.
ok "one that is not there" grep -qE "^10.0.2.99:80 .* (down|unreachable)$" "$work/table"
server 3 tc qdisc del dev eth0 root

# UDP may be silent; marks have no protocol; several services share servers.
vs -A -u $VIP:80 -s rr
vs -a -u $VIP:80 -r 10.0.2.13:9999 -m
vs -A -f 7 -s rr
vs -a -f 7 -r 10.0.2.13:80 -m
asked --service udp:$VIP:80
is "a UDP port that is closed" "$(judged 10.0.2.13:9999)" "refused"
asked --fwmark 7
is "the service of a mark" "$?,$(judged 10.0.2.13:80)" "0,ok"
asked -W 0.5 --all
is "all services: each server and port once" "$(tail -n +2 "$work/table" | awk '{ print $1 }' | sort | tr '\n' ' ')" \
	"10.0.2.11:80 10.0.2.12:80 10.0.2.13:80 10.0.2.13:9999 10.0.2.99:80 "
is "JSON tells each server's verdict" "$(vs ping -i 0.05 --json --fwmark 7 | python3 -c '
import json, sys
lines = [json.loads(line) for line in sys.stdin]
server, last = lines[-2:]
print(server["event"], server["server"], server["verdict"], server["usable"], last["event"], last["usable"], last["wanted"], last["ok"])')" \
	"server 10.0.2.13:80 ok True servers 1 1 True"

ok "a service that is not there" eval '! asked --service $VIP:99'
ok "a word that is no service" eval '! asked --service nonsense'
ok "either targets or a service" eval '! asked --service $VIP:80 10.0.2.11'
finish
