#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# What the director gives up when memory is short, or when told to.
. "$(dirname "$0")/../lib/net.sh"
setup
serve 80 1
nobodys_networks

set_to()
{
	director sysctl -qw "net.ipv4.vs.$1=$2" 2> /dev/null
}

mode()
{
	director sysctl -n "net.ipv4.vs.$1"
}

# half_open SERVICE: how many; those of a round before are another's
half_open()
{
	vs -Lnc | awk '$5 == v && $3 ~ /^(SYN_RECV|SYNACK)$/' v="$1" | wc -l
}

# established SERVICE: how many
established()
{
	vs -Lnc | awk '$5 == v && $3 == "ESTABLISHED"' v="$1" | wc -l
}

dropped()
{
	vs -L --explain | awk '$1 == "drop-packet" { print $3 }'
}

# An automatic defence that somebody has switched on, while nothing was short
vs -A -t $VIP:80 -s rr
vs -a -t $VIP:80 -r 10.0.2.11 -m
set_to drop_packet 2
is "a shortage that never was: a client is served" "$(ask $VIP 80)" 1
ok "and it is off again" until_true prints 1 mode drop_packet
set_to drop_packet 0
vs -C

for vip in $VIP "[$VIP6]"; do
	address=${vip//[\[\]]/}
	[[ $vip == "$VIP" ]] && net=10.0.2.1 || net=fd00:2::1
	vs -A -t "$vip:80" -s rr
	vs -a -t "$vip:80" -r ${net}1 -m
	vs -A -t "$vip:99" -s rr
	vs -a -t "$vip:99" -r ${net}9 -m

	# drop_packet: one in am_droprate, exactly.
	before=$(dropped)
	set_to am_droprate 5
	set_to drop_packet 3
	client "$top/build/tests/syn" eth0 "$mac" "$address" 99 100
	is "$vip: one in five is dropped" "$(($(dropped) - before))" 20
	set_to drop_packet 0

	# drop_entry: half-open ones go, established ones stay.
	mkfifo "$work/gate"
	client "$top/tests/lib/fetch" "$address" 80 2000000 "$work/gate" > "$work/fetched" &
	fetching=$!
	# Not that of a round before, which still waits to expire.
	until_true prints 1 established "$vip:80"
	ok "$vip: half-open connections wait" test "$(half_open "$vip:99")" -ge 80
	set_to drop_entry 3
	# A share at random each second: in half a minute nearly two in three.
	ok "$vip: until some are dropped" until_true eval '(($(half_open "$vip:99") < 78))'
	is "$vip: but none that is established" "$(established "$vip:80")" 1
	set_to drop_entry 0
	echo > "$work/gate"
	wait $fetching
	is "$vip: whose transfer ends whole" "$(cat "$work/fetched")" whole
	rm "$work/gate"

	# secure_tcp: a client's own ACK proves nothing.
	for secure in 0 3; do
		set_to secure_tcp $secure
		port=$((6000 + secure))
		client "$top/build/tests/syn" eth0 "$mac" "$address" 99 1 2 "$([[ $net == *:* ]] && echo fd00:99::ffff || echo 172.16.255.255)" $port
		client "$top/build/tests/syn" eth0 "$mac" "$address" 99 1 16 "$([[ $net == *:* ]] && echo fd00:99::ffff || echo 172.16.255.255)" $port
		is "$vip: after SYN and ACK of a client alone, secure_tcp $secure" \
			"$(vs -Lnc | awk '$4 ~ /:'$port'$/ { print $3 }' | tail -n 1)" \
			"$([[ $secure == 0 ]] && echo ESTABLISHED || echo SYN_RECV)"
	done
	is "$vip: an honest client is served" "$(ask "$address" 80)" 1
	set_to secure_tcp 0
	vs -C
done

# By memory: too little when all of it would not suffice.
vs -A -t $VIP:80 -s rr
vs -a -t $VIP:80 -r 10.0.2.11 -m
for setting in drop_entry drop_packet secure_tcp; do
	set_to $setting 1
done
ask $VIP 80 > /dev/null
is "enough memory: no automatic defence" "$(mode secure_tcp)" 1
set_to amemthresh 2147483647
for setting in drop_entry drop_packet secure_tcp; do
	ok "short of memory: $setting" until_true prints 2 mode $setting
done
set_to amemthresh 0
for setting in drop_entry drop_packet secure_tcp; do
	ok "memory again: no $setting" until_true prints 1 mode $setting
done
finish
