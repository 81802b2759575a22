#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# FTP with net.ipv4.vs.conntrack=1: data connections pass a stateful firewall, clients call
# servers that know no way to them, for which they are masqueraded, and servers call clients.
. "$(dirname "$0")/../lib/net.sh"
. "$(dirname "$0")/../lib/ftp.sh"
setup
# Its clients all seem to be the director, but say where they wait.
serve_ftpd 1 2121 foreign=1
director sysctl -qw net.ipv4.vs.conntrack=1
director nft -f - << 'EOF'
table inet guard {
	chain forward {
		type filter hook forward priority 0; policy drop;
		ct state established accept
		iifname "in" ct state new counter accept
	}
	chain postrouting {
		type nat hook postrouting priority 100;
		oifname "in" masquerade
	}
}
EOF
vs -A -t $VIP:21 -s rr
vs -a -t $VIP:21 -r 10.0.2.11:2121 -m
vs -A -t "[$VIP6]:21" -s rr
vs -a -t "[$VIP6]:21" -r "[fd00:2::11]:2121" -m
ip -n "$tag-1" route del default
ip -n "$tag-1" -6 route del default

# How many connections servers have begun
calls()
{
	director nft list chain inet guard forward | sed -n 's/.*counter packets \([0-9]*\).*/\1/p'
}

is "passive, masqueraded" "$(ftp $VIP 21 pasv epsv)" \
	"pasv 1 whole $VIP"$'\n'"epsv 1 whole"
is "passive, masqueraded, IPv6" "$(ftp $VIP6 21 epsv)" "epsv 1 whole"
is "in no other way" "$(calls)" 0
ip -n "$tag-1" route add default via 10.0.2.1
ip -n "$tag-1" -6 route add default via fd00:2::1
is "active" "$(ftp $VIP 21 port eprt)" $'port 1 whole\neprt 1 whole'
is "active, IPv6" "$(ftp $VIP6 21 eprt)" "eprt 1 whole"
is "each time the server has called" "$(calls)" 9
is "all that was expected has come" "$(expected)" 0
finish
