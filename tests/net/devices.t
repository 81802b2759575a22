#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Ways to real servers are kept, but never keep a device: one that goes down is left at
# once and found again, one that is deleted goes, and so does a namespace.
. "$(dirname "$0")/../lib/net.sh"
setup
serve 80

vs -A -t $VIP:80 -s rr
vs -a -t $VIP:80 -r 10.0.2.11:80 -m
vs -A -t "[$VIP6]:80" -s rr
vs -a -t "[$VIP6]:80" -r "[fd00:2::11]:80" -m

is "IPv4, before" "$(ask $VIP 80)" "1"
is "IPv6, before" "$(ask $VIP6 80)" "1"
ip -n "$tag-d" link set in down
ip -n "$tag-d" link set in up
# IPv6 addresses leave with the link.
ip -n "$tag-d" addr replace fd00:2::1/64 dev in nodad
is "IPv4, after the link has flapped" "$(ask $VIP 80)" "1"
is "IPv6, after the link has flapped" "$(ask $VIP6 80)" "1"
ip -n "$tag-d" route add 10.0.9.0/24 via 10.0.2.11
vs -A -t $VIP:81 -s rr
vs -a -t $VIP:81 -r 10.0.9.9:80 -m
ip -n "$tag-1" addr add 10.0.9.9/32 dev lo
is "over one gateway" "$(ask $VIP 81)" "1"
ip -n "$tag-2" addr add 10.0.9.9/32 dev lo
ip -n "$tag-d" route replace 10.0.9.0/24 via 10.0.2.12
is "over another one, as soon as the route says so" "$(ask $VIP 81)" "2"
ok "a device that ways led over can be deleted" timeout 20 ip -n "$tag-d" link del in
ok "the services are still there" test "$(vs -Ln | grep -c Masq)" = 3
ok "the other device can be deleted" timeout 20 ip -n "$tag-d" link del out
ip netns del "$tag-d"
ok "the namespace has gone: others can be made of all kinds" timeout 20 modprobe ifb
is "nobody waits for a device" "$(dmesg | grep -c 'waiting for.*to become free')" "0"
finish
