#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The stock command and ours show and save the same table byte for byte.
. "$(dirname "$0")/../lib/net.sh"
STOCK=${STOCK:-/sbin/ipvsadm}
setup

stock()
{
	director "$STOCK" "$@"
}

same()
{
	is "$*: the same from both" "$(vs "$@" 2>&1 | grep -v ^kernel:; echo "exit ${PIPESTATUS[0]}")" "$(stock "$@" 2>&1; echo "exit $?")"
}

vs -A -t $VIP:80 -s rr
vs -a -t $VIP:80 -r 10.0.2.11:8080 -m -w 3
vs -a -t $VIP:80 -r 10.0.2.12 -m -x 10 -y 5
vs -A -u $VIP:53 -s wrr -o
vs -a -u $VIP:53 -r 10.0.2.13:53 -g
vs -A -t "[$VIP6]:443" -s wlc -p 60 -M 64
vs -a -t "[$VIP6]:443" -r "[fd00:2::11]:443" -m
vs -A -t $VIP:0 -s lc -p
vs -A -f 7 -s wlc -p 100 -M 255.255.255.0
vs -a -f 7 -r 10.0.2.11 -i
vs -a -f 7 -r 10.0.2.12 -i --tun-type gue --tun-port 6080 --tun-csum
vs -A -f 9 -6 -s rr

same -Ln
same -Ln --stats
same -Ln --rate
same -Ln --thresholds
same -Ln --persistent-conn
same -Ln --tun-info
same -Ln --exact --stats
same -Ln -t $VIP:80
same -Lcn
same -Ln --timeout
same -Ln --daemon
same -A -t $VIP:80 -s nosuch
same -d -t $VIP:80 -r 10.0.2.99:80
same -D -t $VIP:81
same -a -t $VIP:81 -r 10.0.2.11 -m
same -A -t $VIP:99 -o
vs -Sn > "$work/ours"
vs -C
ok "the stock command restores what ours saved, but for thresholds" \
	bash -c "sed 's/ -x .*//' '$work/ours' | ip netns exec $tag-d $STOCK -R"
is "and saves it again the same" "$(stock -Sn)" "$(sed 's/ -x .*//' "$work/ours")"
stock -Sn > "$work/stock"
stock -C
ok "ours restores what the stock command saved" bash -c "ip netns exec $tag-d $IPVSADM -R < '$work/stock'"
is "and saves it again the same" "$(vs -Sn)" "$(cat "$work/stock")"
finish
