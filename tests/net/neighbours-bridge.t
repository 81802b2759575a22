#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The virtual addresses on a bridge, with clients and real servers behind its ports: requests
# and replies pass while br_netfilter shows bridged packets to the hooks, and while it does not.
. "$(dirname "$0")/../lib/net.sh"
. "$(dirname "$0")/../lib/neighbours.sh"
setup
serve 80
services 1
ip -n "$tag-d" link add clients type bridge
ip -n "$tag-d" link set out master clients
move d out clients

answers "on a bridge" 1
if modprobe br_netfilter 2> /dev/null; then
	director sysctl -qw net.bridge.bridge-nf-call-iptables=1 net.bridge.bridge-nf-call-ip6tables=1
	transfers "br_netfilter"
	# Clients and servers share a segment: their replies pass the director by, but for its bridge.
	move d clients in
	ip -n "$tag-d" link set out master in
	ip -n "$tag-1" route replace 10.0.1.0/24 dev eth0
	ip -n "$tag-1" route replace fd00:1::/64 dev eth0
	client ip route replace 10.0.2.0/24 dev eth0
	client ip route replace fd00:2::/64 dev eth0
	transfers "br_netfilter, replies that are bridged only"
	ip -n "$tag-d" rule add from $VIP lookup main
	ip -n "$tag-d" -6 rule add from $VIP6 lookup main
	answers "with a rule that they are routed by" 1
fi
finish
