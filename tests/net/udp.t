#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# UDP through NAT, both families, with a change of port; and its expiry.
. "$(dirname "$0")/../lib/net.sh"
setup
serve 53

for vip in "$VIP" "[$VIP6]"; do
	vs -A -u "$vip:5353" -s rr
done
vs -a -u $VIP:5353 -r 10.0.2.11:53 -m
vs -a -u "[$VIP6]:5353" -r "[fd00:2::12]:53" -m

is "IPv4: the server answers" "$(ask $VIP 5353 2 udp)" $'1\n1'
is "IPv6: the server answers" "$(ask $VIP6 5353 2 udp)" $'2\n2'
is "each client port is a connection" "$(vs -Lcn | grep -c '^UDP')" 4
vs --set 0 0 1
none()
{
	! vs -Lcn | grep -q '^UDP'
}
ok "idle connections expire" until_true none
is "and are not counted any more" "$(vs -Ln -u $VIP:5353 | awk '/->.*Masq/ { print $5, $6 }')" "0 0"
finish
