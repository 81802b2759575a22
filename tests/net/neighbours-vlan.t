#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Clients and real servers behind VLANs, whose tags are carried beside the packet or left in
# it: large transfers, with another port, through segmentation offload.
. "$(dirname "$0")/../lib/net.sh"
. "$(dirname "$0")/../lib/neighbours.sh"
setup
serve 80

# vlan NAME LINK ID [OPTION...]: all that LINK had belongs to its VLAN
vlan()
{
	ip -n "$tag-$1" link add link "$2" name "$2.$3" type vlan id "$3" "${@:4}"
	move "$1" "$2" "$2.$3"
}

vlan c eth0 7
vlan d out 7
vlan d in 9
vlan 1 eth0 9
services 1
transfers "VLANs on both sides"
director ip link set out.7 type vlan reorder_hdr off
director ip link set in.9 type vlan reorder_hdr off
transfers "with the tag left in the packet"
finish
