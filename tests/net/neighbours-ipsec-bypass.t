#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# cache_bypass where policies of IPsec protect the way to the host that a client wants: its
# packets, and errors about what it has got, travel in ESP; what policies block is not sent.
. "$(dirname "$0")/../lib/net.sh"
. "$(dirname "$0")/../lib/bypass.sh"
. "$(dirname "$0")/../lib/ipsec.sh"
setup
serve 80 1
catch "iifname out ip daddr $host" "iifname out ip6 daddr $host6"
# What comes to the host in the clear, though not what has come out of ESP.
server 1 nft -f - << 'RULES'
table inet seen {
	counter clear { }
	counter errors { }
	chain prerouting {
		type filter hook prerouting priority raw
		ip daddr 192.0.2.77 meta ipsec missing counter name clear
		ip6 daddr 2001:db8::77 meta ipsec missing counter name clear
		ip daddr 192.0.2.77 icmp type destination-unreachable counter name errors
		ip6 daddr 2001:db8::77 icmpv6 type destination-unreachable counter name errors
	}
}
RULES
director sysctl -qw net.ipv4.vs.cache_bypass=1
vs -A -f 7 -s rr
vs -A -f 7 -6 -s rr

clear()
{
	server 1 nft list counter inet seen clear | awk '$1 == "packets" { print $2 }'
}

errors()
{
	server 1 nft list counter inet seen errors | awk '$1 == "packets" { print $2 }'
}

# Answers to datagrams are no use to the client, and the host is told so.
client nft -f - << 'RULES'
table inet deaf {
	chain input {
		type filter hook input priority 0
		udp sport 80 reject with icmpx port-unreachable
	}
}
RULES

datagrams()
{
	client python3 -c 'import socket, sys
for host in sys.argv[1:]:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    socket.socket(family, socket.SOCK_DGRAM).sendto(b"x", (host, 80))' $host $host6
}

is "without policies" "$(ask $host 80) $(ask $host6 80)" "1 1"
ok "all is in the clear" test "$(clear)" -gt 6

protect 1 tunnel 10.0.2.1 10.0.2.11 10.0.1.0/24 $host/32
protect 1 tunnel fd00:2::1 fd00:2::11 fd00:1::/64 $host6/128
before=$(clear)
for address in $host $host6; do
	is "with policies, $address: an answer" "$(ask $address 80)" 1
	is "with policies, $address: an upload" \
		"$(client timeout 5 "$top/tests/lib/fetch" $address 80 -300000)" whole
done
datagrams
ok "an error about what has come arrives" until_true eval '(($(errors) == 2))'
is "nothing is in the clear" "$(clear)" "$before"

ip -n "$tag-d" -batch - << 'EOF'
xfrm state flush
EOF
unheard "without associations, nothing is sent" 80 $host $host6
ip -n "$tag-d" -batch - << EOF
xfrm policy flush
xfrm policy add src 10.0.1.0/24 dst $host dir out action block
xfrm policy add src fd00:1::/64 dst $host6 dir out action block
EOF
unheard "nor what policies block" 80 $host $host6
is "in the clear neither" "$(clear)" "$before"
ok "it is counted for its reason" \
	test "$(vs -L --explain | awk '$1 == "ipsec" { print $3 }')" -ge 4
finish
