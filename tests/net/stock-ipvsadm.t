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

# The kernel's sentences are told by ours alone, and seconds pass between the two.
shown()
{
	"$@" 2>&1 | sed '/^kernel:/d; s/^\([A-Z]* \) *[0-9]*:[0-9][0-9] /\1/'
	echo "exit ${PIPESTATUS[0]}"
}

same()
{
	is "$*: the same from both" "$(shown vs "$@")" "$(shown stock "$@")"
}

vs -A -t $VIP:80 -s rr
vs -a -t $VIP:80 -r 10.0.2.11:8080 -m -w 3
vs -a -t $VIP:80 -r 10.0.2.12 -m -x 10 -y 5
vs -A -u $VIP:53 -s wrr -o
vs -a -u $VIP:53 -r 10.0.2.13:53 -g
vs -A -t "[$VIP6]:443" -s wlc -p 60 -M 64
vs -a -t "[$VIP6]:443" -r "[fd00:2::11]:443" -m
vs -A -t $VIP:0 -s lc -p 86400
vs -a -t $VIP:0 -r 10.0.2.11 -m
vs -A -f 7 -s wlc -p 100 -M 255.255.255.0
vs -a -f 7 -r 10.0.2.11 -i
vs -a -f 7 -r 10.0.2.12 -i --tun-type gue --tun-port 6080 --tun-csum
vs -A -f 9 -6 -s rr
vs -a -f 9 -6 -r "[fd00:2::11]:80" -m
stock -A -f 8 -s rr -p 100 -M 0.0.0.0

same -Ln
same -L
same -Ln --stats
same -Ln --rate
same -Ln --thresholds
same -Ln --persistent-conn
same -Ln --tun-info
same -Ln --exact --stats
same -Ln -t $VIP:80
client bash -c "echo > /dev/udp/$VIP/53; echo > /dev/tcp/$VIP/80; echo > /dev/tcp/$VIP/81" 2> /dev/null
same -Lcn
same -Lcn --persistent-conn
same -Ln --timeout
same -Ln --daemon
same -A -t $VIP:80 -s nosuch
same -d -t $VIP:80 -r 10.0.2.99:80
same -D -t $VIP:81
same -a -t $VIP:81 -r 10.0.2.11 -m
same -A -t $VIP:99 -o
mkdir -p "/etc/netns/$tag-d"
printf '%s pool\n' 10.7.7.7 10.0.2.11 fd00:2::11 > "/etc/netns/$tag-d/hosts"
vs -a -t $VIP:80 -r pool:80 -m
ok "of a name's addresses both take the same, wherever routes lead" stock -d -t $VIP:80 -r pool:80
rm -r "/etc/netns/$tag-d"
vs -Sn > "$work/ours"
vs -C
ok "the stock command restores what ours saved, but for thresholds" \
	bash -c "sed 's/ -x .*//' '$work/ours' | ip netns exec $tag-d $STOCK -R"
is "and saves it again the same" "$(stock -Sn)" "$(sed 's/ -x .*//' "$work/ours")"
stock -Sn > "$work/stock"
stock -C
ok "ours restores what the stock command saved" bash -c "ip netns exec $tag-d $IPVSADM -R < '$work/stock'"
is "and saves it again the same" "$(vs -Sn)" "$(cat "$work/stock")"
vs -R << EOF
-C
--set 800 0 0
ipvsadm -A -u $VIP:53
ipvsadm -Z
EOF
is "a restore flushes where it is told to" "$(vs -Sn)" "-A -u $VIP:53 -s wlc"
director env PYTHONPATH="$top/tests/lib" python3 -c 'from ipvs_request import *
Genl("IPVS").request(NEW_SERVICE, service(key(protocol=47)))'
is "what no option names is not saved as a TCP service" "$(vs -Sn 2> "$work/said")" "-A -u $VIP:53 -s wlc"
is "but told" "$(cat "$work/said")" "10.9.0.1:80 of protocol 47 is not saved: no option names that protocol"
is "and sets timeouts" "$(vs -L --timeout)" "Timeout (tcp tcpfin udp): 800 120 300"
finish
