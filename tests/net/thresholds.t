#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# A real server at its upper threshold gets no new connection from any scheduler, until
# it has fallen below the lower one, which is three quarters of the upper one if not set, or
# the upper one was raised. Rules that are made anew change nothing about that.
. "$(dirname "$0")/../lib/net.sh"
setup
serve 80
# Each refused client is to be told so, however soon it comes after the one before.
director sysctl -qw net.ipv4.icmp_ratelimit=0 net.ipv6.icmp.ratelimit=0
address=$VIP
# A port for each scheduler: a service that is made anew has the connections that went on.
port=100

# Names of the servers that answered so many UDP clients, counted, then the refused.
answers()
{
	ask "$address" "$port" "$1" udp "" "$(fresh_ports "$1")" | sort | uniq -c | xargs
}

for scheduler in rr wrr lc wlc sed nq fo ovf twos lblc lblcr "sh -b sh-fallback" "mh -b mh-fallback"; do
	vs -C
	port=$((port + 1))
	# shellcheck disable=SC2086
	vs -A -u $VIP:$port -s $scheduler
	vs -a -u $VIP:$port -r 10.0.2.11:80 -m -w 5 -x 2
	vs -a -u $VIP:$port -r 10.0.2.12:80 -m -w 1 -x 3
	is "$scheduler: each up to its threshold, then none" "$(answers 7)" \
		"2 1 3 2 2 Connection refused"
done

vs -e -u $VIP:$port -r 10.0.2.12:80 -m -x 4
is "raised, it takes as many more" "$(answers 2)" "1 2 1 Connection refused"
vs -e -u $VIP:$port -r 10.0.2.12:80 -m
is "none is no limit" "$(answers 5)" "5 2"
vs -e -u $VIP:$port -r 10.0.2.12:80 -m -x 4
is "set below the load, it holds at once" "$(answers 1)" "1 Connection refused"

# Four services of marks at once in each family, each with a server that takes four: TCP
# clients, who are remembered for two minutes, and UDP clients, who are made to be over.
# A rule each: sets of nf_tables make the debug kernel complain of the kernel itself.
director nft -f - << EOF
table inet marks {
	chain prerouting {
		type filter hook prerouting priority mangle
		$(for port in 81 82 83 84; do
			printf '%s dport %s meta mark set %s\n' tcp $port $port udp $port $port
		done)
	}
}
EOF

each()
{
	local address port lower stay

	for address in $VIP $VIP6; do
		while read -r port lower stay; do
			"$@"
		done <<- 'SERVICES'
			81 2 2
			82 2 1
			83 0 3
			84 0 2
		SERVICES
	done
}

add()
{
	local service="-f $port" real=10.0.2.11:80

	[[ $address != *:* ]] || service="-f $port -6" real="[fd00:2::11]:80"
	echo "-A $service -s rr"
	echo "-a $service -r $real -m -x 4 -y $lower"
}

fill()
{
	ask "$address" "$port" "$stay"
	ask "$address" "$port" $((4 - stay)) udp "" "$(fresh_ports 4)"
}

# One more client's answer; where it is refused, a minus
another()
{
	ask "$address" "$port" 1 udp "" "$(fresh_ports 1)" | sed 's/Connection refused/-/'
}

anothers()
{
	each another | xargs
}

loads()
{
	vs -Ln | awk '/->.*:[0-9]/ { print $5 + $6 }' | xargs
}

vs -C
vs --set 0 0 300
vs -R <<< "$(each add)"
each fill > "$work/out"
is "up to four are taken" "$(loads)" "4 4 4 4 4 4 4 4"
is "then none" "$(anothers)" "- - - - - - - -"
vs -C
vs -R <<< "$(each add)"
is "cleared and restored, servers have the connections that went on" "$(loads)" "4 4 4 4 4 4 4 4"
is "so none is taken" "$(anothers)" "- - - - - - - -"
vs --set 0 0 1
ok "some end" until_true prints "2 2 1 1 3 3 2 2" loads
is "below the lower threshold they are taken again, or three quarters of the upper" "$(anothers)" \
	"- 1 - 1 - 1 - 1"
finish
