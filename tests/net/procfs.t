#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The views of connections that monitoring reads have the columns that it knows.
. "$(dirname "$0")/../lib/net.sh"
setup
serve 53
vs -A -u $VIP:5353 -s rr
vs -a -u $VIP:5353 -r 10.0.2.11:53 -m
vs -A -u "[$VIP6]:5353" -s rr -p 100
vs -a -u "[$VIP6]:5353" -r "[fd00:2::11]:53" -m
vs -A -t $VIP:21 -s rr
# Nobody is there.
vs -a -t $VIP:21 -r 10.0.2.18:21 -m
ask $VIP 5353 1 udp "" 4096 > /dev/null
ask $VIP6 5353 1 udp "" 4096 > /dev/null

# What a view shows, but for seconds that pass
view()
{
	director sed 's/ [ 0-9]\{7\}$/ SECONDS/' "/proc/net/$1" | sort
}

client6=fd00:0001:0000:0000:0000:0000:0000:0002
vip6=fd00:0001:0000:0000:0000:0000:0000:0100
server6=fd00:0002:0000:0000:0000:0000:0000:0011
udp4="UDP 0A000102 1000 0A000164 14E9 0A00020B 0035 UDP        "
udp6="UDP $client6 1000 $vip6 14E9 $server6 0035 UDP        "
template="UDP $client6 0000 $vip6 14E9 $server6 0035 ASSURED    "
is "ip_vs_conn" "$(view ip_vs_conn)" \
	"Pro FromIP   FPrt ToIP     TPrt DestIP   DPrt State       Expires PEName PEData
$udp4 SECONDS
$template SECONDS
$udp6 SECONDS"
is "ip_vs_conn_sync: none has come from another director" "$(view ip_vs_conn_sync)" \
	"Pro FromIP   FPrt ToIP     TPrt DestIP   DPrt State       Origin Expires
$udp4 LOCAL  SECONDS
$template LOCAL  SECONDS
$udp6 LOCAL  SECONDS"
is "ip_vs_app: who reads connections" "$(director cat /proc/net/ip_vs_app)" \
	$'prot port    usecnt name\nTCP  21      0      ftp              '
ask $VIP 21 > /dev/null &
ok "and how many of them" until_true director grep -q '^TCP *21 *1 ' /proc/net/ip_vs_app
# A tunnel's real server may be of the other family; nobody is there.
vs -A -u $VIP:5454 -s rr -p 100
vs -a -u $VIP:5454 -r "[fd00:2::18]:5454" -i
vs -A -u "[$VIP6]:5454" -s rr
vs -a -u "[$VIP6]:5454" -r 10.0.2.18:5454 -i
# A packet that is not translated keeps its port; the server has the one that it was given.
marked_network
vs -A -f 8 -s rr
vs -a -f 8 -r 10.0.2.18:5455 -g
client bash -c "echo > /dev/udp/$VIP/5454; echo > /dev/udp/$VIP6/5454; echo > /dev/udp/10.8.0.1/5456"
for view in ip_vs_conn ip_vs_conn_sync; do
	is "$view: a server is shown in its own family" \
		"$(director awk '$5 == "154E" { print $6, $7 }' /proc/net/$view | sort)" \
		"0A000212 154E
fd00:0002:0000:0000:0000:0000:0000:0018 154E
fd00:0002:0000:0000:0000:0000:0000:0018 154E"
done
is "a server is shown with its own port" \
	"$(director awk '$5 == "1550" { print $6, $7 }' /proc/net/ip_vs_conn)" "0A000212 154F"
is "all are for anybody to read" "$(director stat -c %a /proc/net/ip_vs* | sort -u)" 444
finish
