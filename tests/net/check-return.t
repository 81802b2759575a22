#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# ipvsadm check sees replies of a NAT server that come by another interface than its route leads
# by: fine, unless the director filters by the way back. A client's own way back may differ.
. "$(dirname "$0")/../lib/net.sh"
. "$(dirname "$0")/../lib/check.sh"
setup
listen 1
wire "$tag-d" in2 10.0.3.1/24 fd00:3::1/64 "$tag-1" eth1 10.0.3.2/24 fd00:3::2/64
server 1 ip route replace default via 10.0.3.1
server 1 ip route add 10.0.2.1/32 via 10.0.3.1
director sysctl -qw net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.in2.rp_filter=0
vs -A -t $VIP:80 -s rr
vs -a -t $VIP:80 -r 10.0.2.11:80 -m

finds "by another interface" $VIP:80
ok "which is named" told fine return "come back by in2"
director sysctl -qw net.ipv4.conf.all.rp_filter=1
finds "one that filters by the way back" $VIP:80 "10.0.2.11:80 rp_filter"
ok "is named" told FAULT rp_filter "replies come by in2, the route to it leads by in: the director drops them"
ok "a client would not be served" eval '! client timeout 3 "$top/build/tests/ask" $VIP 80'
ok "it is mended by its command" mend 10.0.2.11:80 rp_filter director
finds "and fine again" $VIP:80
ok "the client is served" client timeout 20 curl -s -o /dev/null http://$VIP/

# A client that its server has a route to, past the director.
server 1 ip route add blackhole 10.9.9.0/24
finds "the same asked as one client" "--client 10.8.8.8 $VIP:80"
finds "and as one whose replies go elsewhere" "--client 10.9.9.9 $VIP:80" "10.0.2.11:80 return"
ok "the evidence" told FAULT return "replies to 10.9.9.9 do not come back"
vs check --client nobody $VIP:80 > "$work/told" 2>&1
is "a client that is no address" $? 2
finish
