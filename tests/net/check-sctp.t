#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# ipvsadm check asks ports of SCTP, too: by NAT, by direct routing.
. "$(dirname "$0")/../lib/net.sh"
. "$(dirname "$0")/../lib/check.sh"
setup
direct_servers
modprobe sctp
server 1 "$top/tests/lib/sctp" serve 1 10.0.2.11 80 &
server 2 "$top/tests/lib/sctp" serve 2 $VIP6 80 &
serves()
{
	[[ -n $(server $1 ss -HlnS) ]]
}
until_true serves 1
until_true serves 2
vs -R << RULES
-A --sctp-service $VIP:80 -s rr
-a --sctp-service $VIP:80 -r 10.0.2.11:80 -m
-a --sctp-service $VIP:80 -r 10.0.2.12:80 -m
-A --sctp-service [$VIP6]:80 -s rr
-a --sctp-service [$VIP6]:80 -r [fd00:2::12]:80 -g
-a --sctp-service [$VIP6]:80 -r [fd00:2::13]:80 -g
RULES
for number in 1 2; do
	server $number ip addr del $VIP/32 dev lo
	server $number ip route del 10.0.1.0/24
done
finds "NAT: nobody listens" "--sctp $VIP:80" "10.0.2.12:80 port"
ok "the one" told fine port "port 80 answers"
ok "the other" told FAULT port "nothing listens on port 80"
ok "a reply is followed back" told fine return "replies to $VIP come back by in"
finds "direct routing" "--sctp [$VIP6]:80" "[fd00:2::13]:80 self-test"
ok "the one" told fine self-test "answers for $VIP6:80"
ok "the other" told FAULT self-test "has $VIP6, but nothing listens on its port 80"
finish
