#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# mh with many servers, ten thousand in the debug kernel: to add them takes about as long as for a scheduler that has
# nothing to compute, clients spread over all of them, and who leaves is left at once.
# Alone: it compares times, and takes our modules out of the kernel.
. "$(dirname "$0")/../lib/net.sh"
setup
servers=5000
[[ $(uname -r) != *debug* ]] || servers=10000
clients=3000
first=0
director ip route add 10.7.0.0/16 via 10.0.1.2
# Nobody is there, and nobody says so.
director ip route add 10.9.0.0/16 via 10.0.2.11

# rows VERB PORT COUNT: commands about so many servers
rows()
{
	awk -v verb="$1" -v service="$VIP:$2" -v count="$3" 'BEGIN {
		for (i = 0; i < count; i++)
			printf "%s -u %s -r 10.9.%d.%d:80%s\n", verb, service, i / 100, i % 100 + 1,
				verb == "-a" ? " -m" : ""
	}'
}

# bulk VERB PORT COUNT: milliseconds that they take
bulk()
{
	local begin

	rows "$@" > "$work/rows"
	begin=${EPOCHREALTIME/./}
	vs -R < "$work/rows" > "$work/refused" 2>&1
	echo $(((${EPOCHREALTIME/./} - begin) / 1000))
}

# As many as chance has it: who throws balls into urns leaves some of them empty.
spread_is_right()
{
	local expected picked most

	first=$((first + clients))
	vs -Z -u $VIP:80
	client "$top/build/tests/flood" $VIP 80 $clients $first
	read -r picked most < <(vs -Ln --stats --exact -u $VIP:80 |
		awk '$1 == "->" && $3 > 0 { n++; if ($3 > m) m = $3 } END { print n + 0, m + 0 }')
	expected=$(awk -v n=$servers -v c=$clients 'BEGIN { printf "%d", n * (1 - exp(-c / n)) }')
	echo "$clients clients have $picked servers (expected: $expected), and $most of them one"
	((picked > expected * 96 / 100 && picked < expected * 104 / 100 && most < 10))
}

# Of the clients that were last: how many have a server, and how many one that has left
placed()
{
	vs -Lnc | awk -v first=$((10000 + first)) '$1 == "UDP" { split($4, client, ":"); split($6, server, /[.:]/)
		if (client[2] >= first) { n++; gone += server[3] < 5 } } END { print n + 0, gone + 0 }'
}

vs -A -u $VIP:81 -s rr
plain=$(bulk -a 81 $servers)
vs -A -u $VIP:80 -s mh -b mh-port
hashed=$(bulk -a 80 $servers)
note "$servers servers: rr $plain ms, mh $hashed ms"
ok "they are added in bulk" test "$hashed" -lt $((plain * 4))
is "all of them" "$(vs -Ln -u $VIP:80 | grep -c Masq)" "$servers"
ok "clients spread over all of them" until_true spread_is_right
first=$((first + clients))
bulk -d 80 500 > "$work/time"
client "$top/build/tests/flood" $VIP 80 1000 $first
is "who has left gets no client, and no client is refused" "$(placed)" "1000 0"
vs -C
is "a flush takes all" "$(vs -Ln | grep -c Masq)" 0
ok "and it can be unloaded" unload
finish
