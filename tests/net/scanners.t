#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Scanners and broken packets meet services: only what may begin a connection begins one, and
# established transfers go on. Afterwards, counters tell of each packet once.
. "$(dirname "$0")/../lib/net.sh"
. "$(dirname "$0")/../lib/neighbours.sh"
setup
serve 80
services 1
vs -R << EOF
-A -u $VIP:53 -s rr
-a -u $VIP:53 -r 10.0.2.12:80 -m
-A -u [$VIP6]:53 -s rr
-a -u [$VIP6]:53 -r [fd00:2::12]:80 -m
EOF

# begun: how many connections there are, of each protocol and port of a virtual address
begun()
{
	vs -Lnc | awk '$1 ~ /TCP|UDP/ { n = split($5, part, ":"); print $1, part[n] }' | sort |
		uniq -c | xargs
}

# scan ADDRESS OPTION...: at once, one try each, in the background
scan()
{
	local six=()

	[[ $1 != *:* ]] || six=(-6)
	client timeout 60 nmap "${six[@]}" -n -Pn -e eth0 --max-retries 0 --host-timeout 30s -T5 \
		"${@:2}" "$1" >> "$work/scanned" 2>&1 &
	scans+=($!)
}

# odd OPTION...: five packets to the IPv4 address, answered or not
odd()
{
	client timeout 30 hping3 -n -q -c 5 -i u1000 "$@" $VIP > "$work/odd.$RANDOM" 2>&1 &
	scans+=($!)
}

scanned()
{
	wait "${scans[@]}"
	scans=()
}

# The sum of a column of the services' statistics.
counted()
{
	vs -Ln --stats | awk -v column="$1" '/^(TCP|UDP)/ { sum += $column } END { print sum }'
}

left_by()
{
	vs -L --explain | awk -v reason="$1" '$1 == reason { print $3 }'
}

# Requests that are sent come by once more.
counters_agree()
{
	[[ $(counted 4) == "$(left_by request-sent)" && $(counted 5) == "$(left_by reply)" &&
		$(left_by own-packet) == "$(left_by request-sent)" ]]
}

scans=()
begin_transfers
odd -p 8080
odd -p 8080 -F
odd -p 8080 -A
odd -p 8080 -F -P -U
odd -p 8080 -S -R
odd -p 8080 -X -Y -U -d 9
odd -p 8080 -S -x -g 0 -d 8
odd -p 8080 -S -g 8 -x
odd -2 -p 53 -g 1480
odd -0 -H 255
odd -1 -C 3 -K 4
scan $VIP -sN -p 8080,8081
scan $VIP6 -sX -p 8080,8081
scan $VIP -sO -p 1,4,6,17,41,47,50,132,255
scanned
is "nothing but the transfers has begun" "$(begun)" "2 TCP 8080"

scan $VIP -sS -sU -p T:8080,8081,U:53,54
scan $VIP6 -sS -sU -p T:8080,8081,U:53,54
scanned
is "a scan for services finds them" "$(grep -cE '^(8080/tcp|53/udp) +open ' "$work/scanned")" 4
is "by a connection each" "$(begun)" "4 TCP 8080 2 UDP 53"

odd -p 8080 -S -b
odd -p 8080 -S -O 2
odd -p 8080 -S -O 15
odd -p 8080 -S -F -P -A -U -X -Y
odd -p 8080 -S -f -d 64
odd -2 -p 53 -d 0
odd -2 -p 53 -b -d 100
scanned
is "broken packets are for services, too" "$(begun | sed 's/[0-9]* \([TU]\)/\1/g')" "TCP 8080 UDP 53"
end_transfers "transfers go on"
answers "services answer" 1
ok "each packet is counted once" until_true counters_agree
counters_agree || note "$(vs -Ln --stats; vs -L --explain)"
finish
