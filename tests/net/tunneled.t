#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# ignore_tunneled: a director that is a real server of another one's keeps what comes to it
# through a tunnel, instead of scheduling it again.
. "$(dirname "$0")/../lib/net.sh"
setup
serve 80
director "$top/build/tests/serve" host 80 &
until_true director "$top/build/tests/ask" 10.0.1.1 80 > /dev/null
modprobe -qa ipip ip6_tunnel
ip -n "$tag-c" link add t4 type ipip local 10.0.1.2 remote 10.0.1.1
ip -n "$tag-d" link add t4 type ipip local 10.0.1.1 remote 10.0.1.2
ip -n "$tag-c" link add t6 type ip6tnl local fd00:1::2 remote fd00:1::1 mode ip6ip6 encaplimit none
ip -n "$tag-d" link add t6 type ip6tnl local fd00:1::1 remote fd00:1::2 mode ip6ip6 encaplimit none
for name in c d; do
	ip -n "$tag-$name" link set t4 up
	ip -n "$tag-$name" link set t6 up
done
director sysctl -qw net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.t4.rp_filter=0
ip -n "$tag-c" route add $VIP/32 dev t4 src 10.0.1.2
ip -n "$tag-c" -6 route add $VIP6/128 dev t6 src fd00:1::2

vs -A -t $VIP:80 -s rr
vs -a -t $VIP:80 -r 10.0.2.11 -m
vs -A -t "[$VIP6]:80" -s rr
vs -a -t "[$VIP6]:80" -r fd00:2::11 -m
is "0: what comes out of a tunnel is scheduled" "$(ask $VIP 80)" 1
is "0: IPv6, too" "$(ask $VIP6 80)" 1
director sysctl -qw net.ipv4.vs.ignore_tunneled=1
is "1: the host answers it" "$(ask $VIP 80)" host
is "1: IPv6, too" "$(ask $VIP6 80)" host
ip -n "$tag-c" route del $VIP/32 dev t4
ip -n "$tag-c" -6 route del $VIP6/128 dev t6
is "1: what comes without a tunnel is scheduled" "$(ask $VIP 80)" 1
is "1: IPv6, too" "$(ask $VIP6 80)" 1

# In a VRF, packets are shown as the VRF's, which is no tunnel.
director sysctl -qw net.ipv4.tcp_l3mdev_accept=1
ip -n "$tag-d" -batch - << COMMANDS
link add red up type vrf table 10
link set t4 master red
link set t6 master red
addr add $VIP/32 dev red
addr add $VIP6/128 dev red nodad
route add 10.0.1.2/32 dev t4 vrf red
route add fd00:1::2/128 dev t6 vrf red
COMMANDS
ip -n "$tag-c" route add $VIP/32 dev t4 src 10.0.1.2
ip -n "$tag-c" -6 route add $VIP6/128 dev t6 src fd00:1::2
is "1: in a VRF, the host answers what comes out of a tunnel" "$(ask $VIP 80)" host
is "1: IPv6, too" "$(ask $VIP6 80)" host
finish
