#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Debian's keepalived drives the director: makes services, takes servers that do not answer out
# and back in, while transfers go on, and takes all away when it ends, without a complaint.
. "$(dirname "$0")/../lib/net.sh"
. "$(dirname "$0")/../lib/agents.sh"
setup
marked_network
serve 80
# Else persistent clients of a server of weight 0 stay with it.
director sysctl -qw net.ipv4.vs.expire_quiescent_template=1

# service WHICH SETTING SERVER..., a server as ADDRESS WEIGHT
service()
{
	printf 'virtual_server %s {\nprotocol TCP\ndelay_loop 0.3\nwarmup 0\n' "$1"
	printf 'connect_timeout 20\ndelay_before_retry 0.1\n%s\n' "$2"
	shift 2
	printf 'real_server %s {\nweight %s\nTCP_CHECK {\nconnect_port 88\n}\n}\n' "$@"
	echo "}"
}

config()
{
	echo "global_defs { lvs_timeouts tcp 700 udp 30 }"
	service "$VIP 80" "lvs_sched wrr
		sorry_server 10.0.2.13 80" "10.0.2.11 80" 2 "10.0.2.12 80" 1
	service "$VIP6 80" "lvs_sched rr
		persistence_timeout 100
		persistence_granularity 64
		inhibit_on_failure" "fd00:2::11 80" 1 "fd00:2::12 80" 1
	service "fwmark 8" "lvs_sched rr" "fd00:2::11" 1 "fd00:2::12" 1
}

changed_config()
{
	echo "global_defs { lvs_timeouts tcp 700 udp 30 }"
	service "$VIP 80" "lvs_sched sh
		sh-port" "10.0.2.11 80" 7 "10.0.2.12 80" 1
	service "$VIP6 80" "lvs_sched rr" "fd00:2::11 80" 1
	service "$VIP 81" "lvs_sched wlc
		lvs_method TUN type gue port 5555 csum" "10.0.2.11 81" 1
}

# Of six clients of each service in turn, how many each server answered
answers()
{
	local address

	for address in $VIP $VIP6 fd00:8::1; do
		ask $address 80 6 | sort | uniq -c | xargs
	done
}

healthy 1
healthy 2
config > "$work/config"
ip netns exec "$tag-d" keepalived -n -l -D -G -C -f "$work/config" -p "$work/pid" \
	-c "$work/checkers" > "$work/log" 2>&1 &
agent=$!
ok "services of addresses and of a mark are as configured" until_true prints "-A -t $VIP:80 -s wrr
-a -t $VIP:80 -r 10.0.2.11:80 -m -w 2
-a -t $VIP:80 -r 10.0.2.12:80 -m -w 1
-A -t [$VIP6]:80 -s rr -p 100 -M 64
-a -t [$VIP6]:80 -r [fd00:2::11]:80 -m -w 1
-a -t [$VIP6]:80 -r [fd00:2::12]:80 -m -w 1
-A -f 8 -6 -s rr
-a -f 8 -6 -r [fd00:2::11]:0 -m -w 1
-a -f 8 -6 -r [fd00:2::12]:0 -m -w 1" vs -Sn
is "and the timeouts" "$(vs -Ln --timeout)" "Timeout (tcp tcpfin udp): 700 120 30"

sick 2
ok "a server that does not answer is removed, or gets weight 0" \
	until_true prints "11=2 | 11=1 12=0 | 11=1" pools
is "and no new client" "$(answers)" "6 1
6 1
6 1"
transfer $VIP $VIP6
healthy 2
ok "it comes back" until_true prints "11=2 12=1 | 11=1 12=1 | 11=1 12=1" pools
is "and gets clients again, but those who persist" "$(answers)" "4 1 2 2
6 1
3 1 3 2"
sick 1
ok "the other one goes" until_true prints "12=1 | 11=0 12=1 | 12=1" pools
is "and all clients to the first" "$(answers)" "6 2
6 2
6 2"
sick 2
ok "without a server, the sorry server is there" until_true prints "13=1 | 11=0 12=0 |" pools
is "and gets the clients" "$(ask $VIP 80)" 3
healthy 1
ok "the last that went is back alone" until_true prints "11=2 | 11=1 12=0 | 11=1" pools

changed_config > "$work/config"
kill -HUP $agent
ok "services change as a new configuration says" until_true prints "-A -t $VIP:80 -s sh -b sh-port
-a -t $VIP:80 -r 10.0.2.11:80 -m -w 7
-A -t $VIP:81 -s wlc
-a -t $VIP:81 -r 10.0.2.11:81 -i -w 1 --tun-type gue --tun-port 5555 --tun-csum
-A -t [$VIP6]:80 -s rr
-a -t [$VIP6]:80 -r [fd00:2::11]:80 -m -w 1" vs -Sn
end_agent
is "and the timeouts are what they were" "$(vs -Ln --timeout)" "Timeout (tcp tcpfin udp): 900 120 300"
is "it complains of nothing" "$(grep -E 'IPVS|errno|[Ee]rror|[Ff]ail.* (to|in)' "$work/log")" ""
finish
