#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Namespaces do not see each other; one that dies under traffic takes all it had along.
. "$(dirname "$0")/../lib/net.sh"
setup
serve 80
ip netns add "$tag-x"
vs -A -t $VIP:80 -s rr
vs -a -t $VIP:80 -r 10.0.2.11:80 -m
is "another namespace sees no service" "$(ip netns exec "$tag-x" "$IPVSADM" -Sn)" ""
is "nor connections" "$(ask $VIP 80; ip netns exec "$tag-x" "$IPVSADM" -Lcn | grep -c TCP)" $'1\n0'
ok "it may have the same service" ip netns exec "$tag-x" "$IPVSADM" -A -t $VIP:80 -s rr
client "$top/tests/lib/fetch" $VIP 80 500000000 > /dev/null 2>&1 &
established()
{
	vs -Lcn | grep -q ESTABLISHED
}
ok "a transfer runs" until_true established
ip netns del "$tag-d"
gone()
{
	! ip netns list | grep -q "$tag-d"
}
ok "the director's namespace dies under it" until_true gone
finish
