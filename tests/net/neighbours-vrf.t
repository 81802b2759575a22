#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# VRFs: ways to real servers are those of the main table, so that where servers are in a VRF,
# a route there leads into it; replies, and errors, find clients as forwarded packets do.
. "$(dirname "$0")/../lib/net.sh"
. "$(dirname "$0")/../lib/neighbours.sh"
setup
serve 80
services 1
vs -A -t $VIP:81 -s rr

into red 10 out fd00:1::1/64 $VIP6/64
leads main red 10.0.1.0/24 fd00:1::/64
answers "clients in a VRF" 1
is "a refusal finds its way there" "$(ask $VIP 81)" "Connection refused"

into blue 11 in fd00:2::1/64
leads main blue 10.0.2.0/24 fd00:2::/64
leads 11 red 10.0.1.0/24 fd00:1::/64
transfers "servers in another one"
ip -n "$tag-d" link set in mtu 1400
transfers "on a narrow link there"
is "of which clients are told" "$(known_mtus)" "1400 1400"
ip -n "$tag-d" link set in mtu 1500

into red 10 in fd00:2::1/64
leads main red 10.0.2.0/24 fd00:2::/64
transfers "both in one"
begin_transfers
ip -n "$tag-d" link set in nomaster
ip -n "$tag-d" addr replace fd00:2::1/64 dev in nodad
leads main in 10.0.2.0/24 fd00:2::/64
end_transfers "servers leave the VRF"
finish
