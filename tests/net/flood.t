#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# A flood of SYNs, each from a client of its own: memory stays bounded, transfers run on.
# FLOOD says how many clients there are.
# Alone: it weighs the memory of the whole kernel.
. "$(dirname "$0")/../lib/net.sh"
setup
serve 80
director sysctl -qw net.ipv4.vs.conn_max=20000
nobodys_networks
flood=${FLOOD:-40000}

count()
{
	vs -Lnc | awk '$1 == "TCP"' | wc -l
}

# Kilobytes that the kernel holds in slabs and pages
used()
{
	awk '/^Slab:|^VmallocUsed:/ { sum += $2 } END { print sum }' /proc/meminfo
}

for vip in $VIP "[$VIP6]"; do
	address=${vip//[\[\]]/}
	[[ $vip == "$VIP" ]] && net=10.0.2.1 || net=fd00:2::1
	vs -A -t "$vip:80" -s rr
	vs -a -t "$vip:80" -r ${net}1 -m
	# A server that never answers: nobody is there.
	vs -A -t "$vip:99" -s rr
	vs -a -t "$vip:99" -r ${net}9 -m
	mkfifo "$work/gate"
	client "$top/tests/lib/fetch" "$address" 80 2000000 "$work/gate" > "$work/fetched" &
	fetching=$!
	until_true eval 'vs -Lnc | grep -q ESTABLISHED'
	before=$(used)
	client "$top/build/tests/syn" eth0 "$mac" "$address" 99 "$flood"
	note "$vip: $flood clients, $(($(used) - before)) kB more in use"
	is "$vip: all of them came" \
		"$(vs -Ln --stats -t "$vip:99" | awk '$1 == "TCP" { print ($3 == c) }' c="$flood")" 1
	ok "$vip: not more than conn_max are kept" test "$(count)" -le 20000
	ok "$vip: in less than 20 MB" test $(($(used) - before)) -lt 20000
	is "$vip: newcomers are served" "$(ask "$address" 80)" 1
	echo > "$work/gate"
	wait $fetching
	is "$vip: a transfer from before is whole" "$(cat "$work/fetched")" whole
	rm "$work/gate"
	vs -C
done
finish
