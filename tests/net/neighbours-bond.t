#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Bonded cables on both sides, of which one or both are in use: where one fails under established
# transfers, they go on over the other one.
. "$(dirname "$0")/../lib/net.sh"
. "$(dirname "$0")/../lib/neighbours.sh"
setup
modprobe bonding max_bonds=0

# bond NAME MODE OLD DEVICE...: of these, in place of OLD: the first one, or what bonded them before
bond()
{
	local name=$1 mode=$2 old=$3 new=$4-${2##*-} device rate=()

	[[ $mode != 802.3ad ]] || rate=(lacp_rate fast)
	ip -n "$tag-$name" link add "$new" type bond mode "$mode" miimon 20 \
		xmit_hash_policy layer3+4 "${rate[@]}"
	# IPv6 addresses leave with the link.
	move "$name" "$old" "$new"
	{
		[[ $old == "$4" ]] || echo "link del $old"
		for device in "${@:4}"; do
			echo "link set $device down"
			echo "link set $device master $new"
			echo "link set $device up"
		done
	} | ip -n "$tag-$name" -batch -
}

# says NAME FILE: of sysfs, about a device
says()
{
	ip netns exec "$tag-$1" cat "/sys/class/net/$2"
}

# failed DEVICE: does the director know?
failed()
{
	prints down says d "$1/bonding_slave/mii_status"
}

# all_distribute: do both ends of both cables, on both sides, by what LACP has told the director?
all_distribute()
{
	[[ $(ip netns exec "$tag-d" \
		cat /sys/class/net/{out,out1,s1,s11}/bonding_slave/ad_{actor,partner}_oper_port_state |
		uniq) == 63 ]]
}

# share FIRST SECOND: has each of two cables carried a quarter of all packets or more?
share()
{
	(($1 > 0 && $2 > 0 && $1 * 3 >= $2 && $2 * 3 >= $1))
}

ip link add eth1 netns "$tag-c" type veth peer name out1 netns "$tag-d"
ip link add eth1 netns "$tag-1" type veth peer name s11 netns "$tag-d"
serve 80
services 1
near=out
far=s1
end=eth0
for mode in active-backup balance-rr 802.3ad; do
	for side in c 1; do
		bond $side $mode "$end" eth0 eth1
	done
	bond d $mode "$near" out out1
	bond d $mode "$far" s1 s11
	end=eth0-${mode##*-} near=out-${mode##*-} far=s1-${mode##*-}
	ip -n "$tag-d" link set "$far" master in
	[[ $mode != 802.3ad ]] || ok "$mode: both cables are agreed on" until_true all_distribute
	answers "$mode" 1
	before=("$(came c eth0)" "$(came c eth1)")
	begin_transfers
	case $mode in
	active-backup)
		is "$mode: one cable is in use" \
			"$(says d out-backup/bonding/active_slave) $(says d s1-backup/bonding/active_slave)" "out s1"
		;;
	balance-rr)
		# How many there are depends on how many bytes the kernel puts into one.
		ok "$mode: both cables are in use" \
			share $(($(came c eth0) - before[0])) $(($(came c eth1) - before[1]))
		;;
	esac
	ip -n "$tag-c" link set eth0 down
	ip -n "$tag-1" link set eth0 down
	ok "$mode: the first cables have failed" until_true failed out
	ok "$mode: to the real server, too" until_true failed s1
	end_transfers "$mode: a transfer goes on over the second cables"
	answers "$mode: so do new connections" 1
	ip -n "$tag-c" link set eth0 up
	ip -n "$tag-1" link set eth0 up
done
finish
