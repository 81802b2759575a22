#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# A hundred thousand connections at once through one service: each keeps its server, none
# is lost, others are made and found among them, and their memory is what the README says.
. "$(dirname "$0")/../lib/net.sh"
setup
count=${COUNT:-100000}
PATIENCE=120
serve 80
ip -n "$tag-d" route add 10.7.0.0/16 via 10.0.1.2
vs -A -u $VIP:99 -s rr
vs -a -u $VIP:99 -r 10.0.2.12:99 -m
vs -a -u $VIP:99 -r 10.0.2.13:99 -m
vs -A -t $VIP:80 -s rr
vs -a -t $VIP:80 -r 10.0.2.11:80 -m
# Nobody listens, and nobody shall say so.
for number in 2 3; do
	ip -n "$tag-d" link set s$number down
done

spread()
{
	vs -Ln --stats --exact -u $VIP:99 | awk '$1 == "->" && /10.0.2/ { print $3, $4 }' | xargs
}

client "$top/build/tests/flood" $VIP 99 "$count"
half=$((count / 2))
is "each is a connection, spread evenly" "$(spread)" "$half $half $half $half"
is "TCP among them" "$(ask $VIP 80 20 | sort | uniq -c | xargs)" "20 1"
is "all are listed" "$(vs -Lcn | grep -c '^UDP')" "$count"
client "$top/build/tests/flood" $VIP 99 "$count"
is "each has found its own server again" "$(spread)" "$half $count $half $count"
# A debug kernel puts red zones around each.
limit=192
[[ $(uname -r) != *debug* ]] || limit=320
is "a connection takes $limit bytes, its place in the table aside" \
	"$(cat /sys/kernel/slab/lvs_conn/slab_size)" $limit
vs -C
is "a flush takes the services" "$(vs -Ln | grep -c UDP)" "0"
finish
