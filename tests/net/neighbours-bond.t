#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Bonded cables on both sides: where the one in use fails under established transfers, they go
# on over the other one.
. "$(dirname "$0")/../lib/net.sh"
. "$(dirname "$0")/../lib/neighbours.sh"
setup
modprobe bonding max_bonds=0

# bond NAME DEVICE...: of these, the first one first
bond()
{
	local name=$1 device

	shift
	ip -n "$tag-$name" link add "bond$1" type bond mode active-backup miimon 20
	# IPv6 addresses leave with the link.
	move "$name" "$1" "bond$1"
	for device; do
		echo "link set $device down"
		echo "link set $device master bond$1"
		echo "link set $device up"
	done | ip -n "$tag-$name" -batch -
}

in_use()
{
	ip netns exec "$tag-$1" cat "/sys/class/net/$2/bonding/active_slave"
}

ip link add eth1 netns "$tag-c" type veth peer name out1 netns "$tag-d"
ip link add eth1 netns "$tag-1" type veth peer name s11 netns "$tag-d"
for side in c 1; do
	bond $side eth0 eth1
done
bond d out out1
bond d s1 s11
ip -n "$tag-d" link set bonds1 master in
serve 80
services 1

answers "over the first cables" 1
is "these are in use" "$(in_use d bondout) $(in_use d bonds1)" "out s1"
begin_transfers
client ip link set eth0 down
server 1 ip link set eth0 down
ok "the second cables are in use" until_true prints out1 in_use d bondout
ok "to the real server, too" until_true prints s11 in_use d bonds1
end_transfers "a transfer goes on over the second cables"
answers "so do new connections" 1
finish
