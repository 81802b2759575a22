#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# VRFs: ways to real servers are those of the main table, so that where servers are in a VRF,
# a route there leads into it; replies find clients as forwarded packets do.
. "$(dirname "$0")/../lib/net.sh"
. "$(dirname "$0")/../lib/neighbours.sh"
setup
serve 80
services 1
vs -A -t $VIP:81 -s rr

# into VRF TABLE DEVICE ADDRESS...: the device is of that VRF, with addresses that it lost
into()
{
	local address

	ip -n "$tag-d" link show "$1" > /dev/null 2>&1 ||
		ip -n "$tag-d" link add "$1" up type vrf table "$2"
	ip -n "$tag-d" link set "$3" master "$1"
	for address in "${@:4}"; do
		ip -n "$tag-d" addr replace "$address" dev "$3" nodad
	done
}

# leads TABLE VIA...: ways there
leads()
{
	local net

	for net in "${@:3}"; do
		ip -n "$tag-d" route replace "$net" dev "$2" table "$1"
	done
}

into red 10 out fd00:1::1/64 $VIP6/64
leads main red 10.0.1.0/24 fd00:1::/64
answers "clients in a VRF" 1
is "a refusal finds its way there" "$(ask $VIP 81)" "Connection refused"

into blue 11 in fd00:2::1/64
leads main blue 10.0.2.0/24 fd00:2::/64
leads 11 red 10.0.1.0/24 fd00:1::/64
transfers "servers in another one"

into red 10 in fd00:2::1/64
leads main red 10.0.2.0/24 fd00:2::/64
transfers "both in one"
begin_transfers
ip -n "$tag-d" link set in nomaster
ip -n "$tag-d" addr replace fd00:2::1/64 dev in nodad
leads main in 10.0.2.0/24 fd00:2::/64
end_transfers "servers leave the VRF"
finish
