#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# SCTP through NAT, both families, between real sockets.
. "$(dirname "$0")/../lib/net.sh"
setup
modprobe sctp

spread()
{
	sort | uniq -c | sed 's/^ *//'
}

states()
{
	vs -Lnc | awk -v v6="$(grep -c : <<< "$address")" \
		'$1 == "SCTP" && ($5 ~ /\[/) == v6 { print $3 }' | sort -u | tr '\n' ' '
}

active()
{
	vs -Ln --sctp-service "$1" | awk '/->/ { sum += $5 } END { print sum }'
}

for number in 1 2 3; do
	serve_sctp $number 10.0.2.1$number fd00:2::1$number
done
each=$'2 1\n2 2\n2 3'
for vip in $VIP "[$VIP6]"; do
	address=${vip//[\[\]]/}
	vs -A --sctp-service "$vip:80" -s rr
	vs -A --sctp-service "$vip:8080" -s rr
	for number in 1 2 3; do
		[[ $vip == "$VIP" ]] && real=10.0.2.1$number || real="[fd00:2::1$number]"
		vs -a --sctp-service "$vip:80" -r "$real:80" -m
		vs -a --sctp-service "$vip:8080" -r "$real:80" -m
	done
	is "$vip: same port" "$(client "$top/tests/lib/sctp" ask "$address" 80 6 | spread)" "$each"
	is "$vip: other port, so another checksum" \
		"$(client "$top/tests/lib/sctp" ask "$address" 8080 6 | spread)" "$each"
	is "$vip: many packets, large ones" \
		"$(client "$top/tests/lib/sctp" ask "$address" 8080 1 400000 | grep -c '^[123]$')" 1
	is "$vip: the director is a client too" \
		"$(director "$top/tests/lib/sctp" ask "$address" 8080 1 | grep -c '^[123]$')" 1
	is "$vip: who has closed leaves CLOSED" "$(states)" "CLOSED "
	mkfifo "$work/gate"
	client "$top/tests/lib/sctp" hold "$address" 8080 "$work/gate" > "$work/held" &
	holder=$!
	ok "$vip: an open association is active" until_true prints 1 active "$vip:8080"
	is "$vip: and ESTABLISHED" "$(states)" "CLOSED ESTABLISHED "
	echo > "$work/gate"
	wait $holder
	is "$vip: it answers" "$(grep -c '^[123]$' "$work/held")" 1
	rm "$work/gate"
	vs -A --sctp-service "$vip:99" -s rr
	vs -a --sctp-service "$vip:99" -r "$real:99" -m
	is "$vip: a server that refuses" "$(client "$top/tests/lib/sctp" ask "$address" 99)" "Connection refused"
	is "$vip: is noted" "$(vs -Lnc | awk '$5 ~ /:99$/ { print $3 }' | tail -n 1)" REJECTED
	vs -C
done
finish
