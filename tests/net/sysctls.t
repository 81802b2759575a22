#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Each setting has its default and its range, and refuses what lies outside: it stays as it
# was. Without run_estimation there are no rates.
. "$(dirname "$0")/../lib/net.sh"
setup

# name, default, lowest, highest
cat > "$work/settings" << EOF
am_droprate 10 1 2147483647
amemthresh 1024 0 2147483647
cache_bypass 0 0 1
conn_max 1048576 1 2147483647
conn_reuse_mode 1 0 3
conntrack 0 0 1
drop_entry 0 0 3
drop_packet 0 0 3
expire_nodest_conn 0 0 1
expire_quiescent_template 0 0 1
ignore_tunneled 0 0 1
nat_icmp_send 0 0 1
pmtu_disc 1 0 1
run_estimation 1 0 1
schedule_icmp 0 0 1
secure_tcp 0 0 3
sloppy_sctp 0 0 1
sloppy_tcp 0 0 1
snat_reroute 1 0 1
EOF

# What each takes, of the values that are below, in and above its range
# shellcheck disable=SC2016
director bash -c 'cd /proc/sys/net/ipv4/vs && while read -r name default low high; do
	taken="$name $(< $name)"
	for value in $low $high $((low - 1)) $((high + 1)) -2147483648 4294967296 x; do
		echo "$value" > $name && taken+=" $(< $name)"
	done
	echo "$taken"
	echo $default > $name
done' < "$work/settings" > "$work/taken" 2> /dev/null
is "each has its default and takes what is in its range, no more" "$(cat "$work/taken")" \
	"$(cat "$work/settings")"
is "there are no others" "$(director ls /proc/sys/net/ipv4/vs | grep -v '^lblc')" \
	"$(cut -d' ' -f1 "$work/settings")"

# Who is root of a namespace alone does not say how much memory all have.
director sysctl -qw net.ipv4.vs.conn_max=1048576
sysctl -qw net.ipv4.vs.conn_max=2000000
# shellcheck disable=SC2016
is "conn_max in a namespace of another user's: not above the first one's" \
	"$(unshare -Urn bash -c 'cd /proc/sys/net/ipv4/vs && for value in 2000001 2000000 1; do
		echo $value > conn_max
		cat conn_max
	done' 2> /dev/null | xargs)" "1048576 2000000 1"
sysctl -qw net.ipv4.vs.conn_max=1000
is "and not above it at first" "$(unshare -Urn cat /proc/sys/net/ipv4/vs/conn_max)" 1000
ok "but another of the same user may have more" director sysctl -qw net.ipv4.vs.conn_max=2000
sysctl -qw net.ipv4.vs.conn_max=1048576

vs -A -u $VIP:53 -s rr
vs -a -u $VIP:53 -r 10.0.2.18:53 -m
client python3 -c "
import socket, time
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
while True:
    sock.sendto(b'x', ('$VIP', 53))
    time.sleep(0.01)" &

# Are there packets each second: of the namespace, the service and its server?
rates()
{
	director awk 'NR == 6 { print ($2 != "0") }' /proc/net/ip_vs_stats
	vs -Ln --rate -u $VIP:53 | awk '/10\./ { print ($4 > 0) }'
}
ok "there are rates" until_true prints $'1\n1\n1' rates
director sysctl -qw net.ipv4.vs.run_estimation=0
ok "then no more, though packets come" until_true prints $'0\n0\n0' rates
director sysctl -qw net.ipv4.vs.run_estimation=1
ok "and again" until_true prints $'1\n1\n1' rates
finish
