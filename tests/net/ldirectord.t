#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Debian's ldirectord drives the director by its command: makes services, takes servers that do
# not answer out and back in, while transfers go on, and takes all away when it ends.
. "$(dirname "$0")/../lib/net.sh"
. "$(dirname "$0")/../lib/agents.sh"
setup
marked_network
serve 80
# The agent starts a hundred processes before it looks after its servers the first time.
PATIENCE=${PATIENCE:-120}
# Else persistent clients of a server of weight 0 stay with it.
director sysctl -qw net.ipv4.vs.expire_quiescent_template=1

config()
{
	cat << CONFIG
supervised=yes
checktimeout=20
checkinterval=1
readdquiescent=yes
virtual=$VIP:80
	real=10.0.2.11:80 masq 2
	real=10.0.2.12:80 masq 1
	fallback=10.0.2.13:80 masq
	scheduler=wrr
	quiescent=no
	protocol=tcp
	checktype=connect
	checkport=88
virtual6=8
	real6=[fd00:2::11]:0 masq
	real6=[fd00:2::12]:0 masq
	scheduler=rr
	persistent=100
	netmask=64
	quiescent=yes
	protocol=fwm
	checktype=connect
	checkport=88
CONFIG
}

answers()
{
	ask $VIP 80 6 | sort | uniq -c | xargs
	ask fd00:8::1 80 6 | sort | uniq -c | xargs
}

healthy 1
healthy 2
config > "$work/config"
# Without that word it would load all its modules, then itself anew.
PERLIO=perlio ip netns exec "$tag-d" ldirectord "$work/config" start > "$work/log" 2>&1 &
agent=$!
ok "services of an address and of a mark are as configured" until_true prints "-A -t $VIP:80 -s wrr
-a -t $VIP:80 -r 10.0.2.11:80 -m -w 2
-a -t $VIP:80 -r 10.0.2.12:80 -m -w 1
-A -f 8 -6 -s rr -p 100 -M 64
-a -f 8 -6 -r [fd00:2::11]:0 -m -w 1
-a -f 8 -6 -r [fd00:2::12]:0 -m -w 1" vs -Sn
sick 2
ok "a server that does not answer is removed, or gets weight 0" until_true prints "11=2 | 11=1 12=0" pools
is "and no new client" "$(answers)" "6 1
6 1"
transfer $VIP fd00:8::1
sick 1
ok "without a server, the fallback server is there" until_true prints "13=1 | 11=0 12=0" pools
is "and gets the clients" "$(ask $VIP 80)" 3
healthy 2
ok "a server comes back" until_true prints "12=1 | 11=0 12=1" pools
is "and gets clients again, those who persisted elsewhere, too" "$(answers)" "6 2
6 2"
sed -i 's/masq 1/masq 5/; s/scheduler=wrr/scheduler=wlc/; s/:88/:80/; s/persistent=100/persistent=50/' "$work/config"
kill -HUP $agent
ok "services change as a new configuration says" until_true prints "-A -t $VIP:80 -s wlc
-a -t $VIP:80 -r 10.0.2.12:80 -m -w 5
-A -f 8 -6 -s rr -p 50 -M 64
-a -f 8 -6 -r [fd00:2::11]:0 -m -w 0
-a -f 8 -6 -r [fd00:2::12]:0 -m -w 1" vs -Sn
end_agent
is "no command of its has failed" "$(grep -E '^[^[]|failed' "$work/log" | grep -v '^Use of uninit')" ""
finish
