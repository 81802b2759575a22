#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# sh, dh and mh place hundreds of clients on the same servers as in-tree ip_vs does,
# in both families: directors of both kinds agree.
# Alone: it takes our modules out of the kernel.
. "$(dirname "$0")/../lib/net.sh"
trap cleanup EXIT
topology
client ip route add local 10.7.0.0/16 dev lo
client ip route add local fd00:7::/32 dev lo
director ip route add 10.7.0.0/16 via 10.0.1.2
director ip route add fd00:7::/32 via fd00:1::2
# Virtual addresses of the service that dh chooses by, all of one mark.
marked_network
# Clients that are refused are all told so.
sysctl -qw net.ipv4.icmp_msgs_per_sec=1000000 net.ipv4.icmp_msgs_burst=1000000
director sysctl -qw net.ipv4.icmp_ratelimit=0 net.ipv6.icmp.ratelimit=0
serve 80

# rules SERVICE SERVICE6 SCHEDULER...: a service in both families, of servers with these weights
rules()
{
	local four=$1 six=$2 number=0 weight

	shift 2
	echo "-A $four -s $*"
	echo "-A $six -s $*"
	for weight in $weights; do
		number=$((number + 1))
		echo "-a $four -r 10.0.2.1$number:80 -m -w ${weight%-*}"
		echo "-a $six -r [fd00:2::1$number]:80 -m -w ${weight%-*}"
	done
}

# ask_all NAME COUNT ...: clients of both families
ask_all()
{
	client "$top/tests/lib/place" "${@:2}" > "$work/$1"
	head -n "$2" "$work/$1" > "$work/$1.4"
	tail -n "$2" "$work/$1" > "$work/$1.6"
}

# place NAME COUNT PORT WEIGHTS SCHEDULER...: where clients go, in files of that name.
# A weight "2-0" is 2 at first and 0 then. Each has a port of its own: connections
# of earlier ones live on.
place()
{
	local name=$1 count=$2 port=$3 number=0 weight
	local weights=$4

	shift 4
	vs -C
	vs -R <<< "$(rules "-u $VIP:$port" "-u [$VIP6]:$port" "$@")"
	for weight in $weights; do
		number=$((number + 1))
		[[ $weight == *-* ]] || continue
		vs -e -u "$VIP:$port" -r "10.0.2.1$number:80" -m -w "${weight#*-}"
		vs -e -u "[$VIP6]:$port" -r "[fd00:2::1$number]:80" -m -w "${weight#*-}"
	done
	ask_all "$name" "$count" "$port" 10.7.0.0/16 $VIP fd00:7::/32 $VIP6
}

# The same for dh, by address of the service.
place_services()
{
	local name=$1 weights="1 2 3"

	vs -C
	vs -R <<< "$(rules "-f 8" "-f 8 -6" dh)"
	ask_all "$name" 200 80 10.8.0.0/16 10000 fd00:8::/32 10000
}

# All of them, by the module that is loaded: place_all WHOSE
place_all()
{
	place "$1-sh" 200 81 "3 1 2" sh
	place "$1-sh-quiet" 100 82 "1 2-0 2" sh
	place "$1-sh-flags" 200 83 "1 2-0 2" sh -b sh-port,sh-fallback
	place "$1-mh" 200 84 "3 1 2" mh
	place "$1-mh-quiet" 100 85 "1 2-0 2" mh
	place "$1-mh-flags" 200 86 "1 2-0 2" mh -b mh-port,mh-fallback
	place "$1-mh-heavy" 400 87 "1000 9 90" mh
	place_services "$1-dh"
	vs -C
}

same()
{
	is "$1, IPv$3: ${4:-200} clients go where in-tree ip_vs sends them" \
		"$(diff "$work/in-tree-$2.$3" "$work/ours-$2.$3" | grep -c '^>')" "0"
	# Else both could agree on an answer that is none.
	is "$1, IPv$3: to ${5:-1 2 3}" "$(sort -u "$work/ours-$2.$3" | xargs)" "${5:-1 2 3}"
}

unload
ok "in-tree ip_vs is loaded" modprobe -i ip_vs
place_all in-tree
ok "in-tree ip_vs goes" until_true modprobe -r ip_vs_sh ip_vs_mh ip_vs_dh ip_vs
modprobe lvs
place_all ours
for family in 4 6; do
	same "sh by weight" sh $family
	same "sh, one of weight 0" sh-quiet $family 100 "1 3 Connection refused"
	same "sh-port, sh-fallback" sh-flags $family 200 "1 3"
	same "mh by weight" mh $family
	same "mh, one of weight 0" mh-quiet $family 100 "1 3 Connection refused"
	same "mh-port, mh-fallback" mh-flags $family 200 "1 3"
	same "mh, weights that are rounded" mh-heavy $family 400
	same "dh" dh $family
done
finish
