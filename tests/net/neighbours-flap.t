#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# An established transfer outlives its links and follows routes: one that falls and comes back
# on either side, and a way to the real server that changes.
. "$(dirname "$0")/../lib/net.sh"
. "$(dirname "$0")/../lib/neighbours.sh"
setup
serve 80
# Server 1 has another cable, and an address that can be reached over either.
wire "$tag-d" second 10.0.6.1/24 fd00:6::1/64 "$tag-1" eth1 10.0.6.11/24 fd00:6::11/64
server 1 sysctl -qw net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.eth1.rp_filter=0
ip -n "$tag-1" addr add 10.0.9.9/32 dev lo
ip -n "$tag-1" addr add fd00:9::9/128 dev lo nodad
ip -n "$tag-d" route add 10.0.9.9/32 via 10.0.2.11
ip -n "$tag-d" route add fd00:9::9/128 via fd00:2::11
vs -R << EOF
-A -t $VIP:8080 -s rr
-a -t $VIP:8080 -r 10.0.9.9:80 -m
-A -t [$VIP6]:8080 -s rr
-a -t [$VIP6]:8080 -r [fd00:9::9]:80 -m
EOF

begin_transfers
ip -n "$tag-d" -batch - << EOF
link set in down
link set in up
addr replace fd00:2::1/64 dev in nodad
route replace 10.0.9.9/32 via 10.0.2.11
route replace fd00:9::9/128 via fd00:2::11
EOF
ip -n "$tag-d" -batch - << EOF
link set out down
link set out up
addr replace fd00:1::1/64 dev out nodad
addr replace $VIP6/64 dev out nodad
EOF
end_transfers "both links have flapped"

begin_transfers
before=$(came 1 eth1)
ip -n "$tag-d" route replace 10.0.9.9/32 via 10.0.6.11
ip -n "$tag-d" route replace fd00:9::9/128 via fd00:6::11
end_transfers "the way to the server is another one"
ok "which requests take" test "$(($(came 1 eth1) - before))" -gt 10

begin_transfers
ip -n "$tag-d" -batch - << EOF
route replace 10.0.9.9/32 via 10.0.2.11
route replace fd00:9::9/128 via fd00:2::11
link del second
EOF
end_transfers "the device that it led over is deleted"
finish
