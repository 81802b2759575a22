#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Devices upon devices: on both sides a bridge with a VLAN on bonded cables. Large transfers pass
# through segmentation offload, with br_netfilter and without, and go on when a cable fails.
. "$(dirname "$0")/../lib/net.sh"
. "$(dirname "$0")/../lib/neighbours.sh"
setup
modprobe bonding max_bonds=0
serve 80

# stack NAME VLAN TO DEVICE...: what the first one had goes to TO, or to the VLAN on all, bonded
stack()
{
	local name=$1 bond=bond$4 device
	local vlan=$bond.$2

	ip -n "$tag-$name" -batch - << EOF
link add $bond up type bond mode active-backup miimon 20
link add link $bond name $vlan up type vlan id $2
EOF
	# IPv6 addresses leave with the link.
	move "$name" "$4" "${3:-$vlan}"
	{
		for device in "${@:4}"; do
			echo "link set $device down"
			echo "link set $device master $bond"
			echo "link set $device up"
		done
		[[ -z $3 ]] || echo "link set $vlan master $3"
	} | ip -n "$tag-$name" -batch -
}

ip link add eth1 netns "$tag-c" type veth peer name out1 netns "$tag-d"
ip link add eth1 netns "$tag-1" type veth peer name s11 netns "$tag-d"
ip -n "$tag-d" link add clients type bridge
stack c 7 "" eth0 eth1
stack d 7 clients out out1
stack 1 9 "" eth0 eth1
stack d 9 in s1 s11
services 1

transfers "bridge, VLAN, bond"
if modprobe br_netfilter 2> /dev/null; then
	director sysctl -qw net.bridge.bridge-nf-call-iptables=1 net.bridge.bridge-nf-call-ip6tables=1
	transfers "and br_netfilter"
fi
begin_transfers
ip -n "$tag-c" link set eth0 down
ip -n "$tag-1" link set eth0 down
end_transfers "cables fail"
finish
