#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Among two hundred servers, who goes by load has the first of the least loaded ones, whatever
# has made it that: a connection less, one that is closing, another weight, another scheduler.
. "$(dirname "$0")/../lib/net.sh"
setup
servers=200
nobodys_networks

# syn COUNT [FLAGS SOURCE PORT]: client number n is 172.16.0.n, or fd00:99::n in hex
syn()
{
	client "$top/build/tests/syn" eth0 "$mac" "$address" 99 "$@"
}

# has SERVICE SERVER: its active and inactive connections
has()
{
	vs -Ln "$1" "$vip:99" | awk -v server="$2:80" '$2 == server { print $5, $6 }'
}

# loads SERVICE [PORT]: how many servers, of that port, have so many active and inactive ones
loads()
{
	vs -Ln "$1" "$vip:99" |
		awk -v port=":${2-[0-9]+}$" '$3 == "Masq" && $2 ~ port { print $5, $6 }' | sort | uniq -c | xargs
}

for vip in $VIP "[$VIP6]"; do
	address=${vip//[\[\]]/}
	[[ $vip == "$VIP" ]] && net=10.9.0. end='' clients=172.16.0. || net=[fd00:9:: end=] clients=fd00:99::
	{
		echo "-A -t $vip:99 -s lc"
		for ((i = 1; i <= servers; i++)); do
			echo "-a -t $vip:99 -r $net$i$end:80 -m"
		done
	} | vs -R
	syn $((servers / 2))
	vs -E -t "$vip:99" -s wlc
	# The first ones keep theirs.
	syn $servers
	is "$vip: with another scheduler, each has had its turn" "$(loads -t)" "$servers 1 0"
	syn 1 17 "${clients}77" 1025
	is "$vip: one is closing" "$(loads -t)" "1 0 1 $((servers - 1)) 1 0"
	closing=$(vs -Ln -t "$vip:99" | awk '$3 == "Masq" && $6 { print $2 }')
	syn 1 2 "${clients}11" 2000
	is "$vip: its server has the next" "$(has -t "${closing%:80}")" "1 1"
	vs -e -t "$vip:99" -r "${net}33$end:80" -m -w 3
	for port in 2001 2002 2003; do
		syn 1 2 "${clients}11" $port
	done
	is "$vip: one of weight 3 has as many as that" "$(has -t "${net}33$end")" "3 0"
	is "$vip: then it is the first one's turn" "$(has -t "$net$servers$end")" "2 0"
	vs -d -t "$vip:99" -r "$net$((servers - 1))$end:80"
	syn 1 2 "${clients}11" 2004
	is "$vip: and the next one's, if one between has gone" "$(has -t "$net$((servers - 2))$end")" "2 0"
	# Among the newest ones, nothing has changed since the last one has looked at them.
	vs -e -t "$vip:99" -r "${net}33$end:80" -m -w 4
	syn 1 2 "${clients}11" 2005
	vs -a -t "$vip:99" -r "${net}1$end:81" -m
	syn 1 2 "${clients}11" 2006
	is "$vip: one that has come has the next" "$(loads -t 81)" "1 1 0"
	for ((i = 2; i <= servers / 2; i++)); do
		echo "-a -t $vip:99 -r $net$i$end:81 -m"
	done | vs -R
	# Who has closed his connection opens another one.
	syn $((servers * 3 / 2 - 2))
	is "$vip: each of many that have come has one" "$(loads -t 81)" "$((servers / 2)) 1 0"
done

# Connections of UDP end.
vip=$VIP
{
	echo "-A -u $VIP:99 -s wlc"
	for ((i = 1; i <= servers; i++)); do
		echo "-a -u $VIP:99 -r 10.9.0.$i:80 -m"
	done
} | vs -R
client "$top/build/tests/flood" $VIP 99 $((servers + 30))
# The last one lets the scheduler see the one before.
vs -e -u $VIP:99 -r 10.9.0.50:80 -m -w 9
client "$top/build/tests/flood" $VIP 99 1 1000
is "thirty-one have two" "$(loads -u)" "$((servers - 31)) 0 1 31 0 2"
vs --set 0 0 1
ok "all are over" until_true prints "$servers 0 0" loads -u
client "$top/build/tests/flood" $VIP 99 1 2000
is "the first one has the next" "$(has -u 10.9.0.$servers)" "0 1"
finish
