#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# What ends of a connection seldom do: call each other at once, leave while the other goes on
# talking, break it off, and call again from the same port: at once, with and without
# connection tracking, which remembers the call before.
. "$(dirname "$0")/../lib/net.sh"
setup
# Of a client that calls the server at the same time, the SYN is lost.
server 1 nft -f - << 'EOF'
table inet lose {
	chain input {
		type filter hook input priority 0
		tcp dport 97 tcp flags & (syn | ack) == syn drop
	}
}
EOF
# Servers know no way to clients but the director's addresses, where tracking is on.
director nft -f - << 'EOF'
table inet track {
	chain prerouting {
		type filter hook prerouting priority -150
		iifname "in" tcp flags & (syn | ack) == syn | ack counter
	}
	chain postrouting {
		type nat hook postrouting priority 100
		oifname "in" masquerade
	}
	chain sent {
		type filter hook postrouting priority 200
		oifname "out" tcp flags & (syn | ack) == syn | ack counter
	}
	chain taken {
		type filter hook input priority 200
		iifname "in" tcp flags & (syn | ack) == syn | ack counter
	}
}
EOF

# both SCENARIO...: what becomes of each, a line each
both()
{
	"$top/tests/lib/ends" "$tag" "$address" "$@" > "$work/became" 2>&1
}

# became CLAIM SCENARIO WHAT
became()
{
	is "$vip: $1" "$(grep "^$2 " "$work/became" || tail -n 1 "$work/became")" "$2 $3"
}

# Calls that servers have answered, and answers that clients get, here too: is it as many?
none_is_lost()
{
	is "$vip: the director loses no server's answer" "$(director nft list table inet track |
		awk '/counter/ { count[++i] = $(NF - 2) } END { print count[1] - count[2] - count[3] }')" 0
}

for vip in $VIP "[$VIP6]"; do
	address=${vip//[\[\]]/}
	[[ $vip == "$VIP" ]] && net=10.0.2.1 || net=fd00:2::1
	for port in 96 97; do
		vs -A -t "$vip:$port" -s rr
		vs -a -t "$vip:$port" -r ${net}1 -m
	done
	both meet leave-c leave-s reset-c reset-s
	became "both call at once" meet "SYN_RECV client server ESTABLISHED"
	became "the client leaves, the server goes on" leave-c \
		"CLOSE_WAIT CLOSE_WAIT TIME_WAIT end more and more"
	became "the server leaves, the client goes on" leave-s \
		"FIN_WAIT FIN_WAIT TIME_WAIT end more and more"
	became "the client breaks it" reset-c "ESTABLISHED Connection reset by peer CLOSE"
	became "the server breaks it" reset-s "ESTABLISHED Connection reset by peer CLOSE"

	vs -a -t "$vip:96" -r ${net}2 -m
	for tracking in 0 1; do
		director sysctl -qw net.ipv4.vs.conntrack=$tracking
		both again-end again-reset again-local
		became "a port is used again, conntrack $tracking" again-end \
			"ESTABLISHED welcome other server"
		became "likewise of one that was broken, conntrack $tracking" again-reset \
			"ESTABLISHED welcome other server"
		became "likewise of one of the director's, conntrack $tracking" again-local \
			"ESTABLISHED welcome other server"
	done
	none_is_lost
	director sysctl -qw net.ipv4.vs.conntrack=0
	vs -C
done
finish
