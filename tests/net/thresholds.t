#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# A real server at its upper threshold gets no new connection from any scheduler, until
# it has fallen below the lower one or the upper one was raised.
. "$(dirname "$0")/../lib/net.sh"
setup
serve 80
# Each refused client is to be told so, however soon it comes after the one before.
director sysctl -qw net.ipv4.icmp_ratelimit=0

# Names of the servers that answered so many UDP clients, counted, then the refused.
answers()
{
	ask $VIP 80 "$1" udp "" "$(fresh_ports "$1")" | sort | uniq -c | xargs
}

for scheduler in rr wrr lc wlc sed nq fo ovf twos lblc lblcr "sh -b sh-fallback" "mh -b mh-fallback"; do
	vs -C
	# shellcheck disable=SC2086
	vs -A -u $VIP:80 -s $scheduler
	vs -a -u $VIP:80 -r 10.0.2.11:80 -m -w 5 -x 2
	vs -a -u $VIP:80 -r 10.0.2.12:80 -m -w 1 -x 3
	is "$scheduler: each up to its threshold, then none" "$(answers 7)" \
		"2 1 3 2 2 Connection refused"
done

vs -e -u $VIP:80 -r 10.0.2.12:80 -m -x 4
is "raised, it takes as many more" "$(answers 2)" "1 2 1 Connection refused"
vs -e -u $VIP:80 -r 10.0.2.12:80 -m
is "none is no limit" "$(answers 5)" "5 2"
vs -e -u $VIP:80 -r 10.0.2.12:80 -m -x 4
is "set below the load, it holds at once" "$(answers 1)" "1 Connection refused"

# Connections of the client's are over after two seconds.
vs -C
vs -A -u $VIP:80 -s rr
vs -a -u $VIP:80 -r 10.0.2.11:80 -m -x 3 -y 1
vs --set 0 0 2
is "three are taken" "$(answers 4)" "3 1 1 Connection refused"
reopens()
{
	[[ $(ask $VIP 80 1 udp "" "$(fresh_ports 1)") == 1 ]]
}
ok "below the lower threshold, it takes them again" until_true reopens
finish
