#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# TCP through NAT, both families, with and without a change of port.
. "$(dirname "$0")/../lib/net.sh"
setup
serve 80

vs -A -t $VIP:80 -s rr
vs -A -t $VIP:8080 -s rr
vs -A -t "[$VIP6]:80" -s rr
vs -A -t "[$VIP6]:8080" -s rr
for number in 1 2 3; do
	vs -a -t $VIP:80 -r 10.0.2.1$number:80 -m
	vs -a -t $VIP:8080 -r 10.0.2.1$number:80 -m
	vs -a -t "[$VIP6]:80" -r "[fd00:2::1$number]:80" -m
	vs -a -t "[$VIP6]:8080" -r "[fd00:2::1$number]:80" -m
done
each=$'2 1\n2 2\n2 3'

spread()
{
	sort | uniq -c | sed 's/^ *//'
}

is "IPv4, same port: each server answers twice" "$(ask $VIP 80 6 | spread)" "$each"
is "IPv4, other port" "$(ask $VIP 8080 6 | spread)" "$each"
is "IPv6, same port" "$(ask $VIP6 80 6 | spread)" "$each"
is "IPv6, other port" "$(ask $VIP6 8080 6 | spread)" "$each"
is "the director is a client too" "$(director "$top/build/tests/ask" $VIP 80 3 | spread)" $'1 1\n1 2\n1 3'
finish
