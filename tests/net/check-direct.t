#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# ipvsadm check asks servers of direct routing and tunnels for the virtual address itself, finds
# the one thing that is wrong with each, and the commands that it names mend it.
. "$(dirname "$0")/../lib/net.sh"
. "$(dirname "$0")/../lib/check.sh"
setup
direct_servers
listen 1 2 3
ok "the guest has tunnels" modprobe -a ipip ip6_tunnel

for vip in "$VIP" "[$VIP6]"; do
	bare=${vip//[\[\]]/}
	[[ $vip == "$VIP" ]] && s=10.0.2.1 e=:80 bits=32 || s=[fd00:2::1 e=]:80 bits=128
	vs -R << RULES
-A -t $vip:80 -s rr
-a -t $vip:80 -r ${s}1$e -g
-a -t $vip:80 -r ${s}2$e -g
-a -t $vip:80 -r ${s}3$e -i
-A -t $vip:81 -s rr
-a -t $vip:81 -r ${s}1${e%80}81 -g
RULES
	server 2 ip addr del "$bare/$bits" dev lo
	finds "a server without the address, one without a tunnel, $vip" "$vip:80" \
		"${s}2$e self-test" "${s}3$e self-test"
	ok "the one is silent" told FAULT self-test "asked by its link address, silent for $bare"
	ok "the other refuses what is in the tunnel" told FAULT self-test "no end of the tunnel"
	ok "a third takes what comes by its link address" told fine self-test "answers for .*, asked by its link address"
	ok "and its replies keep away from the director" told fine return "do not come to the director"
	ok "the address is mended by its command" mend "${s}2$e" self-test server 2
	ok "and the tunnel by its" mend "${s}3$e" self-test server 3
	finds "all fine, $vip" "$vip:80"
	ok "what comes by the tunnel is taken" told fine self-test "answers for .*, asked by the tunnel"
	finds "a server that does not listen, $vip" "$vip:81" "${s}1${e%80}81 self-test"
	ok "it is told from one without the address" told FAULT self-test "has $bare, but nothing listens on its port 81"
done

server 3 sysctl -qw net.ipv4.conf.all.rp_filter=1
finds "a tunnel's end that filters by the way back" $VIP:80 "10.0.2.13:80 self-test"
ok "is told from one that there is not" told FAULT self-test "nothing that the tunnel carries is answered: rp_filter"
ok "it is mended by its command" mend 10.0.2.13:80 self-test server 3
server 2 sysctl -qw net.ipv4.conf.all.arp_ignore=0
mac=$(server 2 cat /sys/class/net/eth0/address)
finds "a server that answers ARP" $VIP:80 "$VIP:80 arp"
ok "who it is" told FAULT arp "10.0.2.12, $mac on in claims $VIP too"
ok "it is mended by its command" mend $VIP:80 arp server 2

# Clients beyond the network that servers have a route to of their own.
finds "a client whose replies go to the director" "--client 10.9.9.9 $VIP:80" "10.0.2.11:80 return" "10.0.2.12:80 return" "10.0.2.13:80 return"
ok "the evidence" told FAULT return "replies to 10.9.9.9 come to the director"
finds "one whose replies do not" "--client 10.0.1.2 $VIP:80"
server 1 ip route del 10.0.1.0/24
finds "a director that is its server's gateway" $VIP:80 "10.0.2.11:80 return"
finish
