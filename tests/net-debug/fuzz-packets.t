#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# A million broken packets from both sides, of both families, at services of every kind:
# the director goes on, its connections work, nothing of it is left when it is unloaded.
#
#	SEED=n PACKETS=n    the same packets again; fewer
. "$(dirname "$0")/../lib/net.sh"
setup
seed=${SEED:-$RANDOM}
packets=${PACKETS:-1000000}
rounds=20
fuzz=$top/build/net-debug/fuzz-packets
note "SEED=$seed PACKETS=$packets"

# Each vip gets a service of each kind; 9091 is a tunnel's across the families.
rules()
{
	local vip=$1 server=$2 other=$3 number

	for number in 1 2 3; do
		echo "-a -t $vip:80 -r ${server/N/$number}:80 -m"
		echo "-a -t $vip:8080 -r ${server/N/$number}:8080 -g"
		echo "-a -u $vip:9090 -r ${server/N/$number}:9090 -i"
		echo "-a -t $vip:21 -r ${server/N/$number}:21 -m"
		echo "-a -u $vip:53 -r ${server/N/$number}:53 -m"
		echo "-a -u $vip:5060 -r ${server/N/$number}:5060 -m"
		echo "-a -u $vip:500 -r ${server/N/$number}:500 -m"
		echo "-a --sctp-service $vip:7000 -r ${server/N/$number}:7000 -m"
		echo "-a -t $vip:0 -r ${server/N/$number}:0 -m"
		echo "-a -u $vip:9091 -r ${other/N/$number}:9091 -i --tun-type gre --tun-csum"
		echo "-a -t $vip:9090 -r ${server/N/$number}:9090 -i --tun-type gue --tun-port 6080 --tun-remcsum"
	done
}

{
	for vip in "$VIP" "[$VIP6]"; do
		echo "-A -t $vip:80 -s wlc"
		echo "-A -t $vip:8080 -s sh -b sh-port"
		echo "-A -u $vip:9090 -s rr"
		echo "-A -t $vip:9090 -s mh"
		echo "-A -u $vip:9091 -s lc"
		echo "-A -t $vip:21 -s rr -p 60"
		echo "-A -u $vip:53 -s rr -o"
		echo "-A -u $vip:5060 -s lblc -p 60"
		echo "-A -u $vip:500 -s rr"
		echo "-A --sctp-service $vip:7000 -s twos"
		echo "-A -t $vip:0 -s rr -p 60"
	done
	rules "$VIP" 10.0.2.1N "[fd00:2::1N]"
	rules "[$VIP6]" "[fd00:2::1N]" 10.0.2.1N
	echo "-A -f 9 -s rr"
	echo "-a -f 9 -r 10.0.2.11:0 -m"
} > "$work/rules"
ok "services of every kind" eval 'vs -R < "$work/rules"'
director sysctl -qw net.ipv4.vs.schedule_icmp=1 net.ipv4.vs.sloppy_tcp=1 net.ipv4.vs.conn_max=20000
director nft -f - << 'END'
table inet marks {
	chain prerouting {
		type filter hook prerouting priority mangle
		tcp dport 9999 meta mark set 9
	}
}
END

# Packets longer than a page have their headers in pages, where nobody gathers them before.
printf 'link set %s mtu 9000\n' out s1 s2 s3 | ip -n "$tag-d" -batch -
for name in c 1 2 3; do
	ip -n "$tag-$name" link set eth0 mtu 9000
done

outside=$(director cat /sys/class/net/out/address)
inside=$(director cat /sys/class/net/in/address)
for ((round = 0; round < rounds; round++)); do
	client "$fuzz" $((seed + round)) $((packets / rounds / 2)) eth0 "$outside" client
	server 1 "$fuzz" $((seed - round)) $((packets / rounds / 2)) eth0 "$inside" server
	# What was translated, what was too long, and what was refused: all of it meets both.
	ip -n "$tag-d" link set in mtu $((round / 2 % 2 ? 1500 : 9000))
	director sysctl -qw net.ipv4.vs.conntrack=$((round % 2)) net.ipv4.vs.secure_tcp=$((round % 4)) \
		net.ipv4.ip_early_demux=$((round / 4 % 2))
done
note "$(vs -L --explain | awk 'NR > 1 && $3 > 0 { printf "%s %s, ", $1, $3 }')"
ok "connections were made of some" test "$(vs -Lnc | wc -l)" -gt 100
ok "and none over the limit" test "$(vs -Lnc | wc -l)" -lt 20100
director sysctl -qw net.ipv4.vs.sloppy_tcp=0 net.ipv4.vs.conntrack=0 net.ipv4.vs.secure_tcp=0
vs -C
serve 80
for vip in "$VIP" "[$VIP6]"; do
	[[ $vip == "$VIP" ]] && server=10.0.2.12 || server="[fd00:2::12]"
	vs -A -t "$vip:80" -s rr
	vs -a -t "$vip:80" -r "$server:80" -m
done
is "an honest client is served, IPv4" "$(ask $VIP 80)" 2
is "an honest client is served, IPv6" "$(ask $VIP6 80)" 2
vs -C
ok "and it can be unloaded" unload
finish
