#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Rates follow what happens, whoever is removed meanwhile: a real server that comes back has
# those of its connections, and the namespace's end after its last service.
. "$(dirname "$0")/../lib/net.sh"
setup
nobodys_networks

# syn ADDRESS COUNT SOURCE: segments of one connection
syn()
{
	client "$top/build/tests/syn" eth0 "$mac" "$1" 99 "$2" 2 "$3" 1025
}

# Packets a second of a service, or of a server
rate()
{
	vs -Ln --rate | awk -v whom="$1" 'index($2, whom) == 1 { print $4 }'
}

busy()
{
	(($(rate "$1") > 0))
}

# Packets a second of the namespace
all()
{
	director awk 'NR == 6 { print $2 }' /proc/net/ip_vs_stats
}

# follow VIP ADDRESS SOURCE SERVER
follow()
{
	vs -A -t "$1:99" -s rr
	vs -a -t "$1:99" -r "$4" -m
	syn "$2" 1 "$3"
	vs -d -t "$1:99" -r "$4"
	syn "$2" 6 "$3"
	ok "$1: the connections of a server that was removed go on" until_true busy "$1:99"
	vs -a -t "$1:99" -r "$4" -m
	is "$1: when it is back, it has their rate" "$(rate "$4")" "$(rate "$1:99")"
}

# Of packets one by one, no connection is left that would end later.
vs -A -u $VIP:99 -s rr -o
vs -a -u $VIP:99 -r 10.9.0.1:80 -m
client "$top/build/tests/flood" $VIP 99 8
ok "packets one by one have a rate" until_true busy $VIP:99
vs -C
ok "after the last service, nothing happens" until_true prints 0 all

follow $VIP $VIP 172.16.0.1 10.9.0.1:80
follow "[$VIP6]" $VIP6 fd00:99::1 "[fd00:9::1]:80"
finish
