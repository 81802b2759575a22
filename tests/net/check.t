#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# ipvsadm check finds the one thing that is wrong with each server of a NAT service, names the
# evidence, is silent where nothing is, and the commands that it names mend it.
. "$(dirname "$0")/../lib/net.sh"
. "$(dirname "$0")/../lib/check.sh"
setup
listen 1 2 3
# The kernel is sooner sure that a server is not there.
director sysctl -qw net.ipv4.neigh.in.retrans_time_ms=200 net.ipv6.neigh.in.retrans_time_ms=200
mac=$(server 2 cat /sys/class/net/eth0/address)

for vip in "$VIP" "[$VIP6]"; do
	[[ $vip == "$VIP" ]] && s=10.0.2.1 e='' own=$VIP/32 || s=[fd00:2::1 e=] own="$VIP6/128 nodad"
	vs -R << RULES
-A -t $vip:80 -s rr
-a -t $vip:80 -r ${s}1$e:80 -m
-a -t $vip:80 -r ${s}2$e:80 -m
-A -t $vip:81 -s rr
-a -t $vip:81 -r ${s}1$e:80 -m
-a -t $vip:81 -r ${s}2$e:80 -m
-a -t $vip:81 -r ${s}3$e:81 -m
-a -t $vip:81 -r ${s}99$e:80 -m
-A -t $vip:82 -s rr
-a -t $vip:82 -r ${s}3$e:80 -m
RULES
	finds "all fine, $vip" "$vip:80"
	ok "how replies come back" told fine return "replies to .* come back by in"

	# A segment between that carries less than both ends believe.
	server 2 ip link set eth0 mtu 1400
	server 1 ip route del default
	server 1 ip -6 route del default
	finds "each server's fault, $vip" "$vip:81" \
		"${s}1$e:80 return" "${s}2$e:80 mtu" "${s}3$e:81 port" "${s}99$e:80 neighbour"
	ok "no way back" told FAULT return "do not come back; those to the director's inside do"
	ok "a black hole" told FAULT mtu "of 1500 bytes 140. get through"
	ok "nobody listens" told FAULT port "nothing listens on port 81"
	ok "nobody is there" told FAULT neighbour "does not answer for its link"
	ok "the way back is mended by its command" mend "${s}1$e:80" return server 1
	server 1 ip route replace default via 10.0.2.1
	server 1 ip -6 route replace default via fd00:2::1
	ok "so is the black hole" mend "${s}2$e:80" mtu director
	finds "and all is fine again, $vip" "$vip:80"
	server 2 ip link set eth0 mtu 1500

	# shellcheck disable=SC2086
	server 2 ip addr add $own dev eth0
	director sysctl -qw net.ipv4.ip_forward=0 net.ipv6.conf.all.forwarding=0
	finds "another's claim, and a director that forwards nothing, $vip" "$vip:82" \
		"$vip:82 arp" "${s}3$e:80 forwarding"
	ok "who claims it" told FAULT arp "$mac on in claims"
	director sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
	server 2 ip addr del "${own% nodad}" dev eth0
done
# Each of these takes two seconds for its host, and two for its port.
{
	echo "-A -t $VIP:83 -s rr"
	printf -- "-a -t $VIP:83 -r 10.0.2.1%s:80 -m\n" 99 2 {20..34} 1
} | vs -R
printf 'neigh replace 10.0.2.1%s lladdr 02:00:00:00:00:01 dev in nud permanent\n' {20..34} |
	ip -n "$tag-d" -batch -
began=$SECONDS
vs check $VIP:83 > "$work/told"
ok "servers that say nothing are waited for side by side" test $((SECONDS - began)) -lt 30
is "a link address that was set by hand stays so" "$(ip -n "$tag-d" neigh show nud permanent | grep -c 10.0.2.1)" 15
is "servers are told in the order that the director has them in" \
	"$(sed -nE 's/^(10[.0-9:]+) Masq$/\1/p' "$work/told" | xargs)" \
	"$(vs -Ln --nosort -t $VIP:83 | sed -nE 's/.*-> (10[.0-9:]+) .*/\1/p' | xargs)"
is "what each says is its own" "$(awk '/^10/ { server = $1 } /port 80 answers/ { print server }' "$work/told" | xargs)" \
	"10.0.2.11:80 10.0.2.12:80"
is "JSON: verdicts, of whom, and that this was all" "$(vs check --json $VIP:81 | python3 -c '
import json, sys
*verdicts, last = (json.loads(line) for line in sys.stdin)
print(*sorted((v["of"], v["matter"]) for v in verdicts if v["verdict"] == "fault" and v["mend"]), last["event"], last["verdict"])')" \
	"('10.0.2.13:81', 'port') ('10.0.2.199:80', 'neighbour') summary fault"
vs -A -t $VIP -p
vs -a -t $VIP -r 10.0.2.13 -m
finds "a service of all ports is asked on the port that clients ask" $VIP:8080 "10.0.2.13:8080 port"
is "which predict knows, too" "$(vs predict --client 10.0.1.2 $VIP:8080 | head -n 1 | cut -d " " -f 1)" "10.0.2.13:8080"
vs -D -t $VIP
vs check $VIP:99 > "$work/told" 2>&1
is "a service that is not there" $? 2
finish
